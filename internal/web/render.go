package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

const htmlType = "text/html; charset=utf-8"

// worthGzip is the size from which packing saves more than it costs.
const worthGzip = 1 << 10

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render answers with a component. It is rendered whole before the first byte
// goes out, so that a fault in it still becomes an error page.
func Render(w http.ResponseWriter, r *Request, status int, c templ.Component) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := c.Render(r.Context(), buf); err != nil {
		return err
	}
	if r.Route.Scanner && status != http.StatusOK { // what it says instead needs no camera
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Permissions-Policy", noFeatures)
	}
	return send(w, r, status, htmlType, buf.Bytes())
}

// Bytes answers 200 with b; text is packed where the client takes it.
func Bytes(w http.ResponseWriter, r *Request, contentType string, b []byte) error {
	return send(w, r, http.StatusOK, contentType, b)
}

// JSON answers with v.
func JSON(w http.ResponseWriter, r *Request, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return send(w, r, status, "application/json", append(b, '\n'))
}

func send(w http.ResponseWriter, r *Request, status int, contentType string, b []byte) error {
	h := w.Header()
	h.Set("Content-Type", contentType)
	if len(b) >= worthGzip && packable(contentType) && acceptsGzip(r.Request) {
		buf := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buf)
		buf.Reset()
		pack(buf, b, gzip.BestSpeed)
		b = buf.Bytes()
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	_, _ = w.Write(b) // the visitor may have left; there is nobody to tell
	return nil
}

// packers keeps writers of the fast level; they are large.
var packers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return z
}}

// pack writes b packed to buf, which cannot fail.
func pack(buf *bytes.Buffer, b []byte, level int) {
	if level != gzip.BestSpeed {
		z, _ := gzip.NewWriterLevel(buf, level)
		_, _ = z.Write(b)
		_ = z.Close()
		return
	}
	z := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	z.Reset(buf)
	_, _ = z.Write(b)
	_ = z.Close()
}

func packable(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch kind {
	case "application/json", "application/problem+json", "application/manifest+json",
		"application/atom+xml", "application/wasm", "image/svg+xml", "text/javascript":
		return true
	}
	return strings.HasPrefix(kind, "text/")
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" || name == "*" {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}

// NoContent answers 204, e.g. to autosave.
func NoContent(w http.ResponseWriter, _ *Request) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}
