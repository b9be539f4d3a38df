package app

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/web"
)

var update = flag.Bool("update", false, "write testdata/routes.golden anew")

const goldenFile = "testdata/routes.golden"

// scope is whose things a request is about.
type scope string

const (
	own   scope = "own"   // of the role's organisation; a guest's own, the helper's own event
	same  scope = "same"  // of the same organisation: somebody else's, another event
	other scope = "other" // another organisation with its own things
	mixed scope = "mixed" // things of another organisation, asked for in the role's
	gone  scope = "gone"  // things that do not exist, asked for in the role's organisation
	lost  scope = "lost"  // things that do not exist, asked for in another organisation
	void  scope = "void"  // an organisation that does not exist
)

var scopes = []scope{own, same, other, mixed, gone, lost, void}

// asks tells whether a route can be asked about the scope at all.
func (s scope) asks(pattern string) bool {
	org, object := holes(pattern)
	switch s {
	case own:
		return true
	case same, gone:
		return object
	case other:
		return org || object
	case mixed, lost:
		return org && object
	}
	return org
}

// table walks the routes.
type table struct {
	*matrix
	forms  forms
	places map[scope]*place
	tried  answer // the owner's last about own things
}

func TestEveryRouteAnswersEveryRoleAsTheGoldenTableSays(t *testing.T) {
	dbtestEach(t, func(t *testing.T, engine db.Engine) {
		m := newMatrix(t, engine)
		w := &table{matrix: m, forms: m.harvest(muxOf(m.Kit.Routes())), places: map[scope]*place{}}
		var b bytes.Buffer
		for _, route := range m.Kit.Routes() {
			w.walk(&b, route)
		}
		if m.logged.Len() > 0 {
			t.Errorf("faults were logged:\n%s", m.logged)
		}
		compare(t, b.String(), engine)
	})
}

func dbtestEach(t *testing.T, test func(t *testing.T, engine db.Engine)) {
	t.Helper()
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) { test(t, engine) })
	}
}

// muxOf finds the route that an address belongs to.
func muxOf(routes []web.Route) *http.ServeMux {
	mux := http.NewServeMux()
	for _, r := range routes {
		mux.Handle(r.String(), http.NotFoundHandler())
	}
	return mux
}

// walk writes what every role gets from one route: roles with equal lots share a line.
func (w *table) walk(b *bytes.Buffer, route web.Route) {
	w.t.Helper()
	if _, unknown := w.missing(w.here).path(route); len(unknown) > 0 {
		w.t.Errorf("%s: the table has no object for %v; teach furnish and missing about it", route, unknown)
		return
	}
	fmt.Fprintf(b, "%s\n    %s · %s\n", route, route.Audience, route.Action)
	var lines []string
	lots := map[string][]string{}
	reached := false
	mixed := w.trespass(route)
	for _, who := range roles {
		line := w.lot(route, who, mixed[who])
		// Whoever is not known here is told so on a member's page: only the guest's success shows that it works.
		reached = reached || strings.Contains(line, "own=ok") && (who == visitor || !strings.Contains(route.Pattern, "/me/"))
		if lots[line] == nil {
			lines = append(lines, line)
		}
		lots[line] = append(lots[line], string(who))
	}
	for _, line := range lines {
		fmt.Fprintf(b, "    %-84s %s\n", line, strings.Join(lots[line], ", "))
	}
	if !reached && route.Audience != web.Setup {
		w.t.Errorf("%s succeeds for nobody, so its cells show nothing: give it a body in matrix_forms_test.go, or a thing to act on in furnish.\nSent was %v, and got %d: %s",
			route, w.tried.ask.form, w.tried.Code, w.tried.complaint())
	}
}

// trespass lets every member ask for the things of the other organisation in the own one, and looks whether anything
// of the other changed.
func (w *table) trespass(route web.Route) map[role]answer {
	answers := map[role]answer{}
	if !mixed.asks(route.Pattern) {
		return answers
	}
	w.place(mixed, route)
	before := ""
	if acts(route) { // that a GET changes nothing is looked at for all of them at once
		before = w.digest(w.there.ID)
	}
	for _, who := range roles {
		answers[who] = w.cell(route, who, mixed)
	}
	if acts(route) && w.digest(w.there.ID) != before {
		w.t.Errorf("%s changed rows of another organisation", route)
	}
	return answers
}

// lot is what one role gets from one route in every scope.
func (w *table) lot(route web.Route, who role, trespass answer) string {
	answers := map[scope]answer{}
	var words []string
	for _, s := range scopes {
		if !s.asks(route.Pattern) {
			continue
		}
		if answers[s] = trespass; s != mixed {
			answers[s] = w.cell(route, who, s)
		}
		words = append(words, fmt.Sprintf("%s=%s", s, answers[s].outcome()))
	}
	w.tellNothing(route, who, answers, mixed, gone)
	w.tellNothing(route, who, answers, other, lost)
	return strings.Join(words, " ")
}

