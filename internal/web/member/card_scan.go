package member

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"koryu/assets"
	"koryu/internal/card"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// errOtherPerson keeps what one person scanned from being sent by another who
// signed in on the same phone.
var errOtherPerson = apperr.New(apperr.Conflict, "member.scan.other_person")

// scanModel is the page that reads cards.
type scanModel struct {
	Owner string // the card of who reads, for what waits in the browser
	Wasm  string
	Kept  ui.KeptProps
	Form  *web.Form
}

func (s Services) scan(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		return s.showScan(w, r, who, web.NewForm(), http.StatusOK)
	})
}

func (s Services) showScan(w http.ResponseWriter, r *web.Request, who people.Person, f *web.Form, status int) error {
	c, err := s.Cards.Own(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	wasm := assets.URL("zxing_reader.wasm")
	kept := web.KeptCard(myPath(r, "card"), myPath(r)+"/")
	kept.Files = []string{wasm}
	kept.Pages = append(kept.Pages, myPath(r, "scan"))
	return web.Render(w, r, status, scanPage(s.myChrome(r), r, scanModel{Owner: c.ID, Wasm: wasm, Kept: kept, Form: f}))
}

// scanned takes what a code said: from the queue of the browser, which wants
// the exchange and an answer in JSON, or typed by hand, which leads to the card.
func (s Services) scanned(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		if f.Has("owner") {
			return s.queued(w, r, who, f)
		}
		f.Label("code", r.P.T("member.scan.code"))
		typed := f.Required("code", 2000)
		if f.OK() {
			if token := tokenIn(typed); token != "" {
				return web.Redirect(w, r, "/c/"+url.PathEscape(token))
			}
			f.Add("code", "member.scan.no_card")
		}
		return s.showScan(w, r, who, f, http.StatusUnprocessableEntity)
	})
}

// queuedAnswer tells the browser what became of a scan.
type queuedAnswer struct {
	Href string `json:"href"`
	Name string `json:"name"`
}

// queued exchanges what was scanned without a signal. The browser says how long
// ago that was: its clock may be wrong, its stopwatch is not.
func (s Services) queued(w http.ResponseWriter, r *web.Request, who people.Person, f *web.Form) error {
	key, err := f.Key()
	if err != nil {
		return err
	}
	own, err := s.Cards.Own(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	if f.Value("owner") != own.ID {
		return errOtherPerson
	}
	req := card.ExchangeRequest{
		Org: r.Org.ID, Key: key, By: r.Actor, PersonID: who.ID, Lang: r.Lang, Offline: true,
		At: db.FromTime(r.Now.Add(-age(f))), EventID: f.Text("event", 64),
	}
	if code := f.Text("code", 2000); isVCard(code) {
		req.Shown = f.Value("code")
	} else {
		req.CardToken = tokenIn(code)
	}
	made, err := s.Cards.Exchange(r.Context(), req)
	if err != nil {
		return err
	}
	copied, err := s.Cards.CopyOf(r.Context(), r.Org.ID, who.ID, made.ID)
	if err != nil {
		return err
	}
	return web.JSON(w, r, http.StatusOK, queuedAnswer{Href: myPath(r, "met", made.ID), Name: copied.Name(r.Lang)})
}

// age is how long ago something was scanned, as the stopwatch of the browser
// says; nothing sensible means just now.
func age(f *web.Form) time.Duration {
	ms := f.Int("ago", 0, int(card.OldestOffline/time.Millisecond))
	if ms == nil {
		return 0
	}
	return time.Duration(*ms) * time.Millisecond
}

func isVCard(code string) bool {
	return strings.HasPrefix(strings.ToUpper(code), "BEGIN:VCARD")
}

// tokenIn finds the token of a card in its address, in a vCard that holds the
// address, or in itself; "" when there is none.
func tokenIn(code string) string {
	if isVCard(code) {
		_, rest, _ := strings.Cut(strings.NewReplacer("\r\n ", "", "\n ", "").Replace(code), "/c/")
		token, _, _ := strings.Cut(rest, "\n")
		return strings.TrimSpace(token)
	}
	code = strings.TrimSpace(code)
	if _, rest, ok := strings.Cut(code, "/c/"); ok {
		code = rest
	}
	token, _, _ := strings.Cut(code, "?")
	if strings.ContainsAny(token, "/ :\n") {
		return ""
	}
	return token
}
