package web_test

import (
	"net/http"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/web"
)

// guarded is one page for each audience.
var guarded = []web.Route{
	route("GET", "/open", web.Anyone, account.PublicView, ok),
	route("GET", "/o/{org}/events", web.Anyone, account.PublicView, ok),
	route("GET", "/t/{token}", web.Link, account.TicketView, ok),
	route("GET", "/me", web.SignedIn, account.OwnView, ok),
	route("GET", "/o/{org}/staff", web.Staff, account.DashboardView, ok),
	route("POST", "/o/{org}/staff/events", web.Staff, account.EventEdit, ok),
	route("GET", "/o/{org}/staff/members", web.Staff, account.MemberManage, ok),
	route("GET", "/o/{org}/figures", web.Officer, account.FiguresView, ok),
	route("GET", "/o/{org}/door/{event}", web.Door, account.CheckinView, ok),
	route("GET", "/setup", web.Setup, account.SetUp, ok),
}

// The letters of a verdict: let in, sent to sign in, forbidden, not found, told
// that the door is over.
func verdict(code int) string {
	switch code {
	case http.StatusOK:
		return "in"
	case http.StatusSeeOther:
		return "sign-in"
	case http.StatusForbidden:
		return "403"
	case http.StatusNotFound:
		return "404"
	case http.StatusUnauthorized:
		return "401"
	}
	return http.StatusText(code)
}

// TestSec02Matrix walks audiences and roles in the own organisation and in
// another one.
func TestSec02Matrix(t *testing.T) {
	roles := []account.Role{account.Anonymous, account.Participant, account.Host, account.Door, account.Officer,
		account.Accountant, account.Organiser, account.Owner}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, guarded...)
		for _, row := range []struct{ method, path, want string }{
			{"GET", "/open", "in in in in in in in in"},
			{"GET", "/o/aomori/events", "in in in in in in in in"},
			{"GET", "/o/akita/events", "in in in in in in in in"},
			{"GET", "/o/nowhere/events", "404 404 404 404 404 404 404 404"},
			{"GET", "/t/abc", "in in in in in in in in"},
			{"GET", "/me", "sign-in in in sign-in in in in in"},
			{"GET", "/o/aomori/staff", "sign-in 404 403 403 403 in in in"},
			{"GET", "/o/akita/staff", "sign-in 404 404 404 404 404 404 404"},
			{"GET", "/o/nowhere/staff", "sign-in 404 404 404 404 404 404 404"},
			{"POST", "/o/aomori/staff/events", "sign-in 404 403 403 403 403 in in"},
			{"POST", "/o/akita/staff/events", "sign-in 404 404 404 404 404 404 404"},
			{"GET", "/o/aomori/staff/members", "sign-in 404 403 403 403 403 403 in"},
			{"GET", "/o/aomori/figures", "sign-in 404 403 403 in in in in"},
			{"GET", "/o/akita/figures", "sign-in 404 404 404 404 404 404 404"},
			{"GET", "/o/aomori/door/hachinohe", "401 404 403 in 403 403 in in"},
			{"GET", "/o/aomori/door/ueno", "401 404 403 404 403 403 in in"},
			{"GET", "/o/aomori/door/nowhere", "401 404 404 404 404 404 404 404"},
			{"GET", "/o/akita/door/odate", "401 404 404 404 404 404 404 404"},
			{"GET", "/setup", "404 404 404 404 404 404 404 404"},
		} {
			for i, want := range strings.Fields(row.want) {
				role := roles[i]
				rec := w.get(row.path, as(w.session(role)), func(r *http.Request) { r.Method = row.method },
					header("Sec-Fetch-Site", "same-origin"))
				if got := verdict(rec.Code); got != want {
					t.Errorf("%s %s as %q: %s, want %s", row.method, row.path, role, got, want)
				}
			}
		}
	})
}

