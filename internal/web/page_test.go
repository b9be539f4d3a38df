package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/web"
)

func text(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	})
}

func TestPagesArePackedWhereThatHelps(t *testing.T) {
	long := strings.Repeat("八戸でお会いしましょう。", 200)
	baked, err := web.Bake(t.Context(), text(long))
	if err != nil {
		t.Fatal(err)
	}
	w := onSQLite(t,
		route("GET", "/long", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error { return web.Render(rw, r, 200, text(long)) }),
		route("GET", "/short", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error { return web.Render(rw, r, 200, text("短い")) }),
		route("GET", "/baked", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error { return baked.Serve(rw, r) }),
		route("GET", "/broken", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error {
			return web.Render(rw, r, 200, templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
				_, _ = io.WriteString(w, "half a page")
				return errors.New("broken")
			}))
		}))
	for name, c := range map[string]struct {
		path, accept string
		packed       bool
	}{
		"a long page":                    {"/long", "gzip, br", true},
		"a kept page":                    {"/baked", "br;q=1.0, gzip;q=0.8", true},
		"a style sheet":                  {"/assets/app-css", "gzip", false},
		"a short page is not worth it":   {"/short", "gzip", false},
		"a client that does not take it": {"/long", "", false},
		"a client that refuses it":       {"/baked", "gzip;q=0", false},
		"a client that takes anything":   {"/long", "*", true},
	} {
		t.Run(name, func(t *testing.T) {
			rec := w.get(c.path, header("Accept-Encoding", c.accept))
			if got := rec.Header().Get("Content-Encoding") == "gzip"; got != c.packed {
				t.Fatalf("packed: %v", got)
			}
			if c.packed {
				z, err := gzip.NewReader(bytes.NewReader(rec.Body.Bytes()))
				if err != nil {
					t.Fatal(err)
				}
				if b, _ := io.ReadAll(z); string(b) != long {
					t.Errorf("unpacked to %d bytes", len(b))
				}
			}
		})
	}
	t.Run("a page that breaks shows no half of itself", func(t *testing.T) {
		if rec := w.get("/broken"); rec.Code != 500 || strings.Contains(rec.Body.String(), "half a page") {
			t.Errorf("%d: %s", rec.Code, rec.Body)
		}
	})
	t.Run("a kept page is not sent twice", func(t *testing.T) {
		first := w.get("/baked")
		again := w.get("/baked", header("If-None-Match", `"other", `+first.Header().Get("ETag")))
		if again.Code != 304 || again.Body.Len() != 0 {
			t.Errorf("%d with %d bytes", again.Code, again.Body.Len())
		}
		if v := strings.Join(first.Header().Values("Vary"), ", "); !strings.Contains(v, "Cookie") || !strings.Contains(v, "Accept-Language") {
			t.Errorf("Vary is %s", v)
		}
	})
	t.Run("HEAD tells the length and sends nothing", func(t *testing.T) {
		rec := w.get("/baked", func(r *http.Request) { r.Method = "HEAD" })
		if rec.Body.Len() != 0 || rec.Header().Get("Content-Length") == "" {
			t.Errorf("%d bytes, length %q", rec.Body.Len(), rec.Header().Get("Content-Length"))
		}
	})
}

func TestNotModified(t *testing.T) {
	version := "1"
	w := onSQLite(t, route("GET", "/event", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error {
		if web.NotModified(rw, r, version, string(r.Lang)) {
			return nil
		}
		return web.Render(rw, r, 200, text("八戸"))
	}))
	tag := w.get("/event").Header().Get("ETag")
	if rec := w.get("/event", header("If-None-Match", tag)); rec.Code != 304 {
		t.Errorf("the same version: %d", rec.Code)
	}
	if rec := w.get("/event", header("If-None-Match", tag), header("Accept-Language", "en")); rec.Code != 200 {
		t.Errorf("another language: %d", rec.Code)
	}
	version = "2"
	if rec := w.get("/event", header("If-None-Match", tag)); rec.Code != 200 {
		t.Errorf("another version: %d", rec.Code)
	}
}

func TestFlashIsShownOnce(t *testing.T) {
	w := onSQLite(t,
		route("POST", "/act", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error {
			r.Flash("web.form.range", "min", "<1>", "max", "9")
			return web.Redirect(rw, r, "/next")
		}),
		route("GET", "/next", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error {
			said := ""
			if f := r.Chrome().Flash; f != nil {
				said = f.Text
			}
			return web.Bytes(rw, r, "text/plain", []byte(said))
		}))
	cookies := w.post("/act", nil).Result().Cookies()
	if len(cookies) != 1 || strings.Contains(cookies[0].Value, "range") {
		t.Fatalf("the message travels as %v", cookies)
	}
	with := func(r *http.Request) { r.AddCookie(cookies[0]) }
	shown := w.get("/next", with)
	if got := shown.Body.String(); got != "<1>から9までの数を入力してください" {
		t.Errorf("said %q", got)
	}
	if left := shown.Result().Cookies(); len(left) != 1 || left[0].MaxAge >= 0 {
		t.Errorf("the message stays: %v", left)
	}
	if got := w.get("/next", with, header("Accept-Language", "en")).Body.String(); !strings.Contains(got, "number from") {
		t.Errorf("in English: %q", got)
	}
	forged := *cookies[0]
	forged.Value = forged.Value[:40] + "AAAA" + forged.Value[44:]
	if got := w.get("/next", func(r *http.Request) { r.AddCookie(&forged) }).Body.String(); got != "" {
		t.Errorf("a forged message is shown: %q", got)
	}
}

func TestDownloads(t *testing.T) {
	w := onSQLite(t, web.Route{
		Method: "GET", Pattern: "/list", Audience: web.Anyone, Action: account.PublicView, Stream: true,
		Handle: func(rw http.ResponseWriter, r *web.Request) error {
			_, err := io.WriteString(web.Download(rw, r, "参加者 12/13\".csv", "text/csv; charset=utf-8"), "a,b\r\n")
			return err
		},
	})
	rec := w.get("/list")
	want := `attachment; filename="___ 12_13_.csv"; filename*=UTF-8''%E5%8F%82%E5%8A%A0%E8%80%85%2012_13_.csv`
	if got := rec.Header().Get("Content-Disposition"); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if csp := rec.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") {
		t.Errorf("the file may act: %s", csp)
	}
	if rec.Body.String() != "a,b\r\n" || rec.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%q, %s", rec.Body, rec.Header().Get("Cache-Control"))
	}
}
