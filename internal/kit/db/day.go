package db

import (
	"database/sql/driver"
	"fmt"
	"time"

	"koryu/internal/kit/clock"
)

// Day is a calendar day in Japan as YYYY-MM-DD. It compares as text, is no
// moment and has no zone. The empty Day means "no day".
type Day string

const dayLayout = "2006-01-02"

// DayOf is the day on which t falls in Asia/Tokyo; "" for the zero time.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return ""
	}
	return Day(t.In(clock.JST).Format(dayLayout))
}

// ParseDay reads YYYY-MM-DD and refuses days that no calendar has.
func ParseDay(s string) (Day, error) {
	if _, err := time.Parse(dayLayout, s); err != nil {
		return "", fmt.Errorf("db: %q is no day of the form YYYY-MM-DD", s)
	}
	return Day(s), nil
}

// IsZero tells that there is no day.
func (d Day) IsZero() bool { return d == "" }

// Time is 00:00 Asia/Tokyo of the day; the zero time for "" and for what is no
// day.
func (d Day) Time() time.Time {
	t, err := time.ParseInLocation(dayLayout, string(d), clock.JST)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Start is the first instant of the day.
func (d Day) Start() Instant { return FromTime(d.Time()) }

// End is 24:00 of the day: the first instant that is refused by a rule "until
// this day".
func (d Day) End() Instant { return d.AddDays(1).Start() }

// AddDays is the day n days later, or earlier for a negative n.
func (d Day) AddDays(n int) Day {
	if d == "" {
		return ""
	}
	return DayOf(d.Time().AddDate(0, 0, n))
}

// Value implements [driver.Valuer]. It fails for a text that is no day.
func (d Day) Value() (driver.Value, error) {
	if d != "" {
		if _, err := ParseDay(string(d)); err != nil {
			return nil, err
		}
	}
	return string(d), nil
}

// Scan implements [sql.Scanner]. NULL gives the empty Day.
func (d *Day) Scan(src any) error {
	var s string
	switch v := src.(type) {
	case nil:
	case string:
		s = v
	case []byte:
		s = string(v)
	default:
		return fmt.Errorf("db: cannot read a day from %T", src)
	}
	if s != "" {
		if _, err := ParseDay(s); err != nil {
			return err
		}
	}
	*d = Day(s)
	return nil
}
