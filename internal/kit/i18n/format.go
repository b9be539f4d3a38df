package i18n

import (
	"strconv"
	"time"

	"koryu/internal/kit/clock"
)

// All times are shown in Asia/Tokyo, whatever zone they come in. The order of
// the parts is a matter of the catalogue (format.json).

// Date gives the day without its year: 12月13日(金), Fri 13 Dec.
func (p *Printer) Date(t time.Time) string { return p.date("format.date", t) }

// DateYear gives the day with its year: 2024年12月13日(金), Fri 13 Dec 2024.
func (p *Printer) DateYear(t time.Time) string { return p.date("format.date_year", t) }

// Time gives hours and minutes: 18:30.
func (p *Printer) Time(t time.Time) string { return t.In(clock.JST).Format("15:04") }

// DateTime gives day and time: 12月13日(金) 18:30.
func (p *Printer) DateTime(t time.Time) string { return p.Date(t) + " " + p.Time(t) }

// Range gives a span: 12月13日(金) 18:30–20:30, or with both days when it ends
// on another one.
func (p *Printer) Range(start, end time.Time) string {
	if sameDay(start, end) {
		return p.DateTime(start) + "–" + p.Time(end)
	}
	return p.DateTime(start) + " – " + p.DateTime(end)
}

// Month gives the month alone: 12月, Dec.
func (p *Printer) Month(t time.Time) string {
	return p.T("format.month." + strconv.Itoa(int(t.In(clock.JST).Month())))
}

// Weekday gives the day of the week alone: 金, Fri.
func (p *Printer) Weekday(t time.Time) string {
	return p.T("format.weekday." + strconv.Itoa(int(t.In(clock.JST).Weekday())))
}

// Number groups by thousands: 1,243.
func (p *Printer) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Yen gives an amount of money: 1,200円, ¥1,200.
func (p *Printer) Yen(n int) string { return p.T("format.yen", "n", p.Number(n)) }

func (p *Printer) date(key string, t time.Time) string {
	t = t.In(clock.JST)
	return p.T(key,
		"year", t.Year(), "month", p.Month(t), "day", t.Day(), "weekday", p.Weekday(t))
}

func sameDay(a, b time.Time) bool {
	return a.In(clock.JST).Format(time.DateOnly) == b.In(clock.JST).Format(time.DateOnly)
}
