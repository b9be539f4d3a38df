package staff

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// liveModel is the event whose doors are open.
type liveModel struct {
	Event    event.Event
	Href     string
	Figures  event.Live
	Arrivals ui.ChartProps
	Props    ui.LiveProps
}

// slice is the width of one step of the arrivals.
const slice = 5 * time.Minute

func (p *Pages) liveNow(ctx context.Context, r *web.Request, e event.Event) (*liveModel, error) {
	m := &liveModel{Event: e, Href: path(r, "events", e.Slug)}
	query := "?event=" + e.ID
	m.Props = ui.LiveProps{Stream: path(r, "live", "stream") + query, Poll: path(r, "live") + query}
	var err error
	if m.Figures, err = p.Events.Live(ctx, r.Org.ID, e.ID); err != nil {
		return nil, err
	}
	minutes, err := p.Events.ArrivalsByMinute(ctx, r.Org.ID, e.ID)
	if err != nil {
		return nil, err
	}
	m.Arrivals = ui.ChartProps{
		Title: r.P.T("staff.today.arrivals"), Unit: r.P.T("staff.today.people_unit"), Points: arrivalPoints(r, e, minutes),
		Target: m.Figures.Expected, TargetName: r.P.T("staff.today.expected"), XLabel: r.P.T("staff.today.time"),
		Source: r.P.T("staff.today.as_of", "at", r.P.Time(r.Now)), Now: -1,
	}
	return m, nil
}

// arrivalPoints adds arrivals up in slices, from the first guest until now, at
// most four hours.
func arrivalPoints(r *web.Request, e event.Event, minutes []event.MinuteCount) []ui.Point {
	if len(minutes) == 0 {
		return nil
	}
	end := min(db.FromTime(r.Now), e.EndsAt)
	from := minutes[0].At.Time().Truncate(slice)
	total, i := 0, 0
	var points []ui.Point
	for at := from; len(points) < 48; at = at.Add(slice) {
		for i < len(minutes) && minutes[i].At < db.FromTime(at.Add(slice)) {
			total += minutes[i].Arrived
			i++
		}
		points = append(points, ui.Point{Label: r.P.Time(at.In(clock.JST)), Value: total})
		if i == len(minutes) && db.FromTime(at.Add(slice)) >= end {
			break
		}
	}
	return points
}

// liveEvent is the event that was asked for; figures only, so that whoever sees
// the first page may follow it.
func (p *Pages) liveEvent(r *web.Request) (string, error) {
	e, err := p.Events.Find(r.Context(), r.Org.ID, r.Query("event"))
	if err != nil {
		return "", apperr.New(apperr.NotFound, "staff.today.no_event")
	}
	return e.ID, nil
}

func (p *Pages) liveState(ctx context.Context, r *web.Request, id string) (string, map[string]string, error) {
	l, err := p.Events.Live(ctx, r.Org.ID, id)
	if err != nil {
		return "", nil, err
	}
	return strconv.FormatInt(l.Seq, 10) + "." + strconv.FormatInt(l.Version, 10), map[string]string{
		"arrived": r.P.Number(l.Arrived), "expected": r.P.Number(l.Expected),
		"helpers": r.P.Number(l.Helpers), "walkins": r.P.Number(l.WalkIns),
	}, nil
}

func (p *Pages) livePoll(w http.ResponseWriter, r *web.Request) error {
	id, err := p.liveEvent(r)
	if err != nil {
		return err
	}
	_, state, err := p.liveState(r.Context(), r, id)
	if err != nil {
		return err
	}
	return web.JSON(w, r, http.StatusOK, state)
}

func (p *Pages) liveStream(w http.ResponseWriter, r *web.Request) error {
	id, err := p.liveEvent(r)
	if err != nil {
		return err
	}
	return web.Stream(w, r, func() (string, any, error) {
		mark, state, err := p.liveState(r.Context(), r, id)
		return mark, state, err
	})
}
