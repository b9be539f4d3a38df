package staff

import (
	"context"
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// longestRun bounds the days before an event that its chart goes back.
const longestRun = 60

// growth is how registrations for the next event grow, beside the event before
// it on the same number of days before its day.
func (p *Pages) growth(ctx context.Context, r *web.Request, d desk) (*ui.ChartProps, error) {
	if len(d.Ahead) == 0 || d.Ahead[0].StartsAt == 0 {
		return nil, nil
	}
	next := d.Ahead[0]
	now, err := p.run(ctx, r, next)
	if err != nil {
		return nil, err
	}
	var then run
	var before event.Event
	for _, e := range d.Past {
		if then, err = p.run(ctx, r, e); err != nil {
			return nil, err
		}
		if len(then.byDay) > 0 {
			before = e
			break
		}
	}
	from := min(longestRun, max(now.first, then.first))
	left := max(0, wholeDays(db.DayOf(r.Now), next.Day()))
	c := &ui.ChartProps{
		Title: r.P.T("staff.today.growth", "event", next.TitleIn(r.Lang)), Unit: r.P.T("staff.today.people_unit"),
		Points: now.points(r, from, min(left, from)), Name: r.P.T("staff.today.this_time"),
		XLabel: r.P.T("staff.today.days_before"), Source: r.P.T("staff.today.as_of_date", "at", r.P.DateTime(r.Now)), Now: -1,
	}
	if before.ID != "" {
		c.Compare, c.CompareName = then.points(r, from, 0), r.P.T("staff.today.last_time")
		c.Source = r.P.T("staff.today.compared", "event", before.TitleIn(r.Lang), "at", r.P.DateTime(r.Now))
	}
	if len(now.byDay) == 0 && len(c.Compare) == 0 {
		return nil, nil
	}
	return c, nil
}

// run is how registrations came in, by days before the event.
type run struct {
	byDay map[int]int // net of what was cancelled
	first int         // the earliest of them
}

func (p *Pages) run(ctx context.Context, r *web.Request, e event.Event) (run, error) {
	days, err := p.Events.RegistrationsByDay(ctx, r.Org.ID, e.ID)
	if err != nil {
		return run{}, err
	}
	got := run{byDay: map[int]int{}}
	for _, d := range days {
		before := max(0, wholeDays(d.Day, e.Day()))
		got.byDay[before] += d.Registered - d.Cancelled
		got.first = max(got.first, before)
	}
	return got, nil
}

// points adds a run up from so many days before the event to so many.
func (n run) points(r *web.Request, from, until int) []ui.Point {
	total := 0
	for before, count := range n.byDay {
		if before > from {
			total += count
		}
	}
	var list []ui.Point
	for before := from; before >= until; before-- {
		total += n.byDay[before]
		label := r.P.T("staff.today.the_day")
		if before > 0 {
			label = r.P.N("staff.today.before", before)
		}
		list = append(list, ui.Point{Label: label, Value: total})
	}
	return list
}

func wholeDays(a, b db.Day) int {
	return int(b.Time().Sub(a.Time()) / (24 * time.Hour))
}
