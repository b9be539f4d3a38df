package staff

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/card/network"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// tieRoutes are the pages of ties: of a year, of an event, and their files.
func (p *Pages) tieRoutes() []web.Route {
	const ev = "/events/{event}"
	file := func(path string) web.Route {
		x := post(path, account.PersonExport, p.exportTies)
		x.Stream = true
		return x
	}
	return []web.Route{
		get("/ties", account.TieView, p.tiePage),
		get("/ties/export", account.PersonExport, p.askTies),
		file("/ties/export"),
		get(ev+"/ties", account.TieView, p.tiePage),
		get(ev+"/ties/export", account.PersonExport, p.askTies),
		file(ev + "/ties/export"),
	}
}

// tieView is what a page of ties shows: a span, the way to tell people apart, and
// two groups whose ties are listed.
type tieView struct {
	Event     *event.Event
	Programme programme.Programme
	All       []programme.Programme
	Ledger    card.Ledger
	Persons   map[string]people.Person
	Cut       network.Cut
	A, B      network.Group // both or none
}

// tieView reads the address. Without a programme there is nothing to show.
func (p *Pages) tieView(r *web.Request) (v tieView, err error) {
	ctx := r.Context()
	v.Cut = network.ByPlace
	if c := network.Cut(r.Query("by")); slices.Contains(network.Cuts, c) {
		v.Cut = c
	}
	a, b := network.Group(r.Query("a")), network.Group(r.Query("b"))
	if groups := v.Cut.Groups(); slices.Contains(groups, a) && slices.Contains(groups, b) {
		v.A, v.B = a, b
	}
	if v.All, err = p.Programmes.ListProgrammes(ctx, r.Org.ID); err != nil {
		return v, err
	}
	span := card.Span{}
	switch {
	case r.Path("event") != "":
		e, err := p.eventOf(r)
		if err != nil {
			return v, err
		}
		v.Event, span.EventID = &e, e.ID
		if e.ProgrammeID != "" {
			if v.Programme, err = p.Programmes.FindProgramme(ctx, r.Org.ID, e.ProgrammeID); err != nil {
				return v, err
			}
		}
	case r.Query("programme") != "":
		v.Programme, err = p.Programmes.FindProgramme(ctx, r.Org.ID, r.Query("programme"))
	default:
		v.Programme, err = p.thisYear(ctx, r)
	}
	if err != nil || v.Event == nil && v.Programme.ID == "" {
		return v, err
	}
	span.Programme = v.Programme
	if v.Ledger, err = p.Cards.Ledger(ctx, r.Org.ID, span); err != nil {
		return v, err
	}
	v.Persons, err = p.Cards.Persons(ctx, r.Org.ID, v.Ledger)
	return v, err
}

// href is the same page with other groups or another cut.
func (v tieView) href(r *web.Request, c network.Cut, a, b network.Group, anchor string) string {
	q := url.Values{}
	if c != network.ByPlace {
		q.Set("by", string(c))
	}
	if a != "" {
		q.Set("a", string(a))
		q.Set("b", string(b))
	}
	return v.at(r, q) + anchor
}

// at is the address of the span, or below it.
func (v tieView) at(r *web.Request, q url.Values, parts ...string) string {
	if q == nil {
		q = url.Values{}
	}
	base := path(r, append([]string{"ties"}, parts...)...)
	if v.Event != nil {
		base = eventPath(r, *v.Event, append([]string{"ties"}, parts...)...)
	} else if v.Programme.ID != "" {
		q.Set("programme", v.Programme.ID)
	}
	if len(q) > 0 {
		base += "?" + q.Encode()
	}
	return base
}

// eventShort names an event where there is little room: by its place, if it has
// one.
func eventShort(r *web.Request, e event.Event) string {
	return cmp.Or(e.Place.AreaIn(r.Lang), eventTitle(r, e))
}

// seed lays a picture the same way each time.
func (v tieView) seed() string {
	if v.Event != nil {
		return v.Event.ID
	}
	return v.Programme.ID
}

// name is how the reader's language writes a person of the ledger.
func (v tieView) name(r *web.Request, id string) string { return v.Persons[id].DisplayName(r.Lang) }

func (p *Pages) tiePage(w http.ResponseWriter, r *web.Request) error {
	v, err := p.tieView(r)
	if err != nil {
		return err
	}
	m := tieModel{tieView: v, Head: tieHead(r, v)}
	if v.Event == nil && v.Programme.ID == "" {
		m.Empty = &ui.EmptyProps{Kind: ui.Nothing, Seed: r.Org.Seed, Title: r.P.T("ties.no_programme"), Text: r.P.T("ties.no_programme_text")}
		return web.Render(w, r, http.StatusOK, tiePageView(p.chrome(r), r, m))
	}
	if r.Can(account.PersonExport) && len(v.Ledger.Ties) > 0 {
		m.Export = v.at(r, nil, "export")
	}
	if v.Event != nil {
		m.Tabs = eventTabs(r, *v.Event, "ties")
	} else {
		m.Tabs = tieYears(r, v)
	}
	count, err := p.tieCounts(r, v)
	if err != nil {
		return err
	}
	if m.Bars, err = p.tieBars(r, v, count); err != nil {
		return err
	}
	if len(v.Ledger.Ties) == 0 {
		m.Empty, err = p.noTies(r, v)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, tiePageView(p.chrome(r), r, m))
	}
	if m.Stats, err = p.tieStats(r, v, count); err != nil {
		return err
	}
	m.Picture, m.Heat = tiePicture(r, v), tieHeat(r, v)
	m.Cuts = tieCuts(r, v)
	if v.A != "" {
		m.Rows = tieRows(r, v)
	}
	if m.Alone, err = p.aloneGrid(r, v); err != nil {
		return err
	}
	m.People = tiePeople(r, v)
	return web.Render(w, r, http.StatusOK, tiePageView(p.chrome(r), r, m))
}

// tieCounts are the ties of the year by event, and of the year before.
type tieCounts struct {
	Now    card.TieCount
	Before int // the year before; −1 when there was no programme
	Events []event.Event
}

func (p *Pages) tieCounts(r *web.Request, v tieView) (c tieCounts, err error) {
	c.Before = -1
	if v.Programme.ID == "" {
		return c, nil
	}
	ctx := r.Context()
	if c.Now, err = p.Cards.CountTies(ctx, r.Org.ID, v.Programme); err != nil {
		return c, err
	}
	for _, other := range v.All {
		if other.FY == v.Programme.FY-1 {
			before, err := p.Cards.CountTies(ctx, r.Org.ID, other)
			if err != nil {
				return c, err
			}
			c.Before = before.Ties
		}
	}
	c.Events, err = p.Events.List(ctx, r.Org.ID, event.Filter{
		ProgrammeID: v.Programme.ID, States: []event.State{event.Published}, Limit: 500,
	})
	slices.SortStableFunc(c.Events, func(a, b event.Event) int { return int(a.StartsAt - b.StartsAt) })
	now := db.FromTime(r.Now)
	c.Events = slices.DeleteFunc(c.Events, func(e event.Event) bool { return e.StartsAt == 0 || e.StartsAt > now })
	return c, err
}

// before is the event of the programme that was held before this one.
func (c tieCounts) before(id string) (event.Event, bool) {
	i := slices.IndexFunc(c.Events, func(e event.Event) bool { return e.ID == id })
	if i < 1 {
		return event.Event{}, false
	}
	return c.Events[i-1], true
}
