package member

import (
	"net/http"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// cardRoutes are one's own card, the people one met, and what leads to them.
func (s Services) cardRoutes() []web.Route {
	const me = "/o/{org}/me"
	get := func(path string, h web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: me + path, Audience: web.SignedIn, Action: account.OwnView, Scope: web.ScopeOwn, Handle: h}
	}
	post := func(path string, h web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: me + path, Audience: web.SignedIn, Action: account.OwnChange, Scope: web.ScopeOwn, Handle: h}
	}
	scan, all := get("/scan", s.scan), get("/met.vcf", s.allVCards)
	scan.Scanner, all.Stream = true, true
	const one = "/met/{exchange}"
	return []web.Route{
		get("/card", s.ownCard), get("/card/edit", s.askCardFields), post("/card/edit", s.saveCardFields),
		post("/card/hide", s.hideCard), get("/card/rotate", s.askRotate), post("/card/rotate", s.rotateCard),
		get("/card/card.vcf", s.ownVCard), get("/card/latest.json", s.latestMet),
		scan, post("/scan", s.scanned),
		get("/met", s.met), all, get(one, s.metOne), get(one+"/card.vcf", s.oneVCard), post(one+"/note", s.saveNote),
		get(one+"/undo", s.askUndo), post(one+"/undo", s.undo), get(one+"/block", s.askBlock), post(one+"/block", s.block),
		get(one+"/introduce", s.askIntroduce), post(one+"/introduce", s.introduce),
		get("/blocks", s.blocks), post("/blocks", s.unblock),
		get("/introductions", s.introductions), post("/introductions", s.answer),
		get("/events/{event}/board", s.board), post("/events/{event}/board", s.onBoard),
	}
}

// holder is the person of the organisation in the path whose address proved
// itself.
func (s Services) holder(r *web.Request) (people.Person, error) {
	return s.People.FindByEmail(r.Context(), r.Org.ID, r.Actor.Email)
}

// withHolder runs a page for the person behind the session. Who is not known
// in this organisation is told so, with the way to its events.
func (s Services) withHolder(w http.ResponseWriter, r *web.Request, page func(people.Person) error) error {
	who, err := s.holder(r)
	if apperr.CategoryOf(err) == apperr.NotFound {
		return web.Render(w, r, http.StatusNotFound, strangerPage(r.Chrome(), r))
	}
	if err != nil {
		return err
	}
	return page(who)
}

// myPath is an address below one's own pages in the organisation.
func myPath(r *web.Request, parts ...string) string {
	return r.OrgPath(append([]string{"me"}, parts...)...)
}

// ownCardModel is one's own card, held out.
type ownCardModel struct {
	Card   ui.NameCardProps
	URL    string // of the card, for who is not in the room
	Kept   ui.KeptProps
	Bare   bool           // nothing but the name is shown yet
	Last   string         // the latest exchange, for the one that comes next
	Hidden string         // title of the running event for which it is hidden
	Boards []ui.LinkProps // of the events where one is checked in
}

func (s Services) ownCard(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		face, err := s.Cards.Preview(r.Context(), r.Org.ID, who.ID, true)
		if err != nil {
			return err
		}
		m := ownCardModel{
			Card: r.OwnCard(s.Cards, face, myPath(r, "card")), URL: s.Cards.URL(face.Card), Kept: web.KeptCard(myPath(r, "card"), myPath(r)+"/"),
			Bare: face.Person.Affiliation == "" && face.View.Headline == "" && len(r.CardFacts(face)) == 0,
		}
		last, err := s.latest(r, who)
		if err != nil {
			return err
		}
		m.Last = last.ID
		if err := s.atEvents(r, who, face.Card, &m); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, ownCardPage(s.myChrome(r), r, m))
	})
}

// latest is the exchange that came last; zero for none.
func (s Services) latest(r *web.Request, who people.Person) (c card.Copy, err error) {
	page, err := s.Cards.Met(r.Context(), r.Org.ID, who.ID, card.MetFilter{Limit: 1})
	if err == nil && len(page.Copies) > 0 {
		c = page.Copies[0]
	}
	return c, err
}

// latestAnswer tells the card held out who has just exchanged.
type latestAnswer struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Href string `json:"href"`
}

func (s Services) latestMet(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		c, err := s.latest(r, who)
		if err != nil {
			return err
		}
		var answer latestAnswer
		if c.ID != "" {
			answer = latestAnswer{ID: c.ID, Name: c.Name(r.Lang), Href: myPath(r, "met", c.ID)}
		}
		return web.JSON(w, r, http.StatusOK, answer)
	})
}

