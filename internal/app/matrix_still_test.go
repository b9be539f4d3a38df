package app

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"koryu/internal/kit/db"
	"koryu/internal/web"
)

// readers are those who between them may open every page.
var readers = []role{"owner", helper, visitor, nobody, program}

// firstLook are pages that make what they show when it is looked at for the first time; a second look changes nothing.
var firstLook = map[string]bool{"GET /o/{org}/me/card": true, "GET /t/{token}/card": true} // the own card, empty till then

func TestNoGetChangesAnything(t *testing.T) {
	dbtestEach(t, func(t *testing.T, engine db.Engine) {
		m := newMatrix(t, engine)
		p := m.furnish(m.here, guestEmail)
		for _, who := range readers {
			m.session(p, who)
		}
		m.shake()
		before := m.digest("")
		for _, route := range m.Kit.Routes() {
			if acts(route) {
				continue
			}
			path, _ := p.path(route)
			look := func() {
				for _, who := range readers {
					m.send(ask{route: route, path: path, who: who, token: m.session(p, who)})
				}
			}
			if look(); firstLook[route.String()] {
				before = m.digest("")
				look()
			}
			if after := m.digest(""); after != before {
				t.Errorf("%s changed the database", route)
				before = after
			}
		}
	})
}

// shake proves that the digest sees a change at all.
func (m *matrix) shake() {
	m.t.Helper()
	before := m.digest("")
	if _, err := m.DB.Exec(m.ctx(), `UPDATE organisation SET version = version + 1 WHERE id = $1`, m.there.ID); err != nil {
		m.t.Fatal(err)
	}
	if m.digest("") == before {
		m.t.Fatal("the digest does not see a changed row")
	}
}

// foreign are the ways in which another site makes a browser send a form.
var foreign = map[string]map[string]string{
	"another origin":                    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
	"another origin in an old browser":  {"Origin": "https://evil.example", "Sec-Fetch-Site": ""},
	"no origin at all":                  {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
	"no origin in an old browser":       {"Origin": "null", "Sec-Fetch-Site": ""},
	"a sibling of the host":             {"Origin": "http://evil.127.0.0.1:8080", "Sec-Fetch-Site": "same-site"},
	"another port":                      {"Origin": "http://127.0.0.1:9999", "Sec-Fetch-Site": ""},
	"neither header":                    {"Origin": "", "Sec-Fetch-Site": ""},
	"a plain text form of another site": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain"},
}

func TestNothingIsDoneForAnotherSite(t *testing.T) {
	m := newMatrix(t, db.SQLite)
	known := m.harvest(muxOf(m.Kit.Routes()))
	p := m.furnish(m.here, guestEmail)
	for _, who := range readers {
		m.session(p, who)
	}
	before := m.digest("")
	for _, route := range m.Kit.Routes() {
		if route.Method == http.MethodGet {
			continue
		}
		path, _ := p.path(route)
		for name, head := range foreign {
			for _, who := range []role{"owner", helper} {
				a := ask{route: route, path: path, who: who, token: m.session(p, who), head: head}
				a.form, a.json = m.compose(known, route, p)
				if got := m.send(a); got.Code != http.StatusForbidden {
					t.Errorf("%s by %s with %s: %d, want 403", route, who, name, got.Code)
				}
			}
		}
		if after := m.digest(""); after != before {
			t.Fatalf("%s changed the database", route)
		}
	}
}

// aloud are routes with a policy of their own, and why.
var aloud = map[string]string{
	"GET /mailbox/{mail}/html":    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox allow-popups allow-top-navigation-by-user-activation", // a mail as its program shows it
	"GET /o/{org}/images/{image}": "default-src 'none'; sandbox",                                                                                                       // uploaded
}

func TestEveryAnswerHasAStrictPolicyAndNothingInline(t *testing.T) {
	m := newMatrix(t, db.SQLite)
	p, missing := m.furnish(m.here, guestEmail), m.missing(m.here)
	for _, route := range m.Kit.Routes() {
		if route.Method != http.MethodGet {
			continue
		}
		for _, who := range readers {
			for _, from := range []*place{p, missing} {
				path, _ := from.path(route)
				a := m.send(ask{route: route, path: path, who: who, token: m.session(p, who)})
				m.strict(route, a)
				m.bare(route, a)
			}
			if acts(route) {
				clear(p.sessions)
				p = m.furnish(m.here, guestEmail)
			}
		}
	}
}

// strict holds the policy to the letter.
func (m *matrix) strict(route web.Route, a answer) {
	m.t.Helper()
	script, media := "", ""
	if route.Scanner && a.Code == http.StatusOK {
		script, media = " 'wasm-unsafe-eval'", "; media-src 'self' blob:"
	}
	want := "default-src 'none'; script-src 'self'" + script + "; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
		"connect-src 'self'; manifest-src 'self'; worker-src 'self'" + media + "; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	got := a.Header().Get("Content-Security-Policy")
	exception := aloud[route.String()]
	if got == exception && exception != "" || strings.HasPrefix(got, "default-src 'none'; sandbox") {
		return
	}
	if got != want {
		m.t.Errorf("%s by %s (%d): policy %q", route, a.ask.who, a.Code, got)
	}
	for name, value := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"} {
		if a.Header().Get(name) != value {
			m.t.Errorf("%s by %s (%d): %s is %q", route, a.ask.who, a.Code, name, a.Header().Get(name))
		}
	}
}

// bare fails on whatever in a page would need a weaker policy, and on anything that is fetched from elsewhere.
func (m *matrix) bare(route web.Route, a answer) {
	m.t.Helper()
	if !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") || aloud[route.String()] != "" {
		return
	}
	root, err := html.Parse(bytes.NewReader(a.Body.Bytes()))
	must(m.t, err)
	wrong := func(n *html.Node, what string) {
		m.t.Errorf("%s by %s: <%s> %s", route, a.ask.who, n.Data, what)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "style" || n.Data == "base" || n.Data == "iframe" || n.Data == "object" {
			wrong(n, "does not belong into a page")
		}
		if n.Data == "script" && attr(n, "src") == "" && attr(n, "type") != "application/ld+json" {
			wrong(n, "is inline")
		}
		for _, at := range n.Attr {
			switch v := strings.TrimSpace(strings.ToLower(at.Val)); {
			case at.Key == "style" || strings.HasPrefix(at.Key, "on"):
				wrong(n, "has the attribute "+at.Key)
			case strings.HasPrefix(v, "javascript:"):
				wrong(n, at.Key+" is a script")
			case fetches(n, at.Key) && v != "" && v != "#" && !strings.HasPrefix(v, "/") && !strings.HasPrefix(v, "data:image/") && !strings.HasPrefix(v, matrixBase):
				wrong(n, "fetches "+at.Val)
			case fetches(n, at.Key) && strings.HasPrefix(v, "//"):
				wrong(n, "fetches "+at.Val)
			}
		}
	}
}

// fetches tells that a browser loads the address by itself.
func fetches(n *html.Node, key string) bool {
	switch n.Data {
	case "script", "img", "video", "audio", "source", "track", "embed":
		return key == "src" || key == "poster"
	case "link":
		switch attr(n, "rel") {
		case "stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon", "preconnect", "dns-prefetch":
			return key == "href"
		}
	case "form":
		return key == "action"
	}
	return false
}
