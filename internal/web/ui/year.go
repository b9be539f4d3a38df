package ui

import (
	"context"
	"slices"
	"time"

	"koryu/internal/kit/clock"
)

// month is the first moment of the m-th month of the fiscal year (0 = April).
func (y YearProps) month(m int) time.Time {
	return time.Date(y.FY, time.April+time.Month(m), 1, 0, 0, 0, 0, clock.JST)
}

func (y YearProps) isNow(m int) bool {
	return !y.Now.Before(y.month(m)) && y.Now.Before(y.month(m+1))
}

func (y YearProps) isGone(m int) bool { return !y.Now.Before(y.month(m + 1)) }

// in are the marks that begin in the m-th month, in order of time.
func (y YearProps) in(m int) []YearMark {
	var out []YearMark
	for _, k := range y.Marks {
		if !k.At.Before(y.month(m)) && k.At.Before(y.month(m+1)) {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(a, b YearMark) int { return a.At.Compare(b.At) })
	return out
}

func monthName(ctx context.Context, m int) string {
	return monthWord(ctx, time.Date(2000, time.April+time.Month(m), 1, 0, 0, 0, 0, clock.JST))
}

// untilWords is the end of a span: –10/27.
func untilWords(t time.Time) string { return t.In(clock.JST).Format("–1/2") }
