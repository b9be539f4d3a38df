package web_test

import (
	"net/http"
	"net/netip"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/web"
)

func limited() web.Route {
	r := route("GET", "/search", web.Anyone, account.PublicView, ok)
	r.Limit = web.Limit{Name: "search", Max: 3, Per: time.Minute}
	return r
}

func from(addr string, forwarded ...string) change {
	return func(r *http.Request) {
		r.RemoteAddr = addr
		for _, f := range forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
	}
}

// TestSec18Limits counts by network, across processes, until the time is over.
func TestSec18Limits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, limited())
		for range 3 {
			if rec := w.get("/search", from("198.51.100.7:1")); rec.Code != 200 {
				t.Fatalf("within the limit: %d", rec.Code)
			}
		}
		rec := w.get("/search", from("198.51.100.99:1"))
		if rec.Code != 429 || rec.Header().Get("Retry-After") != "60" {
			t.Errorf("a neighbour of the same network: %d, Retry-After %q", rec.Code, rec.Header().Get("Retry-After"))
		}
		if rec := w.get("/search", from("203.0.113.1:1")); rec.Code != 200 {
			t.Errorf("another network: %d", rec.Code)
		}
		other := *w.kit // another process with the same database
		site, err := other.Handler([]web.Route{limited()})
		if err != nil {
			t.Fatal(err)
		}
		if rec := (&world{t: t, site: site}).get("/search", from("198.51.100.7:1")); rec.Code != 429 {
			t.Errorf("another process has forgotten: %d", rec.Code)
		}
		w.clock.Advance(2 * time.Minute)
		if rec := w.get("/search", from("198.51.100.7:1")); rec.Code != 200 {
			t.Errorf("after the minute: %d", rec.Code)
		}
	})
}

// TestSec18ForwardedFor: only a trusted proxy says who the visitor is.
func TestSec18ForwardedFor(t *testing.T) {
	tell := route("GET", "/ip", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error {
		return web.Bytes(rw, r, "text/plain", []byte(r.IP()))
	})
	w := onSQLite(t, tell)
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for name, c := range map[string]struct {
		proxies []netip.Prefix
		from    change
		want    string
	}{
		"the peer":                             {nil, from("198.51.100.7:1"), "198.51.100.7"},
		"a header is not believed":             {nil, from("198.51.100.7:1", "203.0.113.1"), "198.51.100.7"},
		"a stranger's header is not believed":  {trusted, from("198.51.100.7:1", "203.0.113.1"), "198.51.100.7"},
		"a trusted proxy's header is believed": {trusted, from("10.0.0.2:1", "203.0.113.1"), "203.0.113.1"},
		"only what the proxy itself has added": {trusted, from("10.0.0.2:1", "192.0.2.66, 203.0.113.1"), "203.0.113.1"},
		"two proxies in a row":                 {trusted, from("10.0.0.2:1", "203.0.113.1, 10.0.0.9"), "203.0.113.1"},
		"two headers":                          {trusted, from("10.0.0.2:1", "192.0.2.66", "203.0.113.1"), "203.0.113.1"},
		"nonsense from a trusted proxy":        {trusted, from("10.0.0.2:1", "unknown"), "10.0.0.2"},
		"version 4 in version 6":               {trusted, from("[::ffff:10.0.0.2]:1", "::ffff:203.0.113.1"), "203.0.113.1"},
		"an address that is none":              {nil, from("@"), "0.0.0.0"},
	} {
		t.Run(name, func(t *testing.T) {
			w.kit.TrustedProxies = c.proxies
			if got := w.get("/ip", c.from).Body.String(); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
