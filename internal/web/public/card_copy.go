package public

import (
	"net/http"

	"koryu/assets"
	"koryu/internal/card"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/text"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// copyModel is what somebody holds after an exchange, behind their own link.
type copyModel struct {
	Copy   card.Copy
	Card   ui.NameCardProps // the other's, with when and where one met
	Path   string
	Fresh  bool // straight from the exchange
	Member bool // signed in as the one who reads
}

func (p *Pages) copied(w http.ResponseWriter, r *web.Request) error {
	m, err := p.newCopy(r)
	if err != nil {
		return p.noCard(w, r, err)
	}
	return web.Render(w, r, http.StatusOK, copyPage(p.chrome(r), r, m))
}

func (p *Pages) newCopy(r *web.Request) (m copyModel, err error) {
	m = copyModel{Path: "/x/" + r.Path("token"), Fresh: r.Query("new") == "1"}
	if m.Copy, err = p.Cards.Copy(r.Context(), r.Path("token")); err != nil {
		return m, err
	}
	if err := p.inOrg(r, m.Copy.OrgID); err != nil {
		return m, err
	}
	m.Card = r.NameCard(p.Cards, m.Copy.Face)
	m.Card.Note = r.MetWords(m.Copy)
	who, err := p.viewer(r)
	m.Member = who.ID != "" && who.ID == m.Copy.Reader
	return m, err
}

func (p *Pages) copiedVCard(w http.ResponseWriter, r *web.Request) error {
	m, err := p.newCopy(r)
	if err != nil {
		return p.noCard(w, r, err)
	}
	w.Header().Set("Content-Disposition", web.Disposition("attachment", m.Copy.Name(r.Lang)+".vcf"))
	return web.Bytes(w, r, "text/vcard; charset=utf-8", p.Cards.VCard([]card.Copy{m.Copy}, r.VCardVersion(), r.P))
}

// confirmExchange proves the typed address. It is a POST: mail programs follow
// links by themselves.
func (p *Pages) confirmExchange(w http.ResponseWriter, r *web.Request) error {
	m, err := p.newCopy(r)
	if err != nil {
		return p.noCard(w, r, err)
	}
	if _, err := p.Cards.Confirm(r.Context(), r.Actor, r.Path("token")); err != nil {
		return p.noCard(w, r, err)
	}
	r.Flash("public.copy.confirmed")
	return web.Redirect(w, r, m.Path)
}

// ask asks before an exchange is ended from behind its link.
func (p *Pages) ask(w http.ResponseWriter, r *web.Request, kind string) error {
	m, err := p.newCopy(r)
	if err != nil {
		return p.noCard(w, r, err)
	}
	if kind == "undo" && !m.Copy.Undoable || kind == "refuse" && !m.Copy.ToConfirm {
		return web.Redirect(w, r, m.Path) // it says how things stand
	}
	return web.Render(w, r, http.StatusOK, copyAskPage(p.chrome(r), r, m, kind))
}

func (p *Pages) askUndo(w http.ResponseWriter, r *web.Request) error   { return p.ask(w, r, "undo") }
func (p *Pages) askBlock(w http.ResponseWriter, r *web.Request) error  { return p.ask(w, r, "block") }
func (p *Pages) askRefuse(w http.ResponseWriter, r *web.Request) error { return p.ask(w, r, "refuse") }

func (p *Pages) undoExchange(w http.ResponseWriter, r *web.Request) error {
	return p.end(w, r, "undo", func() error { return p.Cards.UndoByToken(r.Context(), r.Actor, r.Path("token")) })
}

func (p *Pages) blockExchange(w http.ResponseWriter, r *web.Request) error {
	return p.end(w, r, "block", func() error { return p.Cards.BlockByToken(r.Context(), r.Actor, r.Path("token")) })
}

func (p *Pages) refuseExchange(w http.ResponseWriter, r *web.Request) error {
	return p.end(w, r, "refuse", func() error { return p.Cards.Refuse(r.Context(), r.Actor, r.Path("token")) })
}

// end takes the copy away; afterwards there is nothing behind the link, so the
// answer itself says what was done.
func (p *Pages) end(w http.ResponseWriter, r *web.Request, kind string, do func() error) error {
	if _, err := p.newCopy(r); err != nil {
		return p.noCard(w, r, err)
	}
	if err := do(); err != nil {
		return p.noCard(w, r, err)
	}
	return web.Render(w, r, http.StatusOK, copyEndedPage(p.chrome(r), r, kind))
}

// Refusals that have a page of their own, with its status. What else is refused
// gets the page that every refusal gets.
var cardProblems = map[string]int{
	"forged": http.StatusNotFound, "foreign": http.StatusNotFound, "hidden": http.StatusNotFound, "unavailable": http.StatusNotFound,
	"rotated": http.StatusGone, "gone": http.StatusGone, "link": http.StatusNotFound,
	"own": http.StatusConflict, "undo_late": http.StatusConflict, "undo_instead": http.StatusConflict, "crowded": http.StatusTooManyRequests,
}

// noCard says why there is no card here, shows nothing of anybody, and leads on.
func (p *Pages) noCard(w http.ResponseWriter, r *web.Request, err error) error {
	refusal, ok := apperr.As(err)
	if !ok {
		return err
	}
	for kind, status := range cardProblems {
		if refusal.Key == "card.error."+kind {
			return web.Render(w, r, status, noCardPage(p.chrome(r), r, kind))
		}
	}
	return err
}

// splitName reads a name typed in one field: family and given name where a
// space stands between them. A name in Latin letters stays as it was typed,
// since its order cannot be known.
func splitName(name string) (family, given string) {
	if text.IsLatinName(name) {
		return name, ""
	}
	for i, c := range name {
		if c == ' ' || c == '\u3000' {
			return name[:i], text.Clean(name[i:])
		}
	}
	return name, ""
}

// ticketCard is the own card of who holds a ticket; no sign-in, one tap.
func (p *Pages) ticketCard(w http.ResponseWriter, r *web.Request) error {
	of, err := p.own(r)
	if err != nil {
		return err
	}
	face, err := p.Cards.Preview(r.Context(), r.Org.ID, of.Person.ID, true)
	if err != nil {
		return err
	}
	ticket := "/t/" + r.Path("token")
	m := ownCardModel{
		Card: r.OwnCard(p.Cards, face, ticket+"/card"), Kept: web.KeptCard(ticket+"/card", ticket+"/card"), Ticket: ticket, Event: of.Event.TitleIn(r.Lang),
	}
	return web.Render(w, r, http.StatusOK, ownCardPage(p.chrome(r), r, m))
}

// ownCardModel is the own card behind a ticket.
type ownCardModel struct {
	Card          ui.NameCardProps
	Kept          ui.KeptProps
	Ticket, Event string
}

// worker is the script that keeps one's own card. Its address is the same for
// every build, as browsers ask.
func worker(w http.ResponseWriter, r *web.Request) error {
	again := r.Clone(r.Context())
	again.URL.Path = assets.URL("worker.js")
	assets.Handler().ServeHTTP(sameAddress{w}, again)
	return nil
}

// sameAddress keeps what is behind an address without a hash from being kept
// for ever.
type sameAddress struct{ http.ResponseWriter }

func (s sameAddress) WriteHeader(status int) {
	s.Header().Set("Cache-Control", "no-cache")
	s.ResponseWriter.WriteHeader(status)
}
