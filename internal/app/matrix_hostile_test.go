package app

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"koryu/internal/kit/db"
	"koryu/internal/web"
)

// poison is what does not belong into a field, a path or a query.
var poison = []string{
	"", " ", "\x00", "a\x00b", "\xff\xfe", "\xc3\x28", "\u202e\u200b\ufeff", "𠮷🏳️‍🌈", strings.Repeat("あ", 5000), strings.Repeat("a", 40000),
	"-1", "0", "9223372036854775808", "1e309", "NaN", "Infinity", "0x10", "１２３", "99999999999999999999999999",
	"2024-13-45", "0000-00-00", "9999-12-31", "24:61", "令和99年1月1日", "1970-01-01",
	"' OR 1=1 --", "\"; DROP TABLE event; --", "%27%20OR", "%", "_", "$1", "?", "\\",
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `javascript:alert(1)`, `{{7*7}}`, `${7*7}`, `]]><x>`,
	"../../etc/passwd", "..%2f..%2f", "//evil.example", `/\evil.example`, "https://evil.example/", "%0d%0aSet-Cookie: a=b", "\r\nBcc: a@example.com",
	"=1+1", "＝1+1", "@SUM(A1)", "\t=1", "owner", "true", "null", "[]", "{}", `{"a":{"a":{"a":1}}}`,
	"a@b", "a@b@c.example", "\"a b\"@example.com", "a@[127.0.0.1]", "xn--", "00000000-0000-0000-0000-000000000000",
}

var hostileHeaders = map[string][]string{
	"Accept-Language": {"", strings.Repeat("ja,", 4000), "\xff", "en;q=NaN", "*"},
	"Accept":          {"application/json", "*/*", "text/event-stream", "\xff"},
	"Content-Type":    {"text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-7", "a/b; =", ""},
	"Cookie":          {"koryu=\xff", "koryu=" + strings.Repeat("a", 9000), "lang=../..; koryu-flash=AAAA", ";;;=", "theme=\"><x>"},
	"If-None-Match":   {"*", `"`, "W/", strings.Repeat(`"a",`, 2000)},
	"Authorization":   {"Bearer ", "Bearer koryu_" + strings.Repeat("a", 9000), "Basic Og==", "Bearer \xff"},
	"X-Forwarded-For": {"::1, \xff", "999.999.999.999", "127.0.0.1"},
	"Range":           {"bytes=0-", "bytes=9-1", "bytes=-999999999999999999999"},
	"Last-Event-ID":   {"-1", "\x01"},
	"Host":            {"evil.example", "", "127.0.0.1:8080@evil.example"},
}

// TestHostileInputIsRefusedAndNeverAFault sends ten thousand requests in which one thing is wrong, of routes, roles and
// poisons drawn by a fixed seed; KORYU_TORTURE=1 sends a hundred thousand.
func TestHostileInputIsRefusedAndNeverAFault(t *testing.T) {
	dbtestEach(t, func(t *testing.T, engine db.Engine) {
		count := 10_000
		switch {
		case os.Getenv("KORYU_TORTURE") == "1":
			count = 100_000
		case engine == db.Postgres, testing.Short():
			count = 1_000
		}
		m := newMatrix(t, engine)
		h := hostile{matrix: m, known: m.harvest(muxOf(m.Kit.Routes())), dice: rand.New(rand.NewPCG(1, 2))}
		routes := slices.DeleteFunc(m.Kit.Routes(), func(r web.Route) bool {
			return strings.HasSuffix(r.Pattern, "/og.png") || r.String() == "POST /demo/clock" // slow by nature; moves time
		})
		for i := range count {
			if i%100 == 0 {
				h.place = m.furnish(m.here, guestEmail)
			}
			a := h.draw(routes[h.dice.IntN(len(routes))])
			got := m.send(a)
			if got.Code >= 500 {
				t.Fatalf("request %d: %s by %s answered %d\npath %q\nform %q\njson %q\nhead %q\n%s", i, a.route, a.who, got.Code, a.path, a.form, a.json, a.head, m.logged)
			}
			h.harmless(got)
		}
	})
}

type hostile struct {
	*matrix
	known forms
	place *place
	dice  *rand.Rand
}

