package member_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/member"
)

const base = "http://127.0.0.1:8080"

// world is a site of these pages, its mail and its worker.
type world struct {
	t *testing.T
	member.Services
	site   http.Handler
	mail   *mail.Memory
	worker *jobs.Worker
	clock  *clock.Manual
	known  *browser // signed in; see visitor
	asking *browser // waits for a code
}

func inWorlds(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, newWorld(t, d, "")) })
}

func newWorld(t *testing.T, d *db.DB, setupKey string) *world {
	t.Helper()
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, mail: &mail.Memory{}}
	w.clock, _ = d.Clock().(*clock.Manual)
	w.Services = member.Services{
		DB: d, Programmes: &programme.Service{DB: d}, People: &people.Service{DB: d}, SetupKey: setupKey,
		Accounts: &account.Service{DB: d, Keys: keys, Mail: w.mail, Base: base, Demo: true},
		Events:   event.New(event.Config{DB: d, Keys: keys, Mail: w.mail, Base: base}),
		Profiles: &profile.Service{DB: d, Keys: keys},
	}
	t.Cleanup(w.Events.Close)
	w.Cards = card.New(card.Config{DB: d, Keys: keys, Mail: w.mail, Base: base, Events: w.Events, Profiles: w.Profiles})
	t.Cleanup(w.Cards.Close)
	w.worker = jobs.NewWorker(d, w.Accounts.Handlers(), jobs.Options{})
	kit := &web.Kit{DB: d, Accounts: w.Accounts, Programmes: w.Programmes, Keys: keys, Base: base, Log: slog.New(slog.DiscardHandler)}
	if w.site, err = kit.Handler(member.Routes(w.Services)); err != nil {
		t.Fatal(err)
	}
	return w
}

// org makes an organisation with an owner.
func (w *world) org(slug, ownersEmail string) programme.Org {
	w.t.Helper()
	b := w.browser()
	page := b.post("/setup", url.Values{"name": {"見本の会 " + slug}, "slug": {slug}, "owner_name": {"見本 花乃例"}, "email": {ownersEmail}})
	if page.Code == http.StatusSeeOther {
		org, err := w.Programmes.FindOrgBySlug(w.t.Context(), slug)
		w.must(err)
		return org
	}
	org, err := w.Programmes.CreateOrg(w.t.Context(), programme.Org{Slug: slug, Name: "見本の会 " + slug})
	w.must(err)
	return org
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// browser keeps cookies and sends forms as a browser does.
type browser struct {
	w    *world
	jar  map[string]*http.Cookie
	lang string
}

func (w *world) browser() *browser { return &browser{w: w, jar: map[string]*http.Cookie{}} }

// signedIn is a browser of somebody who typed the code of the mail.
func (w *world) signedIn(email string) *browser {
	w.t.Helper()
	b := w.browser()
	b.post("/sign-in", url.Values{"email": {email}})
	page := b.post("/sign-in/code", url.Values{"code": {w.code(email)}})
	if page.Code != http.StatusSeeOther || b.jar["koryu"] == nil {
		w.t.Fatalf("%s is not signed in: %d", email, page.Code)
	}
	return b
}

var sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)

// code is the one in the newest mail to the address.
func (w *world) code(email string) string {
	w.t.Helper()
	if _, err := w.worker.RunDue(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	for i := len(w.mail.Sent()) - 1; i >= 0; i-- {
		if m := w.mail.Sent()[i]; m.To == email {
			return sixDigits.FindString(m.Subject + m.Text)
		}
	}
	return ""
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	return b.do(httptest.NewRequest(http.MethodGet, base+path, nil))
}

func (b *browser) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	for _, c := range b.jar {
		r.AddCookie(c)
	}
	r.Header.Set("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Safari/604.1 Line/14.0")
	if b.lang != "" {
		r.Header.Set("Accept-Language", b.lang)
	}
	rec := httptest.NewRecorder()
	b.w.site.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.jar, c.Name)
			continue
		}
		b.jar[c.Name] = c
	}
	return rec
}

// shows fails when the page lacks one of the texts.
func shows(t *testing.T, page *httptest.ResponseRecorder, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if !strings.Contains(page.Body.String(), s) {
			t.Errorf("the page (%d) lacks %q", page.Code, s)
		}
	}
}

// lacks fails when the page has one of the texts.
func lacks(t *testing.T, page *httptest.ResponseRecorder, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if strings.Contains(page.Body.String(), s) {
			t.Errorf("the page (%d) shows %q", page.Code, s)
		}
	}
}

func leadsTo(t *testing.T, page *httptest.ResponseRecorder, path string) {
	t.Helper()
	if page.Code != http.StatusSeeOther || page.Header().Get("Location") != path {
		t.Errorf("%d to %q, want to be led to %s", page.Code, page.Header().Get("Location"), path)
	}
}
