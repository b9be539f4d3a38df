package partner

import (
	"net/http"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// landingPage is the first page of a coworking host or a company: what they
// take part in, and what comes.
type landingPage struct {
	Head   ui.HeadProps
	About  string
	Own    []ui.EventCardProps
	Coming []ui.EventCardProps
	Events string // path of all events
}

const comingEvents = 6

// landing greets hosts and companies; everybody else has a place of their own.
func (s Services) landing(w http.ResponseWriter, r *web.Request) error {
	if role := r.Actor.Role; role != account.Host && role != account.Company {
		return web.Redirect(w, r, "/welcome")
	}
	page := landingPage{
		Head: ui.HeadProps{
			Title: r.P.T("partner.landing.title", "org", r.Org.NameIn(r.Lang)), Eyebrow: r.P.T(r.Actor.Role.Key()),
			Lead: r.P.T("partner.landing.lead." + string(r.Actor.Role)),
		},
		Events: r.OrgPath("events"),
	}
	own, err := s.ownCards(r)
	if err != nil {
		return err
	}
	page.Own = own
	events, err := s.Events.Upcoming(r.Context(), r.Org.ID, comingEvents)
	if err != nil {
		return err
	}
	for _, e := range events {
		page.Coming = append(page.Coming, cardOf(r, e, r.OrgPath("events", e.Slug)))
	}
	c := r.Chrome()
	c.Nav = []ui.NavItem{
		{Label: r.P.T("partner.nav.landing"), Href: r.OrgPath("partner"), On: true},
		{Label: r.P.T("partner.nav.events"), Href: r.OrgPath("events")},
	}
	return web.Render(w, r, http.StatusOK, showLanding(c, page))
}

// ownCards are the person's own live registrations here.
func (s Services) ownCards(r *web.Request) ([]ui.EventCardProps, error) {
	person, err := s.People.FindByEmail(r.Context(), r.Org.ID, r.Actor.Email)
	if apperr.CategoryOf(err) == apperr.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all, err := s.Events.RegistrationsOf(r.Context(), r.Org.ID, person.ID)
	var cards []ui.EventCardProps
	for _, g := range all {
		if g.Registration.State.Live() && !g.Event.Over(db.FromTime(r.Now)) {
			cards = append(cards, cardOf(r, g.Event, "/t/"+s.Events.ManageToken(g.Registration)))
		}
	}
	return cards, err
}

func cardOf(r *web.Request, e event.Event, href string) ui.EventCardProps {
	card := ui.EventCardProps{
		Href: href, Title: e.TitleIn(r.Lang), Summary: e.SummaryIn(r.Lang),
		Start: e.StartsAt.Time(), End: e.EndsAt.Time(),
		Place: e.Place.NameIn(r.Lang), Area: e.Place.AreaIn(r.Lang), Online: e.Online(), Seed: e.ID,
	}
	if e.State == event.Cancelled {
		card.Status = &ui.StatusProps{Tone: ui.Wrong, Label: r.P.T("partner.state.cancelled")}
	}
	return card
}