func (h *hostile) pick(list []string) string { return list[h.dice.IntN(len(list))] }

// draw takes an honest request and spoils one thing in it, sometimes more.
func (h *hostile) draw(route web.Route) ask {
	who := roles[h.dice.IntN(len(roles))]
	if h.dice.IntN(2) == 0 {
		who = "owner" // who gets furthest
	}
	if route.Audience.String() == "api" {
		who = program
	}
	a := ask{route: route, who: who, token: h.session(h.place, who), head: map[string]string{}}
	a.path, _ = h.place.path(route)
	if route.Method != http.MethodGet {
		a.form, a.json = h.compose(h.known, route, h.place)
	}
	for spoiled := 0; spoiled == 0 || h.dice.IntN(4) == 0; spoiled++ {
		h.spoil(&a)
	}
	return a
}

func (h *hostile) spoil(a *ask) {
	poison := h.pick(poison)
	switch h.dice.IntN(6) {
	case 0: // a word of the path
		parts := strings.Split(a.path, "/")
		parts[1+h.dice.IntN(len(parts)-1)] = url.PathEscape(poison[:min(len(poison), 3000)])
		a.path = strings.Join(parts, "/")
	case 1, 2: // the query
		name := h.pick([]string{"q", "after", "state", "slot", "row", "lang", "next", "new", "sort", "page", "limit", "from", "event", "code", "scope", "id", poison})
		add := url.QueryEscape(name[:min(len(name), 900)]) + "=" + url.QueryEscape(poison[:min(len(poison), 2000)])
		if h.dice.IntN(8) == 0 {
			add = "a=%zz&" + add + "&" + add
		}
		a.path += map[bool]string{true: "&", false: "?"}[strings.Contains(a.path, "?")] + add
	case 3: // a header
		names := make([]string, 0, len(hostileHeaders))
		for name := range hostileHeaders {
			names = append(names, name)
		}
		slices.Sort(names)
		name := h.pick(names)
		if v := h.pick(hostileHeaders[name]); name != "Host" || !strings.ContainsAny(v, "\r\n\x00\x01\u00ff") && utf8.ValidString(v) {
			a.head[name] = v
		}
	default:
		h.spoilBody(a, poison)
	}
}

func (h *hostile) spoilBody(a *ask, poison string) {
	if a.json != "" {
		holes := strings.Split(a.json, `"`)
		at := h.dice.IntN(len(holes))
		holes[at] = strings.NewReplacer(`"`, `\"`, "\x00", `\u0000`).Replace(poison)
		a.json = strings.Join(holes, `"`)
		return
	}
	if a.form == nil {
		return
	}
	names := make([]string, 0, len(a.form))
	for name := range a.form {
		names = append(names, name)
	}
	slices.Sort(names)
	switch name := h.pick(append(names, "extra")); h.dice.IntN(5) {
	case 0:
		a.form.Del(name)
	case 1:
		a.form[name] = append(a.form[name], poison, poison)
	case 2:
		a.form.Set(poison, poison)
	case 3:
		for _, more := range []string{"role", "org", "org_id", "status", "state", "owner_id", "version", "taken", "id"} {
			a.form.Add(more, poison)
		}
	default:
		a.form.Set(name, poison)
	}
}

// harmless fails when a page gives back markup that was sent, or broken text.
func (h *hostile) harmless(a answer) {
	h.t.Helper()
	body := a.Body.String()
	kind := a.Header().Get("Content-Type")
	if !strings.HasPrefix(kind, "text/html") {
		return
	}
	for _, raw := range []string{`<script>alert(1)`, `<img src=x onerror`, `<svg/onload`, `href="javascript:`} {
		if strings.Contains(body, raw) {
			h.t.Errorf("%s gives back %s as markup (path %q)", a.ask.route, raw, a.ask.path)
		}
	}
	if !utf8.ValidString(body) {
		h.t.Errorf("%s answers with broken text (path %q)", a.ask.route, a.ask.path)
	}
	if at := a.Header().Get("Location"); at != "" && (strings.HasPrefix(at, "//") || strings.HasPrefix(at, `/\`) || strings.Contains(at, "://") && !strings.HasPrefix(at, matrixBase)) {
		h.t.Errorf("%s leads to %q", a.ask.route, at)
	}
}
