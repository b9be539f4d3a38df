package public

import (
	"net/http"
	"time"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/kit/apperr"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// A whole hall stands behind one address.
const exchangesAMinute = 200

// cardConsents are needed of who types name and address: to keep them at all,
// and to hand them to the owner of the card.
var cardConsents = []people.ConsentCode{people.ConsentRun, people.ConsentDirectory}

// cardRoutes are the pages around a business card that need no sign-in.
func (p *Pages) cardRoutes() []web.Route {
	const shown, copied = "/c/{token}", "/x/{token}"
	link := func(method, pattern string, h web.Handler) web.Route {
		action := account.CardView
		if method == http.MethodPost {
			action = account.CardExchange
		}
		return web.Route{Method: method, Pattern: pattern, Audience: web.Link, Action: action, Handle: h}
	}
	exchange := link(http.MethodPost, shown, p.exchange)
	exchange.Limit = web.Limit{Name: "exchange", Max: exchangesAMinute, Per: time.Minute, Here: true}
	return []web.Route{
		link(http.MethodGet, "/t/{token}/card", p.ticketCard),
		link(http.MethodGet, shown, p.card),
		exchange,
		link(http.MethodGet, copied, p.copied),
		link(http.MethodGet, copied+"/card.vcf", p.copiedVCard),
		link(http.MethodPost, copied+"/confirm", p.confirmExchange),
		link(http.MethodGet, copied+"/refuse", p.askRefuse),
		link(http.MethodPost, copied+"/refuse", p.refuseExchange),
		link(http.MethodGet, copied+"/undo", p.askUndo),
		link(http.MethodPost, copied+"/undo", p.undoExchange),
		link(http.MethodGet, copied+"/block", p.askBlock),
		link(http.MethodPost, copied+"/block", p.blockExchange),
		{Method: http.MethodGet, Pattern: "/card-worker.js", Audience: web.Anyone, Action: account.PublicView, Handle: worker},
	}
}

// cardModel is somebody's card before it was exchanged.
type cardModel struct {
	Face   card.Face
	Card   ui.NameCardProps
	Path   string
	Form   *web.Form
	Key    string
	Known  bool // pressing is all that is asked
	Typed  bool // an address is asked for; who is signed in has one
	Texts  []people.ConsentText
	Copy   string // where the exchange stands already
	Banner *ui.BannerProps
}

func (p *Pages) card(w http.ResponseWriter, r *web.Request) error {
	m, err := p.newCard(r, web.NewForm(), r.NewKey())
	if err != nil {
		return p.noCard(w, r, err)
	}
	return web.Render(w, r, http.StatusOK, cardPage(p.chrome(r), r, m))
}

// newCard opens the card of the link for whoever looks.
func (p *Pages) newCard(r *web.Request, f *web.Form, key string) (m cardModel, err error) {
	token := r.Path("token")
	m = cardModel{Path: "/c/" + token, Form: f, Key: key}
	owned, _, err := p.Cards.ByToken(r.Context(), token)
	if err != nil {
		return m, err
	}
	if err := p.inOrg(r, owned.OrgID); err != nil {
		return m, err
	}
	viewer, err := p.viewer(r)
	if err != nil {
		return m, err
	}
	if m.Face, err = p.Cards.Open(r.Context(), token, viewer.ID); err != nil {
		return m, err
	}
	m.Card = r.NameCard(p.Cards, m.Face)
	m.Known = viewer.ID != ""
	m.Typed = !m.Known && r.Actor.Email == ""
	for _, code := range cardConsents {
		if t, ok := people.ConsentTextOf(code); ok && !m.Known {
			m.Texts = append(m.Texts, t)
		}
	}
	if m.Face.Exchange != "" {
		m.Copy = r.OrgPath("me", "met", m.Face.Exchange)
	}
	return m, nil
}

// inOrg makes the organisation of a link the one of the request.
func (p *Pages) inOrg(r *web.Request, org string) (err error) {
	r.Org, err = p.Programmes.FindOrg(r.Context(), org)
	r.Actor = r.Session.ActorIn(org) // the path names no organisation
	return err
}

// viewer is the person behind the session in the organisation of the card;
// zero for a stranger.
func (p *Pages) viewer(r *web.Request) (people.Person, error) {
	if r.Actor.Email == "" {
		return people.Person{}, nil
	}
	person, err := p.People.FindByEmail(r.Context(), r.Org.ID, r.Actor.Email)
	if apperr.CategoryOf(err) == apperr.NotFound {
		return people.Person{}, nil
	}
	return person, err
}

func (p *Pages) exchange(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	key, err := f.Key()
	if err != nil {
		return err
	}
	m, err := p.newCard(r, f, key)
	if err != nil {
		return p.noCard(w, r, err)
	}
	if f.Value(trap) != "" { // a program: no word about whether it worked
		return web.Redirect(w, r, m.Path)
	}
	req := p.exchangeRequest(r, m)
	if f.OK() {
		made, err := p.Cards.Exchange(r.Context(), req)
		if err == nil {
			return web.Redirect(w, r, "/x/"+made.Token+"?new=1")
		}
		if !f.Take(err) {
			return p.noCard(w, r, err)
		}
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, cardPage(p.chrome(r), r, m))
}

// exchangeRequest reads the form: nothing of who is known, name and address of
// a stranger. The name may be typed in one go; without a space it is one name.
func (p *Pages) exchangeRequest(r *web.Request, m cardModel) card.ExchangeRequest {
	f := m.Form
	req := card.ExchangeRequest{
		Org: r.Org.ID, CardToken: r.Path("token"), Key: f.Value("key"), By: r.Actor, Lang: r.Lang, EventID: f.Text("event", 64),
	}
	if m.Known {
		who, err := p.viewer(r)
		if err == nil {
			req.PersonID = who.ID
		}
		return req
	}
	f.Label("name", r.P.T("public.card.name")).Label("email", r.P.T("public.card.email"))
	req.Family, req.Given = splitName(f.Required("name", 100))
	if m.Typed {
		req.Email = f.RequiredEmail("email")
	}
	for _, code := range cardConsents {
		name := "consent_" + string(code)
		if !f.Bool(name) {
			f.Add(name, "public.card.needed."+string(code))
			continue
		}
		req.Consents = append(req.Consents, code)
	}
	return req
}
