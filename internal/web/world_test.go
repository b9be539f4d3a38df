package web_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/seal"
	"koryu/internal/programme"
	"koryu/internal/web"
)

// world is a site with two organisations, one event in each, and a browser for
// every role of the first.
type world struct {
	t        testing.TB
	kit      *web.Kit
	site     http.Handler
	log      bytes.Buffer
	accounts *account.Service
	orgs     map[string]programme.Org // by slug: aomori, akita
	sessions map[account.Role]string  // tokens of aomori's people
	owners   map[string]account.Actor // by slug
	clock    *clock.Manual
}

const base = "http://127.0.0.1:8080"

// events of the world: slug → identifier, by organisation's slug.
var events = map[string]map[string]string{
	"aomori": {"hachinohe": "ev-hachinohe", "ueno": "ev-ueno"},
	"akita":  {"odate": "ev-odate"},
}

func newWorld(t testing.TB, d *db.DB, routes ...web.Route) *world {
	t.Helper()
	keys, err := seal.NewKeys(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		t: t, orgs: map[string]programme.Org{}, sessions: map[account.Role]string{}, owners: map[string]account.Actor{},
		accounts: &account.Service{DB: d, Keys: keys, Base: base, Demo: true},
	}
	w.clock, _ = d.Clock().(*clock.Manual)
	w.kit = &web.Kit{
		DB: d, Accounts: w.accounts, Programmes: &programme.Service{DB: d}, Keys: keys, Base: base,
		Log: slog.New(slog.NewTextHandler(&w.log, nil)), FindEvent: w.findEvent,
	}
	for _, slug := range []string{"aomori", "akita"} {
		w.found(slug)
	}
	if w.site, err = w.kit.Handler(routes); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) findEvent(_ context.Context, org, slug string) (string, error) {
	for name, o := range w.orgs {
		if id := events[name][slug]; o.ID == org && id != "" {
			return id, nil
		}
	}
	return "", apperr.New(apperr.NotFound, "web.problem.not_found")
}

func (w *world) found(slug string) {
	w.t.Helper()
	err := w.kit.DB.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		org, err := programme.CreateOrg(ctx, tx, programme.Org{Slug: slug, Name: slug, Accent: "#1f4e79"})
		if err != nil {
			return err
		}
		in, err := w.accounts.FoundOwner(ctx, tx, account.Founder{Org: org.ID, Email: "owner@" + slug + ".example", Name: "見本"})
		w.orgs[slug], w.owners[slug] = org, in.Session.ActorIn(org.ID)
		if slug == "aomori" {
			w.sessions[account.Owner] = in.Token
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// session signs somebody with the role in aomori in.
func (w *world) session(role account.Role) string {
	w.t.Helper()
	if role == account.Anonymous {
		return ""
	}
	if w.sessions[role] == "" {
		if role == account.Door {
			w.sessions[role] = w.door("ev-hachinohe")
		} else {
			w.sessions[role] = w.person(role)
		}
	}
	return w.sessions[role]
}

func (w *world) person(role account.Role) string {
	w.t.Helper()
	email := string(role) + "@aomori.example"
	var link string
	err := w.kit.DB.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		if role.IsMember() {
			inv := account.Invitation{Org: w.orgs["aomori"].ID, Email: email, Role: role}
			if _, err := w.accounts.AddMember(ctx, tx, w.owners["aomori"], inv); err != nil {
				return err
			}
		}
		var err error
		link, err = w.accounts.SignInLink(ctx, tx, email, string(role))
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	in, err := w.accounts.OpenSignInLink(w.t.Context(), link, "", "")
	if err != nil {
		w.t.Fatal(err)
	}
	return in.Token
}

// door enrols a device for an event of aomori.
func (w *world) door(event string) string {
	w.t.Helper()
	ends := db.FromTime(w.clock.Now()).Add(account.DoorLinkEnds)
	link, err := w.accounts.CreateDoorLink(w.t.Context(), w.owners["aomori"],
		account.NewDoorLink{Org: w.orgs["aomori"].ID, Event: event, Label: "受付", Ends: ends})
	if err != nil {
		w.t.Fatal(err)
	}
	in, err := w.accounts.OpenDoorLink(w.t.Context(), account.OpenDoor{Token: link.Token, Device: "受付1"})
	if err != nil {
		w.t.Fatal(err)
	}
	return in.Token
}

// change is something about a request that is not as usual.
type change func(*http.Request)

func as(token string) change {
	return func(r *http.Request) {
		if token != "" {
			r.AddCookie(&http.Cookie{Name: "koryu", Value: token})
		}
	}
}

func header(name, value string) change { return func(r *http.Request) { r.Header.Set(name, value) } }

func without(name string) change { return func(r *http.Request) { r.Header.Del(name) } }

// get asks like a browser that follows a link.
func (w *world) get(path string, changes ...change) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.do(httptest.NewRequest(http.MethodGet, base+path, nil), changes...)
}

// post sends a form like a browser from a page of ours.
func (w *world) post(path string, form url.Values, changes ...change) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodPost, base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return w.do(r, changes...)
}

func (w *world) do(r *http.Request, changes ...change) *httptest.ResponseRecorder {
	w.t.Helper()
	for _, c := range changes {
		c(r)
	}
	rec := httptest.NewRecorder()
	w.site.ServeHTTP(rec, r)
	if rec.Code == http.StatusInternalServerError {
		w.t.Logf("the log says: %.900s", w.log.String())
	}
	return rec
}

// ok is a page that says who sees it.
func ok(rw http.ResponseWriter, r *web.Request) error {
	return web.Bytes(rw, r, "text/plain; charset=utf-8",
		[]byte(fmt.Sprintf("%s sees %s of %s", r.Actor.Kind, r.EventID, r.Org.Slug)))
}

func route(method, pattern string, audience web.Audience, action account.Action, h web.Handler) web.Route {
	return web.Route{Method: method, Pattern: pattern, Audience: audience, Action: action, Handle: h}
}

// onSQLite is for what does not depend on the engine.
func onSQLite(t testing.TB, routes ...web.Route) *world {
	t.Helper()
	return newWorld(t, dbtest.Open(t, db.SQLite), routes...)
}
