package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"koryu/internal/account"
)

// Handler answers one request. Whatever it returns as an error becomes a page
// (or a problem document for the API); it must not have written by then.
type Handler func(w http.ResponseWriter, r *Request) error

// Route is one line of the table.
type Route struct {
	Method   string // GET (answers HEAD too), POST, PUT, PATCH or DELETE
	Pattern  string // of http.ServeMux, without method: "/o/{org}/events/{event}"
	Audience Audience
	Action   account.Action
	Scope    Scope // empty: taken from pattern and audience
	Handle   Handler

	MaxBody int64 // bytes; 0 = 64 KB
	Stream  bool  // outlives the request timeout: live figures, large downloads
	Scanner bool  // may use the camera and the wasm decoder
	Limit   Limit // tries of one address; zero = none
}

// Limit is how often one network address may use a route. Counters stand in the
// database, shared by all processes, unless Here says that this process counts
// for itself: where a write for each request would cost more than the limit
// protects.
type Limit struct {
	Name string // counter; routes with the same name share it
	Max  int
	Per  time.Duration
	Here bool
}

const (
	// FormBody is the limit of an ordinary form.
	FormBody int64 = 64 << 10
	// UploadBody is the limit of a form with a file.
	UploadBody int64 = 12 << 20
)

// String is the route as a person names it: "GET /o/{org}".
func (r Route) String() string { return r.Method + " " + r.Pattern }

// has tells that the pattern has the wildcard.
func (r Route) has(name string) bool {
	return strings.Contains(r.Pattern, "{"+name+"}") || strings.Contains(r.Pattern, "{"+name+"...}")
}

// scope is the declared scope, or the one that pattern and audience say.
func (r Route) scope() Scope {
	switch {
	case r.Scope != "":
		return r.Scope
	case r.Audience == Link:
		return ScopeLink
	case r.has("event"):
		return ScopeEvent
	case r.has("org"):
		return ScopeOrg
	case r.Audience == SignedIn:
		return ScopeOwn
	case r.Audience == API:
		return ScopeOrg
	}
	return ScopeSite
}

// patience is how long the answer may take.
func (r Route) patience() time.Duration {
	if r.MaxBody > FormBody {
		return uploadTime + requestTime
	}
	return requestTime
}

// check finds what is missing in a declaration.
func (r Route) check() error {
	wrong := func(what string) error { return fmt.Errorf("web: route %s: %s", r, what) }
	switch r.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		return wrong("unknown method")
	}
	if !strings.HasPrefix(r.Pattern, "/") {
		return wrong("the pattern must be a path")
	}
	if r.Audience <= Undeclared || int(r.Audience) >= len(audienceNames) {
		return wrong("no audience declared")
	}
	if r.Action == "" {
		return wrong("no action declared")
	}
	if r.Audience.byRole() && r.Audience != API && !r.has("org") {
		return wrong("a role is held in an organisation, so the pattern needs {org}")
	}
	if r.Audience == Door && !r.has("event") {
		return wrong("a door is at one event, so the pattern needs {event}")
	}
	if r.Handle == nil {
		return wrong("no handler")
	}
	return nil
}

// mount puts all routes into one mux. The mux itself refuses patterns of which
// neither is the more special one.
func mount(routes []Route, serve func(Route) http.Handler) (mux *http.ServeMux, err error) {
	seen := map[string]bool{}
	mux = http.NewServeMux()
	defer func() {
		if p := recover(); p != nil {
			mux, err = nil, fmt.Errorf("web: %v", p)
		}
	}()
	for _, route := range routes {
		if err := route.check(); err != nil {
			return nil, err
		}
		if seen[route.String()] {
			return nil, fmt.Errorf("web: route %s is declared twice", route)
		}
		seen[route.String()] = true
		mux.Handle(route.String(), serve(route))
	}
	return mux, nil
}
