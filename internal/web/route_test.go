package web_test

import (
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/seal"
	"koryu/internal/programme"
	"koryu/internal/web"
)

// TestSec01RouteTable: a site with a hole in its table does not start.
func TestSec01RouteTable(t *testing.T) {
	good := route("GET", "/o/{org}/staff", web.Staff, account.DashboardView, ok)
	for name, c := range map[string]struct {
		routes []web.Route
		want   string // part of the reason; "" starts
	}{
		"a full declaration starts":          {[]web.Route{good}, ""},
		"no audience":                        {[]web.Route{{Method: "GET", Pattern: "/x", Action: account.PublicView, Handle: ok}}, "no audience"},
		"no action":                          {[]web.Route{{Method: "GET", Pattern: "/x", Audience: web.Anyone, Handle: ok}}, "no action"},
		"no handler":                         {[]web.Route{route("GET", "/x", web.Anyone, account.PublicView, nil)}, "no handler"},
		"no method":                          {[]web.Route{route("", "/x", web.Anyone, account.PublicView, ok)}, "unknown method"},
		"a method that browsers cannot send": {[]web.Route{route("BREW", "/x", web.Anyone, account.PublicView, ok)}, "unknown method"},
		"no path":                            {[]web.Route{route("GET", "x", web.Anyone, account.PublicView, ok)}, "must be a path"},
		"a role without an organisation":     {[]web.Route{route("GET", "/x", web.Staff, account.EventView, ok)}, "{org}"},
		"a door without an event":            {[]web.Route{route("GET", "/o/{org}/door", web.Door, account.CheckinView, ok)}, "{event}"},
		"the same route twice":               {[]web.Route{good, good}, "twice"},
		"two patterns for the same address": {[]web.Route{
			route("GET", "/o/{org}/x", web.Anyone, account.PublicView, ok),
			route("GET", "/o/x/{event}", web.Anyone, account.PublicView, ok)}, "conflicts"},
	} {
		t.Run(name, func(t *testing.T) {
			kit := &web.Kit{Base: base}
			_, err := kit.Handler(c.routes)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("does not start: %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v, want a reason with %q", err, c.want)
			}
		})
	}
}

func TestBaseURL(t *testing.T) {
	for name, c := range map[string]struct {
		base string
		ok   bool
	}{
		"https":                        {"https://koryu.example.jp", true},
		"https with a final slash":     {"https://koryu.example.jp/", true},
		"http on loopback":             {"http://127.0.0.1:8080", true},
		"http on loopback, version 6":  {"http://[::1]:8080", true},
		"http on localhost":            {"http://localhost:8080", true},
		"http elsewhere leaks cookies": {"http://koryu.example.jp", false},
		"a path":                       {"https://koryu.example.jp/app", false},
		"nothing":                      {"", false},
		"another scheme":               {"ftp://127.0.0.1", false},
		"a password in it":             {"https://a:b@koryu.example.jp", false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := (&web.Kit{Base: c.base}).Handler()
			if (err == nil) != c.ok {
				t.Errorf("%q: %v", c.base, err)
			}
		})
	}
}

func TestScopesAreDerived(t *testing.T) {
	kit := &web.Kit{Base: base}
	if _, err := kit.Handler([]web.Route{
		route("GET", "/o/{org}/events/{event}", web.Anyone, account.PublicView, ok),
		route("GET", "/t/{token}", web.Link, account.TicketView, ok),
		route("GET", "/me", web.SignedIn, account.OwnView, ok),
		route("GET", "/o/{org}/staff", web.Staff, account.DashboardView, ok),
		route("GET", "/api/v1/events", web.API, account.EventsRead, ok),
	}); err != nil {
		t.Fatal(err)
	}
	want := map[string]web.Scope{
		"GET /o/{org}/events/{event}": web.ScopeEvent, "GET /t/{token}": web.ScopeLink, "GET /me": web.ScopeOwn,
		"GET /o/{org}/staff": web.ScopeOrg, "GET /api/v1/events": web.ScopeOrg, "GET /robots.txt": web.ScopeSite,
	}
	for _, r := range kit.Routes() {
		if s, ok := want[r.String()]; ok && r.Scope != s {
			t.Errorf("%s reaches %q, want %q", r, r.Scope, s)
		}
		delete(want, r.String())
	}
	for missing := range want {
		t.Errorf("%s is not in the table", missing)
	}
}

// TestSetUpClosesBehindTheFirst: nobody adds an organisation that way later.
func TestSetUpClosesBehindTheFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		keys, err := seal.NewKeys(make([]byte, 32))
		if err != nil {
			t.Fatal(err)
		}
		kit := &web.Kit{
			DB: d, Keys: keys, Base: base, Programmes: &programme.Service{DB: d}, Log: quiet(),
			Accounts: &account.Service{DB: d, Keys: keys},
		}
		site, err := kit.Handler([]web.Route{route("GET", "/setup", web.Setup, account.SetUp, ok)})
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, kit: kit, site: site}
		if rec := w.get("/setup"); rec.Code != 200 {
			t.Errorf("before: %d", rec.Code)
		}
		if _, err := kit.Programmes.CreateOrg(t.Context(), programme.Org{Slug: "aomori", Name: "見本"}); err != nil {
			t.Fatal(err)
		}
		if rec := w.get("/setup"); rec.Code != 404 {
			t.Errorf("after: %d", rec.Code)
		}
	})
}
