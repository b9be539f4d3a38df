package web_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/web"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

var shown = []web.Route{
	route("GET", "/open", web.Anyone, account.PublicView, ok),
	route("POST", "/open", web.Anyone, account.PublicView, ok),
	route("GET", "/t/{token}", web.Link, account.TicketView, ok),
	route("GET", "/me", web.SignedIn, account.OwnView, ok),
	{Method: "GET", Pattern: "/o/{org}/door/{event}", Audience: web.Door, Action: account.CheckinView, Handle: ok, Scanner: true},
	route("GET", "/flash", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error {
		r.Flash("web.form.required")
		return web.Redirect(rw, r, "/open")
	}),
}

func TestSec22CSP(t *testing.T) {
	w := onSQLite(t, shown...)
	for _, path := range []string{"/open", "/t/x", "/me", "/nowhere", "/robots.txt", "/o/aomori/door/hachinohe", "/?a=%zz"} {
		rec := w.get(path, as(w.session(account.Owner)))
		rules := map[string]string{}
		for rule := range strings.SplitSeq(rec.Header().Get("Content-Security-Policy"), ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(rule), " ")
			rules[name] = value
		}
		if rules["default-src"] != "'none'" || rules["frame-ancestors"] != "'none'" || rules["base-uri"] != "'none'" || rules["form-action"] != "'self'" {
			t.Errorf("%s: %v", path, rules)
		}
		door := strings.Contains(path, "/door/")
		if got := strings.Contains(rules["script-src"], "wasm-unsafe-eval"); got != door {
			t.Errorf("%s: script-src %s", path, rules["script-src"])
		}
		for name, value := range rules {
			if strings.Contains(value, "unsafe-inline") || strings.Contains(value, "'unsafe-eval'") || strings.Contains(value, "http") || strings.Contains(value, "*") {
				t.Errorf("%s: %s %s", path, name, value)
			}
		}
	}
}

func TestSec23Headers(t *testing.T) {
	w := onSQLite(t, shown...)
	for _, path := range []string{"/open", "/me", "/nowhere"} {
		h := w.get(path, as(w.session(account.Owner))).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Strict-Transport-Security": "", // http on loopback
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if !strings.Contains(h.Get("Permissions-Policy"), "camera=()") {
			t.Errorf("%s: %s", path, h.Get("Permissions-Policy"))
		}
	}
	if h := w.get("/o/aomori/door/hachinohe", as(w.session(account.Door))).Header(); !strings.Contains(h.Get("Permissions-Policy"), "camera=(self)") {
		t.Errorf("the scanner may not use the camera: %s", h.Get("Permissions-Policy"))
	}
}

func TestSec23PersonalPagesAreKeptNowhere(t *testing.T) {
	w := onSQLite(t, shown...)
	flash := w.get("/flash").Result().Cookies()
	for name, c := range map[string]struct {
		path    string
		changes []change
		want    string
	}{
		"a public page for nobody may be asked about again": {"/open", nil, "no-cache"},
		"a public page for somebody is not kept":            {"/open", []change{as(w.session(account.Participant))}, "no-store"},
		"a public page with a message is not kept": {"/open", []change{func(r *http.Request) {
			for _, c := range flash {
				r.AddCookie(c)
			}
		}}, "no-store"},
		"the answer to a form is not kept": {"/open", []change{func(r *http.Request) { r.Method = "POST" }}, "no-store"},
		"a ticket is not kept":             {"/t/x", nil, "no-store"},
		"an own page is not kept":          {"/me", []change{as(w.session(account.Participant))}, "no-store"},
		"a refusal is not kept":            {"/nowhere", nil, "no-store"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := w.get(c.path, c.changes...).Header().Get("Cache-Control"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestSec15Cookie: under https a cookie is bound to host and path, and no
// script reads it.
func TestSec15Cookie(t *testing.T) {
	signIn := route("GET", "/in", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error {
		r.SignIn("token")
		r.Flash("web.form.required")
		r.Browser()
		return web.NoContent(rw, r)
	})
	plain := onSQLite(t, signIn)
	for _, c := range plain.get("/in").Result().Cookies() {
		if strings.HasPrefix(c.Name, "__Host-") || c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("on loopback: %s", c)
		}
	}
	k := *plain.kit
	k.Base = "https://koryu.example.jp"
	site, err := k.Handler([]web.Route{signIn})
	if err != nil {
		t.Fatal(err)
	}
	rec := (&world{t: t, site: site}).get("/in")
	if n := len(rec.Result().Cookies()); n != 3 {
		t.Fatalf("%d cookies", n)
	}
	for _, c := range rec.Result().Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-koryu") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("under https: %s", c)
		}
	}
	if rec.Header().Get("Strict-Transport-Security") != "max-age=31536000; includeSubDomains" {
		t.Errorf("HSTS is %q", rec.Header().Get("Strict-Transport-Security"))
	}
}

func TestSec25HostHeader(t *testing.T) {
	w := onSQLite(t, route("GET", "/link", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error {
		return web.Bytes(rw, r, "text/plain", []byte(r.Absolute("/x")))
	}))
	rec := w.get("/link", func(r *http.Request) { r.Host = "evil.example"; r.Header.Set("X-Forwarded-Host", "evil.example") })
	if got := rec.Body.String(); got != base+"/x" {
		t.Errorf("the link leads to %s", got)
	}
}

func TestLanguage(t *testing.T) {
	say := func(rw http.ResponseWriter, r *web.Request) error {
		return web.Bytes(rw, r, "text/plain", []byte(r.P.Lang()))
	}
	w := onSQLite(t, route("GET", "/say", web.Anyone, account.PublicView, say))
	cookie := func(v string) change {
		return func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "lang", Value: v}) }
	}
	for name, c := range map[string]struct {
		path    string
		changes []change
		want    string
	}{
		"Japanese by default":              {"/say", nil, "ja"},
		"the browser's wish":               {"/say", []change{header("Accept-Language", "en-GB,en;q=0.9")}, "en"},
		"the cookie before the browser":    {"/say", []change{header("Accept-Language", "en"), cookie("ja")}, "ja"},
		"the address before the cookie":    {"/say?lang=en", []change{cookie("ja")}, "en"},
		"an unknown language asks nothing": {"/say?lang=tlh", nil, "ja"},
		"an unknown cookie asks nothing":   {"/say", []change{cookie("tlh")}, "ja"},
		"a broken wish":                    {"/say", []change{header("Accept-Language", ";;;q=")}, "ja"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := w.get(c.path, c.changes...).Body.String(); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	if c := w.get("/say?lang=en").Result().Cookies(); len(c) != 1 || c[0].Value != "en" {
		t.Errorf("the choice is not remembered: %v", c)
	}
}
