package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Page is an answer made once and given many times: plain, packed and with an
// ETag of its bytes.
type Page struct {
	contentType string
	plain, gzip []byte
	length      [2][]string // Content-Length of plain and gzip
	tag         []string
}

// Bake renders a public page for keeping. The context decides the language.
func Bake(ctx context.Context, c templ.Component) (*Page, error) {
	var buf bytes.Buffer
	if err := c.Render(ctx, &buf); err != nil {
		return nil, err
	}
	return NewPage(htmlType, buf.Bytes()), nil
}

// NewPage keeps b as an answer.
func NewPage(contentType string, b []byte) *Page {
	digest := sha256.Sum256(b)
	p := &Page{
		contentType: contentType, plain: b,
		tag: []string{`W/"` + base64.RawURLEncoding.EncodeToString(digest[:12]) + `"`},
	}
	p.length[0] = []string{strconv.Itoa(len(b))}
	if len(b) >= worthGzip && packable(contentType) {
		var buf bytes.Buffer
		pack(&buf, b, gzip.DefaultCompression)
		p.gzip = buf.Bytes()
		p.length[1] = []string{strconv.Itoa(len(p.gzip))}
	}
	return p
}

// Serve answers with the page, or 304 to whoever has it already.
func (p *Page) Serve(w http.ResponseWriter, r *Request) error {
	h := w.Header()
	h["Etag"] = p.tag
	if matches(r.Request, p.tag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", p.contentType)
	b, length := p.plain, p.length[0]
	if p.gzip != nil && acceptsGzip(r.Request) {
		b, length = p.gzip, p.length[1]
		h.Set("Content-Encoding", "gzip")
	}
	h["Content-Length"] = length
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(b)
	}
	return nil
}

// NotModified sets an ETag made of parts (a version, the language, …) and
// answers 304 to whoever has it already. Use it before the work of rendering.
func NotModified(w http.ResponseWriter, r *Request, parts ...string) bool {
	digest := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(digest[:12]) + `"`
	w.Header().Set("ETag", tag)
	if !matches(r.Request, tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// matches compares weakly, since a packed and a plain body share a tag.
func matches(r *http.Request, tag string) bool {
	for part := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// Plain tells that a page may come from the kept ones: nobody is signed in, no
// message waits and no brightness was chosen.
func (r *Request) Plain() bool { return !r.personal() && r.theme() == "" }
