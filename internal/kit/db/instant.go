package db

import (
	"database/sql/driver"
	"fmt"
	"time"

	"koryu/internal/kit/clock"
)

// Instant is a moment as unix microseconds: the only form of time that both
// engines keep, compare and aggregate alike. Zero means "no moment"; store it
// in a nullable column through [Instant.Null].
type Instant int64

// FromTime cuts t to microseconds. The zero time gives the zero Instant.
func FromTime(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMicro())
}

// Time gives the moment in Asia/Tokyo; the zero Instant gives the zero time.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(i)).In(clock.JST)
}

// IsZero tells that there is no moment.
func (i Instant) IsZero() bool { return i == 0 }

// Add moves the instant by d, which is cut to microseconds.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Microseconds()) }

// Sub is the time from o to i.
func (i Instant) Sub(o Instant) time.Duration { return time.Duration(i-o) * time.Microsecond }

// Before tells that i lies earlier than o.
func (i Instant) Before(o Instant) bool { return i < o }

// Day is the calendar day in Japan on which the instant falls.
func (i Instant) Day() Day {
	if i == 0 {
		return ""
	}
	return DayOf(i.Time())
}

// Null is the argument for a nullable column: NULL for the zero Instant.
func (i Instant) Null() NullInstant { return NullInstant(i) }

// String is for logs and test failures.
func (i Instant) String() string {
	if i == 0 {
		return "never"
	}
	return i.Time().Format(time.RFC3339Nano)
}

// Value implements [driver.Valuer].
func (i Instant) Value() (driver.Value, error) { return int64(i), nil }

// Scan implements [sql.Scanner]. NULL gives the zero Instant.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = 0
	case int64:
		*i = Instant(v)
	default:
		return fmt.Errorf("db: cannot read an instant from %T", src)
	}
	return nil
}

// NullInstant is an [Instant] whose zero is stored as NULL.
type NullInstant Instant

// Instant is the value, zero for NULL.
func (n NullInstant) Instant() Instant { return Instant(n) }

// Value implements [driver.Valuer].
func (n NullInstant) Value() (driver.Value, error) {
	if n == 0 {
		return nil, nil
	}
	return int64(n), nil
}

// Scan implements [sql.Scanner].
func (n *NullInstant) Scan(src any) error { return (*Instant)(n).Scan(src) }
