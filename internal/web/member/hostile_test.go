package member_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"koryu/internal/web/member"
)

// TestSec32HostileForms sends every form of these pages what no person types,
// signed in and not: no answer may be our fault, on either engine.
func TestSec32HostileForms(t *testing.T) {
	nasty := []string{
		"", " ", "　", "'; DROP TABLE session; --", `"><script>alert(1)</script>`, "\x00", "\xff\xfe", "%00",
		strings.Repeat("あ", 5000), "\u202e\u200b\ufeff", "-1", "9223372036854775808", "NaN", "1e400", "null", "[]",
		"../../etc/passwd", "{{.}}", "0193-0000-7000-8000-000000000000", "a\r\nBcc: x@example.com",
	}
	fields := []string{"email", "code", "next", "id", "org", "scope", "name", "slug", "owner_name", "setup_key", "name_en"}
	inWorlds(t, func(t *testing.T, w *world) {
		for _, founded := range []bool{false, true} {
			if founded {
				w.org("aomori", "owner@example.com")
			}
			for _, route := range member.Routes(w.Services) {
				for _, value := range nasty {
					form := url.Values{}
					for _, f := range fields {
						form[f] = []string{value, value}
					}
					b := w.browser()
					if founded && route.Pattern != "/sign-out" {
						b = w.visitor(route.Pattern)
					}
					var code int
					if route.Method == "POST" {
						code = b.post(route.Pattern, form).Code
					} else {
						code = b.do(httptest.NewRequest("GET", base+route.Pattern+"?"+form.Encode(), nil)).Code
					}
					if code >= 500 {
						t.Errorf("%s with %.20q: %d", route, value, code)
					}
				}
			}
		}
	})
}

// visitor is signed in on own pages, and has asked for a code elsewhere.
func (w *world) visitor(path string) *browser {
	w.t.Helper()
	if w.known == nil {
		w.known = w.signedIn("hana@example.com")
	}
	b := w.browser()
	if strings.HasPrefix(path, "/me") {
		b.jar["koryu"] = w.known.jar["koryu"]
		return b
	}
	if w.asking == nil {
		w.asking = w.browser()
		w.asking.post("/sign-in", url.Values{"email": {"taro@example.com"}})
	}
	for name, c := range w.asking.jar {
		b.jar[name] = c
	}
	return b
}
