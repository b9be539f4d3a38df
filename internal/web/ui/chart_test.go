package ui

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"koryu/internal/kit/clock"
)

func TestChartsDrawWhateverFiguresThereAre(t *testing.T) {
	for name, points := range map[string][]Point{
		"none":       nil,
		"one":        {{Label: "a", Value: 7}},
		"one zero":   {{Label: "a"}},
		"all zero":   {{Label: "a"}, {Label: "b"}},
		"very large": {{Label: "a", Value: 1}, {Label: "b", Value: 12345678}},
		"many":       make([]Point, 400),
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range []ChartProps{
				{Title: "t", Points: points, Now: -1},
				{Title: "t", Points: points, Compare: points, Target: 30, Now: 0},
				{Title: "t", Points: points, Compare: make([]Point, 3), Now: 500},
			} {
				for _, part := range []templ.Component{Bars(c), Line(c), Arrivals(c)} {
					out := rendered(t, part)
					if strings.Contains(out, "NaN") || strings.Contains(out, "Inf") {
						t.Errorf("a figure that is no number: %s", out)
					}
				}
			}
		})
	}
}

func TestScalesEndOnRoundFigures(t *testing.T) {
	for v, want := range map[int]int{1: 2, 2: 2, 3: 4, 7: 8, 9: 10, 11: 20, 30: 40, 39: 40, 61: 80, 101: 200} {
		if got := nice(v); got != want {
			t.Errorf("nice(%d) = %d, want %d", v, got, want)
		}
	}
}

func TestTheYearRunsFromAprilToMarch(t *testing.T) {
	at := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, clock.JST) }
	y := YearProps{FY: 2024, Now: at(2024, time.November, 18), Marks: []YearMark{
		{At: at(2025, time.March, 31), Label: "last"}, {At: at(2024, time.April, 1), Label: "first"},
		{At: at(2025, time.April, 1), Label: "next year"}, {At: at(2024, time.March, 31), Label: "last year"},
	}}
	for m, want := range map[int]string{0: "first", 11: "last"} {
		if got := y.in(m); len(got) != 1 || got[0].Label != want {
			t.Errorf("month %d holds %v, want %s", m, got, want)
		}
	}
	if !y.isNow(7) || y.isNow(6) || !y.isGone(6) || y.isGone(7) {
		t.Error("November is not the month of now")
	}
}

func rendered(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