// tellNothing fails when what belongs to somebody else is answered in another way than what does not exist.
func (w *table) tellNothing(route web.Route, who role, answers map[scope]answer, theirs, nothing scope) {
	a, found := answers[theirs]
	b, also := answers[nothing]
	if !found || !also || !a.refused() || theirs == other && who == neighbour {
		return // what is shown to everybody, and one's own, may be told from what is not there
	}
	if a.Code != b.Code || a.plain(w.places[theirs]) != b.plain(w.places[nothing]) || !bytes.Equal(headers(a), headers(b)) {
		w.t.Errorf("%s by %s: %s things are answered with %d, missing ones with %d:\n%s\n--- %s\n%s", route, who, theirs, a.Code, b.Code,
			firstDifference(a.plain(w.places[theirs]), b.plain(w.places[nothing])), nothing, firstDifference(b.plain(w.places[nothing]), a.plain(w.places[theirs])))
	}
}

func headers(a answer) []byte {
	h := a.Header().Clone()
	h.Del("Content-Length")
	h.Del("Set-Cookie")
	if at := h.Get("Location"); at != "" {
		h.Set("Location", strings.SplitN(at, "?", 2)[0])
	}
	var b bytes.Buffer
	_ = h.Write(&b)
	return b.Bytes()
}

func firstDifference(a, b string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[max(0, i-80):min(len(a), i+160)]
		}
	}
	return a[max(0, len(a)-80):]
}

// cell asks once. A place in which something was done is not used again.
func (w *table) cell(route web.Route, who role, s scope) answer {
	p := w.place(s, route)
	session := w.place(own, route)
	path, _ := p.path(route)
	if nested(route) && (s == mixed || s == gone) {
		path, _ = p.at(session.words["event"]).path(route)
	}
	a := ask{route: route, path: path, who: who, token: w.session(session, who)}
	if route.Method != http.MethodGet {
		a.form, a.json = w.compose(w.forms, route, p)
	}
	answer := w.send(a)
	if s == own && (who == "owner" && !strings.Contains(route.Pattern, "/me/") || who == visitor) {
		w.tried = answer // the owner comes after the visitor
	}
	if acts(route) && answer.outcome() == "ok" {
		w.places[s] = nil
		if s != own && session != nil {
			delete(session.sessions, who) // it may be ended or begun anew
			w.places[own] = w.unless(who == helper || who == program, session)
		}
	}
	return answer
}

// nested tells that the route names a thing inside an event: then the event is one's own, and only the thing is not.
func nested(route web.Route) bool {
	return strings.Contains(route.Pattern, "{event}/") && len(wildcard.FindAllString(route.Pattern, -1)) > 2
}

// at is the place with another event in its addresses.
func (p *place) at(event string) *place {
	other := *p
	other.words = maps.Clone(p.words)
	other.words["event"] = event
	return &other
}

// acts tells whether the route may change something. The demo's sign-in links are GETs, since people click on them.
func acts(route web.Route) bool {
	return route.Method != http.MethodGet || route.Pattern == "/demo/sign-in/{token}"
}

// unless gives the place but where the session belongs to it, as those of devices and programs do.
func (w *table) unless(bound bool, p *place) *place {
	if bound {
		return nil
	}
	return p
}

// place is the place of a scope, made when there is none that is untouched and holds what the route is about.
func (w *table) place(s scope, route web.Route) *place {
	needs := about(route)
	if p := w.places[s]; p != nil && (s == gone || s == lost || s == void || slices.Equal(p.about, needs)) {
		return p
	}
	var p *place
	switch s {
	case own:
		p = w.furnishFor(w.here, guestEmail, needs...)
	case same:
		p = w.furnishFor(w.here, w.next("somebody")+"@example.com", needs...)
	case other:
		p = w.furnishFor(w.there, w.next("somebody")+"@example.com", needs...)
	case mixed:
		p = w.furnishFor(w.there, w.next("somebody")+"@example.com", needs...)
		p.words["org"] = w.here.Slug
	case gone:
		p = w.missing(w.here)
	case lost:
		p = w.missing(w.there)
	case void:
		p = w.missing(w.here)
		p.words["org"] = "no-such-society"
	}
	w.places[s] = p
	return p
}

func compare(t *testing.T, got string, engine db.Engine) {
	t.Helper()
	if *update && engine == db.SQLite {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(goldenFile, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(goldenFile)
	must(t, err)
	if got == string(want) {
		return
	}
	have, wanted := lines(got), lines(string(want))
	for _, line := range have {
		if !slices.Contains(wanted, line) {
			t.Errorf("not in the table: %s", line)
		}
	}
	for _, line := range wanted {
		if !slices.Contains(have, line) {
			t.Errorf("only in the table: %s", line)
		}
	}
	t.Error("if the change is meant: go test ./internal/app -run GoldenTable -update")
}

// lines puts the route before each line of its block.
func lines(text string) (list []string) {
	route := ""
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\n"); !strings.HasPrefix(line, " ") {
			route = line
		}
		list = append(list, route+" | "+strings.TrimSpace(line))
	}
	return list
}
