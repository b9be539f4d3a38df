package staff

import (
	"context"

	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// goalState is a goal and how far it is. Known is false where nothing in the
// house counts it yet.
type goalState struct {
	programme.Goal
	Reached int
	Known   bool
	Behind  bool // of the time that has passed
	Passed  int  // per cent of the contract's days
}

// behindBy is how many percentage points a goal may trail the calendar before
// somebody has to look at it.
const behindBy = 15

func (p *Pages) goalStates(ctx context.Context, r *web.Request, of programme.Programme) ([]goalState, error) {
	goals, err := p.Programmes.ListGoals(ctx, r.Org.ID, of.ID)
	if err != nil || len(goals) == 0 {
		return nil, err
	}
	figures, err := p.Events.Figures(ctx, r.Org.ID, of.ID)
	if err != nil {
		return nil, err
	}
	events, err := p.Events.List(ctx, r.Org.ID, event.Filter{ProgrammeID: of.ID, States: []event.State{event.Published}, Limit: 500})
	if err != nil {
		return nil, err
	}
	prefectures, err := p.prefecturesOf(ctx, r)
	if err != nil {
		return nil, err
	}
	from, until := programme.YearBounds(of.FY)
	ties, err := card.TieCounts(ctx, p.DB, r.Org.ID, card.PairFilter{Period: people.Period{From: from, Until: until}})
	if err != nil {
		return nil, err
	}
	passed := passedShare(of, db.FromTime(r.Now))
	var list []goalState
	for _, g := range goals {
		s := goalState{Goal: g, Passed: passed}
		s.count(events, figures, prefectures, db.FromTime(r.Now))
		if g.Kind == programme.Ties {
			s.Reached, s.Known = ties.Ties, true
		}
		if share, ok := g.Percent(s.Reached); ok && s.Known {
			s.Behind = of.State == programme.Active && share+behindBy < passed
		}
		list = append(list, s)
	}
	return list, nil
}

// prefecturesOf tells where the venues are; some goals count one prefecture.
func (p *Pages) prefecturesOf(ctx context.Context, r *web.Request) (map[string]string, error) {
	venues, err := p.Programmes.ListVenues(ctx, r.Org.ID)
	list := map[string]string{}
	for _, v := range venues {
		list[v.ID] = v.Prefecture
	}
	return list, err
}

// count adds up what the goal counts. Applicants and attendees are never one
// figure.
func (s *goalState) count(events []event.Event, figures event.Figures, prefectures map[string]string, now db.Instant) {
	for _, e := range events {
		if s.Prefecture != "" && prefectures[e.Place.VenueID] != s.Prefecture {
			continue
		}
		switch s.Kind {
		case programme.Applicants:
			s.Reached += figures.ByEvent[e.ID].Applicants
		case programme.Attendees:
			s.Reached += figures.ByEvent[e.ID].Attendees
		case programme.Events:
			if e.EndsAt != 0 && e.EndsAt <= now {
				s.Reached++
			}
		}
	}
	s.Known = s.Kind == programme.Applicants || s.Kind == programme.Attendees || s.Kind == programme.Events
}

// passedShare is how much of the programme's time is over, in per cent.
func passedShare(of programme.Programme, now db.Instant) int {
	from, until := programme.YearBounds(of.FY)
	if of.ContractStart != "" {
		from = db.FromTime(of.ContractStart.Time())
	}
	if of.ContractEnd != "" {
		until = of.ContractEnd.End()
	}
	switch {
	case now <= from || until <= from:
		return 0
	case now >= until:
		return 100
	}
	return int((now - from) * 100 / (until - from))
}

func (s goalState) stat(r *web.Request) ui.StatProps {
	label := s.LabelIn(r.Lang)
	stat := ui.StatProps{Label: label, Value: "–", Unit: s.UnitIn(r.Lang), Target: s.Target, Href: path(r, "events")}
	if !s.Known {
		stat.Target = 0
		stat.Unit = ""
		stat.Note = r.P.T("staff.today.goal_by_hand", "target", s.amount(r))
		stat.Href = ""
		return stat
	}
	share, _ := s.Percent(s.Reached)
	stat.Value, stat.Amount = r.P.Number(s.Reached), s.Reached
	if s.Kind == programme.Ties {
		stat.Href = path(r, "ties")
	}
	stat.Note = r.P.T("staff.today.goal_note", "target", s.amount(r), "share", r.P.Number(share))
	switch {
	case share >= 100:
		stat.Tone = ui.Done
	case s.Behind:
		stat.Tone = ui.Due
	}
	return stat
}

// amount is the target with its unit.
func (s goalState) amount(r *web.Request) string {
	return r.P.T("staff.today.amount", "n", s.Figure(s.Target), "unit", s.UnitIn(r.Lang))
}
