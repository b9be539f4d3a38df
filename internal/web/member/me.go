package member

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// self is the person in one organisation whose address proved itself.
type self struct {
	Org    programme.Org
	Person people.Person
}

// selves finds the person in every organisation. Not to be known in one is no
// error.
func (s Services) selves(ctx context.Context, email string) ([]self, error) {
	orgs, err := s.Programmes.ListOrgs(ctx)
	if err != nil {
		return nil, err
	}
	var all []self
	for _, org := range orgs {
		person, err := s.People.FindByEmail(ctx, org.ID, email)
		if apperr.CategoryOf(err) == apperr.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, self{Org: org, Person: person})
	}
	return all, nil
}

// mePage is one's own page: what comes, where one works, what has been.
type mePage struct {
	Name    string
	Email   string
	Ahead   []ahead
	Places  []place
	Threads []thread
	Cards   []ownWays
	Lists   []ui.LinkProps // event lists of the organisations, for who has nothing yet
}

// ahead is an event that one is registered for and that is not over.
type ahead struct {
	Card   ui.EventCardProps
	Ticket string // path of the ticket page
}

// thread is one's way through the years of one organisation.
type thread struct {
	Org   programme.Org
	Years []threadYear
}

type threadYear struct {
	Name    string
	Moments []ui.Moment // empty for a year without a fact
}

func (s Services) me(w http.ResponseWriter, r *web.Request) error {
	ctx := r.Context()
	page := mePage{Name: r.Actor.Name, Email: r.Actor.Email}
	all, err := s.selves(ctx, r.Actor.Email)
	if err != nil {
		return err
	}
	if page.Places, err = s.places(ctx, r.Session); err != nil {
		return err
	}
	if page.Lists, err = s.eventLists(ctx, r); err != nil {
		return err
	}
	for _, one := range all {
		if page.Name == "" {
			page.Name = one.Person.DisplayName(r.Lang)
		}
		page.Cards = append(page.Cards, waysIn(r, one.Org))
		coming, err := s.ahead(r, one)
		if err != nil {
			return err
		}
		page.Ahead = append(page.Ahead, coming...)
		facts, err := s.People.Thread(ctx, one.Org.ID, one.Person.ID)
		if err != nil {
			return err
		}
		if len(facts) > 0 {
			page.Threads = append(page.Threads, threadOf(r, one.Org, facts))
		}
	}
	slices.SortStableFunc(page.Ahead, func(a, b ahead) int { return a.Card.Start.Compare(b.Card.Start) })
	return web.Render(w, r, http.StatusOK, showMe(r.Chrome(), page))
}

func (s Services) eventLists(ctx context.Context, r *web.Request) ([]ui.LinkProps, error) {
	orgs, err := s.Programmes.ListOrgs(ctx)
	var links []ui.LinkProps
	for _, org := range orgs {
		links = append(links, ui.LinkProps{
			Label: r.P.T("member.me.events_of", "org", org.NameIn(r.Lang)), Href: web.OrgPath(org.Slug, "events"),
		})
	}
	return links, err
}

// ahead lists the live registrations for what is not over, soonest first.
func (s Services) ahead(r *web.Request, one self) ([]ahead, error) {
	all, err := s.Events.RegistrationsOf(r.Context(), one.Org.ID, one.Person.ID)
	if err != nil {
		return nil, err
	}
	var coming []ahead
	for _, g := range all {
		if !g.Registration.State.Live() || g.Event.Over(db.FromTime(r.Now)) {
			continue
		}
		status := statusOf(r.P, g)
		coming = append(coming, ahead{
			Ticket: "/t/" + s.Events.ManageToken(g.Registration),
			Card: ui.EventCardProps{
				Href:  "/t/" + s.Events.ManageToken(g.Registration),
				Title: g.Event.TitleIn(r.Lang), Summary: one.Org.NameIn(r.Lang),
				Start: g.Event.StartsAt.Time(), End: g.Event.EndsAt.Time(),
				Place: g.Event.Place.NameIn(r.Lang), Area: g.Event.Place.AreaIn(r.Lang),
				Online: g.Event.Online(), Seed: g.Event.ID, Status: &status,
			},
		})
	}
	return coming, nil
}

// statusOf words where a registration stands.
func statusOf(p *i18n.Printer, g event.Registered) ui.StatusProps {
	if g.Event.State == event.Cancelled {
		return ui.StatusProps{Tone: ui.Wrong, Label: p.T("member.state.event_cancelled")}
	}
	switch g.Registration.State {
	case event.Confirmed:
		return ui.StatusProps{Tone: ui.Done, Label: p.T("member.state.confirmed")}
	case event.Waiting:
		return ui.StatusProps{Tone: ui.Due, Label: p.T("member.state.waiting", "position", max(1, g.Position))}
	}
	return ui.StatusProps{Tone: ui.Due, Label: p.T("member.state.pending")}
}

// threadOf lays the facts out by fiscal year, the latest year first.
func threadOf(r *web.Request, org programme.Org, facts []people.Fact) thread {
	slices.SortStableFunc(facts, func(a, b people.Fact) int { return cmp.Compare(a.At, b.At) })
	t := thread{Org: org}
	for _, year := range slices.Backward(people.ByYear(facts)) {
		y := threadYear{Name: programme.YearName(r.Lang, year.FY)}
		for _, fact := range slices.Backward(year.Facts) {
			y.Moments = append(y.Moments, momentOf(r, fact))
		}
		t.Years = append(t.Years, y)
	}
	return t
}

func momentOf(r *web.Request, f people.Fact) ui.Moment {
	at := f.At.Time().In(clock.JST)
	m := ui.Moment{
		When: r.P.Date(at), ISO: at.Format(time.RFC3339),
		Title: f.Occasion.TitleIn(r.Lang), Text: r.P.T("people.fact." + string(f.Kind)),
	}
	switch f.Kind {
	case people.Attended, people.Spoke, people.Staffed:
		m.Tone, m.Icon = ui.Done, "check"
	case people.Cancelled, people.Declined, people.NoShow:
		m.Tone, m.Icon = ui.Quiet, "minus"
	}
	return m
}
