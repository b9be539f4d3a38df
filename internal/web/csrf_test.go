package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"koryu/internal/account"
	"koryu/internal/web"
)

// TestSec20CSRF sends the same form from everywhere.
func TestSec20CSRF(t *testing.T) {
	read := func(rw http.ResponseWriter, r *web.Request) error {
		if _, err := web.ReadForm(r); err != nil {
			return err
		}
		return ok(rw, r)
	}
	w := onSQLite(t, route("POST", "/save", web.Anyone, account.PublicView, read),
		route("DELETE", "/save", web.Anyone, account.PublicView, ok), route("GET", "/save", web.Anyone, account.PublicView, ok))
	none := func(r *http.Request) { r.Header.Del("Origin"); r.Header.Del("Sec-Fetch-Site") }
	cookie := as(w.session(account.Owner))
	for name, c := range map[string]struct {
		changes []change
		want    int
	}{
		"from a page of ours":                       {[]change{cookie}, 200},
		"from a page of ours without a cookie":      {nil, 200},
		"from an old browser with our origin":       {[]change{cookie, without("Sec-Fetch-Site")}, 200},
		"typed into the address bar":                {[]change{cookie, header("Sec-Fetch-Site", "none"), without("Origin")}, 200},
		"from another site":                         {[]change{cookie, header("Sec-Fetch-Site", "cross-site"), header("Origin", "https://evil.example")}, 403},
		"from another site without a cookie":        {[]change{header("Sec-Fetch-Site", "cross-site"), header("Origin", "https://evil.example")}, 403},
		"from a sister host":                        {[]change{cookie, header("Sec-Fetch-Site", "same-site"), header("Origin", "http://other.127.0.0.1:8080")}, 403},
		"from an old browser with another origin":   {[]change{cookie, without("Sec-Fetch-Site"), header("Origin", "https://evil.example")}, 403},
		"from a sandboxed frame":                    {[]change{cookie, without("Sec-Fetch-Site"), header("Origin", "null")}, 403},
		"with a cookie and no word on its origin":   {[]change{cookie, none}, 403},
		"from a program without a cookie":           {[]change{none}, 200},
		"as plain text, which no form of ours is":   {[]change{cookie, header("Content-Type", "text/plain")}, 400},
		"through a proxy that renames the host":     {[]change{cookie, without("Sec-Fetch-Site"), func(r *http.Request) { r.Host = "app:9000" }}, 200},
		"as DELETE from another site":               {[]change{cookie, func(r *http.Request) { r.Method = "DELETE" }, header("Sec-Fetch-Site", "cross-site"), header("Origin", "https://evil.example")}, 403},
		"as GET from another site, which is a link": {[]change{cookie, func(r *http.Request) { r.Method = "GET" }, header("Sec-Fetch-Site", "cross-site")}, 200},
	} {
		t.Run(name, func(t *testing.T) {
			if rec := w.post("/save", url.Values{"name": {"見本"}}, c.changes...); rec.Code != c.want {
				t.Errorf("%d, want %d", rec.Code, c.want)
			}
		})
	}
}

func TestMethodsAreHeldToTheTable(t *testing.T) {
	w := onSQLite(t, route("GET", "/page", web.Anyone, account.PublicView, ok), route("POST", "/act", web.Anyone, account.PublicView, ok))
	for name, c := range map[string]struct {
		method, path string
		want         int
		allow        string
	}{
		"HEAD answers like GET":      {"HEAD", "/page", 200, ""},
		"POST to a page":             {"POST", "/page", 405, "GET, HEAD"},
		"GET of an act":              {"GET", "/act", 405, "POST"},
		"TRACE":                      {"TRACE", "/page", 405, "GET, HEAD"},
		"an unknown address":         {"GET", "/nowhere", 404, ""},
		"an unknown address by POST": {"POST", "/nowhere", 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			rec := w.get(c.path, func(r *http.Request) { r.Method = c.method })
			if rec.Code != c.want || rec.Header().Get("Allow") != c.allow {
				t.Errorf("%d with Allow %q, want %d and %q", rec.Code, rec.Header().Get("Allow"), c.want, c.allow)
			}
			if c.want >= 400 && rec.Header().Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("the refusal is no page but %s", rec.Header().Get("Content-Type"))
			}
		})
	}
}
