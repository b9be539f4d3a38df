package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/seal"
	"koryu/internal/programme"
)

// Kit is what all pages share. Fill it once, then call [Kit.Handler].
type Kit struct {
	DB         *db.DB
	Accounts   *account.Service
	Programmes *programme.Service
	Keys       *seal.Keys
	Log        *slog.Logger

	// Base is scheme and host of every absolute link: https, or http on
	// loopback.
	Base string

	// FindEvent gives the identifier of an organisation's event by the word in
	// its address; the guard of the door needs it.
	FindEvent func(ctx context.Context, org, slug string) (id string, err error)

	// TrustedProxies are the addresses whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix

	// SetupKey must be known to whoever sets up the first organisation; empty
	// on loopback, where nobody else can come first.
	SetupKey string

	// Demo marks the sample year, Top is what stands above its pages.
	Demo bool
	Top  func(*Request) templ.Component

	// AccessLog writes one line a request, not only for faults.
	AccessLog bool

	// NoLimits switches the counters of tries by address off; for load tests.
	NoLimits bool

	// Closing ends live streams when the server stops.
	Closing <-chan struct{}

	routes []Route
	tries  *tally
	guards *http.CrossOriginProtection
	secure bool // cookies with __Host- and Secure
}

// Handler checks the tables and gives the handler of the whole site.
func (k *Kit) Handler(tables ...[]Route) (http.Handler, error) {
	base, err := checkBase(k.Base)
	if err != nil {
		return nil, err
	}
	k.Base, k.secure = base.String(), base.Scheme == "https"
	k.guards = http.NewCrossOriginProtection()
	if err := k.guards.AddTrustedOrigin(k.Base); err != nil {
		return nil, fmt.Errorf("web: base URL: %w", err)
	}
	k.tries = new(tally)
	k.routes = slices.Concat(append(tables, k.own())...)
	mux, err := mount(k.routes, func(route Route) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { k.serve(w, r, route) })
	})
	if err != nil {
		return nil, err
	}
	return k.outer(mux), nil
}

// Routes is the whole table by pattern and method, scopes filled in; the
// golden test of who may do what walks it.
func (k *Kit) Routes() []Route {
	all := slices.Clone(k.routes)
	for i := range all {
		all[i].Scope = all[i].scope()
	}
	slices.SortFunc(all, func(a, b Route) int {
		if c := strings.Compare(a.Pattern, b.Pattern); c != 0 {
			return c
		}
		return strings.Compare(a.Method, b.Method)
	})
	return all
}

func (k *Kit) now() time.Time { return k.DB.Clock().Now() }

// checkBase refuses a base URL under which session cookies could be read on
// the way.
func checkBase(base string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(base, "/"))
	if err != nil {
		return nil, fmt.Errorf("web: base URL: %w", err)
	}
	if u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return nil, errors.New("web: the base URL must be scheme and host only, as in https://koryu.example.jp")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, errors.New("web: the base URL must begin with https:// unless the host is this machine")
	}
	return u, nil
}

func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
