package ui

import (
	"context"
	"strconv"
	"strings"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/i18n"
)

func iso(t time.Time) string   { return t.In(clock.JST).Format(time.RFC3339) }
func dayOf(t time.Time) string { return strconv.Itoa(t.In(clock.JST).Day()) }

func monthWord(ctx context.Context, t time.Time) string { return i18n.From(ctx).Month(t) }
func weekday(ctx context.Context, t time.Time) string   { return i18n.From(ctx).Weekday(t) }

func rangeWords(ctx context.Context, d DateProps) string {
	p := i18n.From(ctx)
	if d.End.IsZero() {
		return p.DateTime(d.Start)
	}
	return p.Range(d.Start, d.End)
}

// joinPlace is "八戸市 八戸例示ラボ" or "Lab, Hachinohe".
func joinPlace(ctx context.Context, area, place string) string {
	switch {
	case area == "" || strings.Contains(place, area):
		return place
	case lang(ctx) == "en":
		return place + ", " + area
	}
	return area + " " + place
}

func (s SeatProps) left() int { return max(0, s.Capacity-s.Taken) }

// level is the part of the state that the line shows.
func (s SeatProps) level() string {
	switch {
	case s.Closed || !s.NotYet.IsZero():
		return "off"
	case s.Capacity == 0:
		return "open"
	case s.left() == 0:
		return "full"
	case s.left()*5 <= s.Capacity:
		return "few"
	}
	return "open"
}

func (s SeatProps) words(ctx context.Context) string {
	switch {
	case s.Closed:
		return T(ctx, "core.seats.closed")
	case !s.NotYet.IsZero():
		return T(ctx, "core.seats.opens", "at", i18n.From(ctx).DateTime(s.NotYet))
	case s.Capacity == 0:
		return T(ctx, "core.seats.unlimited")
	}
	return T(ctx, "core.seats.full")
}

func (s SeatProps) percent() string {
	p := min(100, s.Taken*100/s.Capacity)
	return strconv.Itoa(p) + "%"
}

// around cuts a sentence at its figure, so that the figure can stand large.
func around(sentence, figure string) (before, after string) {
	before, after, _ = strings.Cut(sentence, figure)
	return before, after
}

func (s SeatProps) before(ctx context.Context) string {
	b, _ := around(N(ctx, "core.seats.left", s.left()), number(ctx, s.left()))
	return b
}

func (s SeatProps) after(ctx context.Context) string {
	_, a := around(N(ctx, "core.seats.left", s.left()), number(ctx, s.left()))
	return a
}

// eventLevel: the next event stands under the title of the page, the others
// under the heading of their list.
func eventLevel(e EventCardProps) int {
	if e.Lead {
		return 2
	}
	return 3
}
