package public

import (
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// phase is where an event stands for somebody who would like to come.
type phase string

const (
	draft     phase = "draft"
	cancelled phase = "cancelled"
	over      phase = "over"
	running   phase = "running"
	closed    phase = "closed"
	notYet    phase = "not_yet"
	open      phase = "open"
	waitlist  phase = "waitlist" // no free place, but one may wait
	full      phase = "full"
)

func phaseOf(e event.Event, now db.Instant) phase {
	switch {
	case e.State == event.Cancelled:
		return cancelled
	case e.State == event.Draft:
		return draft
	case e.Over(now):
		return over
	case now >= e.StartsAt:
		return running
	case now >= e.ClosesAt:
		return closed
	case now < e.OpensAt:
		return notYet
	}
	best := full
	for _, s := range e.OpenSlots() {
		switch {
		case !s.Full():
			return open
		case s.Waitlist:
			best = waitlist
		}
	}
	return best
}

// changesAt is the next moment at which the page looks different although
// nothing was written: an opening, a closing, the start, the end.
func changesAt(e event.Event, now db.Instant) db.Instant {
	var next db.Instant
	for _, t := range []db.Instant{e.OpensAt, e.ClosesAt, e.StartsAt, e.EndsAt} {
		if t > now && (next == 0 || t < next) {
			next = t
		}
	}
	return next
}

// status is the word of the phase; nil while registration is simply open.
func (f phase) status(p *i18n.Printer) *ui.StatusProps {
	tone := map[phase]ui.Tone{
		draft: ui.Info, cancelled: ui.Wrong, over: ui.Quiet, running: ui.Now, closed: ui.Quiet,
		notYet: ui.Info, waitlist: ui.Due, full: ui.Quiet,
	}
	t, ok := tone[f]
	if !ok {
		return nil
	}
	return &ui.StatusProps{Tone: t, Label: p.T("public.phase." + string(f))}
}

// takes says that a form would be accepted now.
func (f phase) takes() bool { return f == open || f == waitlist }

// seats sums the slots that visitors can choose. No limit on one of them is no
// limit at all.
func seats(e event.Event, now db.Instant) *ui.SeatProps {
	f := phaseOf(e, now)
	if f == over || f == cancelled || f == running {
		return nil
	}
	s := ui.SeatProps{Compact: true, Closed: f == closed}
	if f == notYet {
		s.NotYet = e.OpensAt.Time()
	}
	unlimited := false
	for _, slot := range e.OpenSlots() {
		s.Taken += slot.Taken
		s.Waiting += slot.Waiting
		if slot.Capacity == nil {
			unlimited = true
		} else {
			s.Capacity += *slot.Capacity
		}
	}
	if unlimited {
		s.Capacity = 0
	}
	return &s
}

// listed is an event in a list.
func listed(r *web.Request, e event.Event, now db.Instant) ui.EventCardProps {
	f := phaseOf(e, now)
	c := ui.EventCardProps{
		Href:  r.OrgPath("events", e.Slug),
		Title: e.TitleIn(r.Lang), Summary: e.SummaryIn(r.Lang),
		Start: e.StartsAt.Time(), End: e.EndsAt.Time(),
		Place: e.Place.NameIn(r.Lang), Area: e.Place.AreaIn(r.Lang), Online: e.Online(),
		Status: f.status(r.P), Seats: seats(e, now), Seed: e.ID,
		Past: f == over || f == cancelled, ImageAlt: e.ImageAlt,
	}
	if e.ImageID != "" {
		c.Image = r.OrgPath("images", e.ImageID)
	}
	if c.Past {
		c.Summary = ""
	}
	return c
}

func instant(t time.Time) db.Instant { return db.FromTime(t) }
