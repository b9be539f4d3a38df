package web

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"koryu/internal/account"
)

// Assets mounts the built files under /assets/. What packs well is packed once
// and kept; there are few of them and they never change while we run.
func Assets(h http.Handler) []Route {
	var packed sync.Map // path → *asset
	serve := func(w http.ResponseWriter, r *Request) error {
		w.Header().Del("Vary")
		if r.Header.Get("Range") != "" || !acceptsGzip(r.Request) {
			h.ServeHTTP(w, r.Request)
			return nil
		}
		kept, ok := packed.Load(r.URL.Path)
		if !ok {
			fresh := capture(h, r.Request)
			if fresh == nil {
				h.ServeHTTP(w, r.Request)
				return nil
			}
			kept, _ = packed.LoadOrStore(r.URL.Path, fresh)
		}
		a := kept.(*asset)
		w.Header().Set("Cache-Control", a.cache)
		w.Header().Set("Vary", "Accept-Encoding")
		return a.page.Serve(w, r)
	}
	return []Route{{
		Method: "GET", Pattern: "/assets/{file...}", Audience: Anyone, Action: account.PublicView,
		Scope: ScopeSite, Handle: serve,
	}}
}

type asset struct {
	page  *Page
	cache string
}

// capture asks h for the whole file; nil when there is none, or packing it
// would save nothing.
func capture(h http.Handler, r *http.Request) *asset {
	whole := r.Clone(r.Context())
	whole.Method, whole.Header = http.MethodGet, http.Header{}
	rec := &recorder{header: http.Header{}}
	h.ServeHTTP(rec, whole)
	kind := rec.header.Get("Content-Type")
	if rec.status != http.StatusOK || !packable(kind) {
		return nil
	}
	return &asset{page: NewPage(kind, rec.body.Bytes()), cache: rec.header.Get("Cache-Control")}
}

type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (rec *recorder) Header() http.Header { return rec.header }

func (rec *recorder) WriteHeader(status int) { rec.status = status }

func (rec *recorder) Write(b []byte) (int, error) {
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	return rec.body.Write(b)
}

// Download starts a file that the browser saves under name, and gives the
// writer to stream it to. The route should declare Stream. After the first
// byte a fault can only cut the file short, so find out before.
func Download(w http.ResponseWriter, r *Request, name, contentType string) io.Writer {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", Disposition("attachment", name))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", filePolicy)
	longer(w, 5*time.Minute)
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return io.Discard
	}
	return w
}

// Disposition names a file for every browser: RFC 6266 with the name in
// RFC 5987 beside an ASCII one.
func Disposition(kind, name string) string {
	name = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || strings.ContainsRune(`/\:*?"<>|`, c) {
			return '_'
		}
		return c
	}, name)
	ascii := strings.Map(func(c rune) rune {
		if c > '~' {
			return '_'
		}
		return c
	}, name)
	return kind + `; filename="` + ascii + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// Inline answers with a stored picture. Its name never changes its content, so
// browsers keep it.
func Inline(w http.ResponseWriter, r *Request, contentType string, b []byte) error {
	h := w.Header()
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	return NewPage(contentType, b).Serve(w, r)
}

// longer gives this answer more time than others have.
func longer(w http.ResponseWriter, d time.Duration) {
	_ = http.NewResponseController(w).SetWriteDeadline(deadline(d))
}

func (k *Kit) newToken() string {
	return base64.RawURLEncoding.EncodeToString(k.DB.IDs().Token(24))
}