// atEvents finds where the person is at the moment: their boards, and whether
// the card is hidden there.
func (s Services) atEvents(r *web.Request, who people.Person, c card.Card, m *ownCardModel) error {
	all, err := s.Events.RegistrationsOf(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	now := db.FromTime(r.Now)
	for _, g := range all {
		if !g.Registration.State.Live() || g.Event.Over(now) || g.Event.State != event.Published {
			continue
		}
		if g.Registration.ArrivedAt != 0 {
			m.Boards = append(m.Boards, ui.LinkProps{
				Label: r.P.T("member.card.board_of", "event", g.Event.TitleIn(r.Lang)), Href: myPath(r, "events", g.Event.Slug, "board"), Icon: "people",
			})
		}
		if c.Hidden(g.Event.ID) && now >= g.Event.StartsAt {
			m.Hidden = g.Event.TitleIn(r.Lang)
		}
	}
	return nil
}

func (s Services) ownVCard(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		face, err := s.Cards.Preview(r.Context(), r.Org.ID, who.ID, true)
		if err != nil {
			return err
		}
		return sendVCard(w, r, who.DisplayName(r.Lang), s.Cards.OwnVCard(face, r.VCardVersion(), r.P))
	})
}

func sendVCard(w http.ResponseWriter, r *web.Request, name string, b []byte) error {
	w.Header().Set("Content-Disposition", web.Disposition("attachment", name+".vcf"))
	return web.Bytes(w, r, "text/vcard; charset=utf-8", b)
}

// cardFieldsModel is what one's card shows, field by field.
type cardFieldsModel struct {
	Fields []cardField
	Events []hideable
	Form   *web.Form
}

// cardField is a field that the card can show. Open tells that the profile
// lets those one met see it; without that the card shows nothing of it.
type cardField struct {
	Option ui.Option
	Open   bool
}

// hideable is an event to come for which the card can be hidden.
type hideable struct {
	ID, Title, When string
	Hidden          bool
}

func (s Services) askCardFields(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		return s.showCardFields(w, r, who, nil, http.StatusOK)
	})
}

func (s Services) showCardFields(w http.ResponseWriter, r *web.Request, who people.Person, f *web.Form, status int) error {
	c, err := s.Cards.Own(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	own, err := s.Profiles.Find(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm()
		for _, field := range c.Fields {
			f.Set("fields", append(f.Values("fields"), string(field))...)
		}
	}
	m := cardFieldsModel{Form: f}
	for _, field := range card.Choices {
		open := own.Audience(field).Sees(profile.Met)
		o := ui.Option{Value: string(field), Label: r.P.T("profile.field." + string(field))}
		if !open {
			o.Support = r.P.T("member.card.closed")
		}
		m.Fields = append(m.Fields, cardField{Option: o, Open: open})
	}
	if m.Events, err = s.hideables(r, who, c); err != nil {
		return err
	}
	return web.Render(w, r, status, cardFieldsPage(s.myChrome(r), r, m))
}

// hideables are the events at which one is expected.
func (s Services) hideables(r *web.Request, who people.Person, c card.Card) ([]hideable, error) {
	all, err := s.Events.RegistrationsOf(r.Context(), r.Org.ID, who.ID)
	var coming []hideable
	for _, g := range all {
		if g.Registration.State.Live() && g.Event.State == event.Published && !g.Event.Over(db.FromTime(r.Now)) {
			coming = append(coming, hideable{
				ID: g.Event.ID, Title: g.Event.TitleIn(r.Lang), When: r.P.Range(g.Event.StartsAt.Time(), g.Event.EndsAt.Time()), Hidden: c.Hidden(g.Event.ID),
			})
		}
	}
	return coming, err
}

func (s Services) saveCardFields(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		var fields []profile.Field
		for _, v := range f.Many("fields") {
			fields = append(fields, profile.Field(v))
		}
		_, err = s.Cards.SaveFields(r.Context(), r.Actor, r.Org.ID, who.ID, fields)
		if err == nil {
			r.Flash("member.card.saved")
			return web.Redirect(w, r, myPath(r, "card"))
		}
		if !f.Take(err) {
			return err
		}
		return s.showCardFields(w, r, who, f, http.StatusUnprocessableEntity)
	})
}

func (s Services) hideCard(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		hidden := f.Bool("hidden")
		if _, err := s.Cards.HideAt(r.Context(), r.Actor, r.Org.ID, who.ID, f.Text("event", 64), hidden); err != nil {
			return err
		}
		word := "member.card.shown"
		if hidden {
			word = "member.card.hidden"
		}
		r.Flash(word)
		return web.Redirect(w, r, myPath(r, "card", "edit"))
	})
}

func (s Services) askRotate(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(people.Person) error {
		return web.Render(w, r, http.StatusOK, rotatePage(s.myChrome(r), r))
	})
}

func (s Services) rotateCard(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		if _, err := s.Cards.Rotate(r.Context(), r.Actor, r.Org.ID, who.ID); err != nil {
			return err
		}
		r.Flash("member.card.rotated")
		return web.Redirect(w, r, myPath(r, "card"))
	})
}