// TestSec03OtherOrganisation: what is elsewhere answers byte for byte like what
// is nowhere.
func TestSec03OtherOrganisation(t *testing.T) {
	w := onSQLite(t, guarded...)
	owner := as(w.session(account.Owner))
	elsewhere := w.get("/o/akita/staff", owner)
	nowhere := w.get("/o/nowhr/staff", owner)
	if elsewhere.Code != http.StatusNotFound || nowhere.Code != http.StatusNotFound {
		t.Fatalf("%d and %d", elsewhere.Code, nowhere.Code)
	}
	a := strings.ReplaceAll(elsewhere.Body.String(), "akita", "*")
	b := strings.ReplaceAll(nowhere.Body.String(), "nowhr", "*")
	if a != b {
		t.Errorf("the pages differ:\n%s\n%s", a, b)
	}
	for name := range elsewhere.Header() {
		if e, n := elsewhere.Header()[name], nowhere.Header()[name]; strings.Join(e, "|") != strings.Join(n, "|") {
			t.Errorf("header %s differs: %q %q", name, e, n)
		}
	}
}

func TestSec09RemovalActsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, guarded...)
		token := w.session(account.Organiser)
		if rec := w.get("/o/aomori/staff", as(token)); rec.Code != http.StatusOK {
			t.Fatalf("the organiser is refused: %d", rec.Code)
		}
		s, err := w.accounts.FindSession(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		org := w.orgs["aomori"].ID
		if err := w.accounts.RemoveMember(t.Context(), w.owners["aomori"], org, s.IdentityID); err != nil {
			t.Fatal(err)
		}
		if rec := w.get("/o/aomori/staff", as(token)); rec.Code != http.StatusNotFound {
			t.Errorf("after the removal: %d", rec.Code)
		}
	})
}

func TestTheAPIWantsAToken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, route("GET", "/api/v1/events", web.API, account.EventsRead, ok),
			route("POST", "/api/v1/registrations", web.API, account.RegistrationsWrite, ok))
		secret, _, err := w.accounts.CreateAPIToken(t.Context(), w.owners["aomori"],
			account.NewAPIToken{Org: w.orgs["aomori"].ID, Name: "見本", Scopes: []account.Action{account.EventsRead}})
		if err != nil {
			t.Fatal(err)
		}
		bearer := header("Authorization", "Bearer "+secret)
		for name, c := range map[string]struct {
			method, path string
			change       change
			want         int
		}{
			"a token reads what it may":       {"GET", "/api/v1/events", bearer, 200},
			"a token does not write":          {"POST", "/api/v1/registrations", bearer, 403},
			"an owner's cookie is no token":   {"GET", "/api/v1/events", as(w.session(account.Owner)), 401},
			"an unknown token is refused":     {"GET", "/api/v1/events", header("Authorization", "Bearer koryu_nothing"), 401},
			"no token at all is refused":      {"GET", "/api/v1/events", header("Accept", "*/*"), 401},
			"an unknown address is a problem": {"GET", "/api/v1/nowhere", bearer, 404},
		} {
			t.Run(name, func(t *testing.T) {
				rec := w.get(c.path, func(r *http.Request) { r.Method = c.method }, c.change)
				if rec.Code != c.want {
					t.Errorf("%d, want %d", rec.Code, c.want)
				}
				if c.want >= 400 && rec.Header().Get("Content-Type") != "application/problem+json" {
					t.Errorf("the refusal is %s", rec.Header().Get("Content-Type"))
				}
			})
		}
		if body := w.get("/api/v1/events", bearer).Body.String(); !strings.Contains(body, "of aomori") {
			t.Errorf("the token acts in %q", body)
		}
	})
}

func TestSigningInKeepsTheWay(t *testing.T) {
	w := onSQLite(t, guarded...)
	for name, c := range map[string]struct {
		do   func() http.Header
		want string
	}{
		"a page is come back to": {func() http.Header { return w.get("/o/aomori/staff?f=1").Header() },
			"/sign-in?next=%2Fo%2Faomori%2Fstaff%3Ff%3D1"},
		"a form leads back to its page": {func() http.Header {
			return w.post("/o/aomori/staff/events", nil, header("Referer", base+"/o/aomori/staff/events/new")).Header()
		}, "/sign-in?next=%2Fo%2Faomori%2Fstaff%2Fevents%2Fnew"},
		"another site's page is not": {func() http.Header {
			return w.post("/o/aomori/staff/events", nil, header("Referer", "https://evil.example/x")).Header()
		}, "/sign-in?next=%2F"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.do().Get("Location"); got != c.want {
				t.Errorf("sent to %s, want %s", got, c.want)
			}
		})
	}
}
