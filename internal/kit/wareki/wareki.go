// Package wareki writes and reads dates of the Japanese eras, and knows the
// fiscal year (年度) from 1 April to 31 March. Days are days of Asia/Tokyo.
package wareki

import (
	"fmt"
	"time"

	"koryu/internal/kit/clock"
)

// era is one era with its first day. It lasts to the day before the next.
type era struct {
	name             string
	year, month, day int
}

// eras lists the newest first. Before 大正 dates are written in western years.
var eras = []era{
	{"令和", 2019, 5, 1},
	{"平成", 1989, 1, 8},
	{"昭和", 1926, 12, 25},
	{"大正", 1912, 7, 30},
}

// begins tells whether the era has begun on that day.
func (e era) begins(y, m, d int) bool {
	return y > e.year || y == e.year && (m > e.month || m == e.month && d >= e.day)
}

// write gives a year of the era; the first is 元年.
func (e era) write(year int) string {
	if n := year - e.year + 1; n > 1 {
		return fmt.Sprintf("%s%d年", e.name, n)
	}
	return e.name + "元年"
}

// Date writes the day of t: 令和6年11月2日.
func Date(t time.Time) string {
	y, month, d := t.In(clock.JST).Date()
	m := int(month)
	year := fmt.Sprintf("%d年", y)
	for _, e := range eras {
		if e.begins(y, m, d) {
			year = e.write(y)
			break
		}
	}
	return fmt.Sprintf("%s%d月%d日", year, m, d)
}

// FiscalYear gives the western year in which the fiscal year of t began: 2024
// for 24 January 2025.
func FiscalYear(t time.Time) int {
	y, m, _ := t.In(clock.JST).Date()
	if m < time.April {
		return y - 1
	}
	return y
}

// FiscalYearName writes a fiscal year: 2024 as 令和6年度. The year in which an
// era begins bears its name from the start: 2019 is 令和元年度.
func FiscalYearName(fy int) string {
	for _, e := range eras {
		if fy >= e.year {
			return e.write(fy) + "度"
		}
	}
	return fmt.Sprintf("%d年度", fy)
}
