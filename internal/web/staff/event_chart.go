package staff

import (
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// longestLead is how many days before an event the chart begins at most.
const longestLead = 60

// comingChart draws who is registered, day by day, beside the event before at
// the same number of days before its start.
func (p *Pages) comingChart(r *web.Request, e event.Event) (*ui.ChartProps, error) {
	if e.StartsAt == 0 {
		return nil, nil
	}
	mine, err := p.Events.RegistrationsByDay(r.Context(), r.Org.ID, e.ID)
	if err != nil {
		return nil, err
	}
	before, theirs, err := p.eventBefore(r, e)
	if err != nil {
		return nil, err
	}
	lead := min(longestLead, max(leadOf(e, mine), leadOf(before, theirs), 7))
	points := cumulated(r, e, mine, lead)
	if left := daysBetween(db.FromTime(r.Now).Day(), e.Day()); left > 0 { // the days to come are not known
		points = points[:max(1, lead+1-left)]
	}
	c := &ui.ChartProps{Title: r.P.T("staff.event.chart.coming"), Unit: r.P.T("staff.event.unit_people"), Points: points,
		Name: r.P.T("staff.event.chart.this"), XLabel: r.P.T("staff.event.chart.days"), Now: -1,
		Source: r.P.T("staff.event.chart.source", "at", r.P.DateTime(r.Now))}
	if len(mine) == 0 {
		c.Points = nil
	}
	if len(theirs) > 0 {
		c.Compare, c.CompareName = cumulated(r, before, theirs, lead), r.P.Date(before.StartsAt.Time())
		c.Source = r.P.T("staff.event.chart.source_before", "title", eventTitle(r, before), "at", r.P.DateTime(r.Now))
	}
	if _, capacity, limited, _ := seatsOf(e); limited {
		c.Target, c.TargetName = capacity, r.P.T("staff.event.stat.capacity", "n", r.P.Number(capacity))
	}
	return c, nil
}

// eventBefore is the published event whose start lies last before e's.
func (p *Pages) eventBefore(r *web.Request, e event.Event) (event.Event, []event.DayCount, error) {
	all, err := p.Events.List(r.Context(), r.Org.ID, event.Filter{States: []event.State{event.Published}, Until: e.StartsAt, Newest: true, Limit: 5})
	if err != nil {
		return event.Event{}, nil, err
	}
	for _, b := range all {
		if b.ID != e.ID && b.StartsAt < e.StartsAt {
			days, err := p.Events.RegistrationsByDay(r.Context(), r.Org.ID, b.ID)
			return b, days, err
		}
	}
	return event.Event{}, nil, nil
}

func daysBetween(from, to db.Day) int {
	if from == "" || to == "" {
		return 0
	}
	return int(to.Time().Sub(from.Time()) / (24 * time.Hour))
}

func leadOf(e event.Event, days []event.DayCount) int {
	if len(days) == 0 {
		return 0
	}
	return daysBetween(days[0].Day, e.Day())
}

// cumulated counts those who are registered at the end of each day, from lead
// days before the event to its own day.
func cumulated(r *web.Request, e event.Event, days []event.DayCount, lead int) []ui.Point {
	points := make([]ui.Point, lead+1)
	sum, next := 0, 0
	for i := range points {
		left := lead - i
		for next < len(days) && daysBetween(days[next].Day, e.Day()) >= left {
			sum += days[next].Registered - days[next].Cancelled
			next++
		}
		label := r.P.T("staff.event.chart.day_of")
		if left > 0 {
			label = r.P.N("staff.event.chart.before", left)
		}
		points[i] = ui.Point{Label: label, Value: max(0, sum)}
	}
	return points
}

// arrivalChart draws how the room filled; nil before the first guest.
func (p *Pages) arrivalChart(r *web.Request, e event.Event) (*ui.ChartProps, error) {
	minutes, err := p.Events.ArrivalsByMinute(r.Context(), r.Org.ID, e.ID)
	if err != nil || len(minutes) == 0 {
		return nil, err
	}
	c := &ui.ChartProps{Title: r.P.T("staff.event.chart.arrivals"), Unit: r.P.T("staff.event.unit_people"), Now: -1,
		Name: r.P.T("staff.event.chart.in_room"), XLabel: r.P.T("staff.event.chart.minute"),
		Source: r.P.T("staff.event.chart.source", "at", r.P.DateTime(r.Now))}
	sum, step := 0, time.Minute
	first, last := minutes[0].At, minutes[len(minutes)-1].At
	for last.Sub(first)/step > 90 {
		step *= 5
	}
	next := 0
	for at := first; at <= last; at = at.Add(step) {
		for next < len(minutes) && minutes[next].At < at.Add(step) {
			sum += minutes[next].Arrived
			next++
		}
		c.Points = append(c.Points, ui.Point{Label: r.P.Time(at.Time()), Value: sum})
	}
	return c, nil
}

// eventHistory is the audit trail of the event, for those who may read it.
func (p *Pages) eventHistory(r *web.Request, e event.Event) ([]ui.Moment, error) {
	if !r.Can(account.AuditView) {
		return nil, nil
	}
	entries, err := p.Accounts.ListAudit(r.Context(), r.Actor, r.Org.ID, account.AuditFilter{Object: "event", ObjectID: e.ID, Limit: 30})
	if err != nil {
		return nil, err
	}
	var moments []ui.Moment
	for _, x := range entries {
		who := x.ActorName
		if who == "" {
			who = r.P.T("staff.event.actor." + x.ActorKind)
		}
		moments = append(moments, ui.Moment{When: r.P.DateTime(x.At.Time()), ISO: x.At.Time().Format(time.RFC3339),
			Title: actWords(r, x.Action), Text: x.Reason, Who: who, Icon: actIcon(x.Action)})
	}
	return moments, nil
}

// actWords names an act of the trail, whichever package wrote it.
func actWords(r *web.Request, act string) string {
	for _, area := range []string{"event.audit.", "account.audit.", "staff.event.audit."} {
		if r.P.Has(area + act) {
			return r.P.T(area + act)
		}
	}
	return act
}

func actIcon(act string) string {
	switch act {
	case "event.publish", "registration.confirmed", "registration.approved", "registration.promoted":
		return "check"
	case "event.cancel", "registration.cancelled", "registration.declined":
		return "close"
	case "event.create", "event.duplicate":
		return "plus"
	case "registration.checked_in", "registration.walk_in", "door_link.created", "door_link.opened":
		return "door"
	case "registration.check_in_undone", "registration.reinstated", "event.unpublish":
		return "undo"
	case "attendees.exported", "attendees.addresses":
		return "download"
	case "registration.late", "registration.waiting", "registration.pending":
		return "clock"
	}
	return "edit"
}
