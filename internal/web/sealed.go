package web

import (
	"encoding/base64"
	"time"
)

// Remember keeps a small value in this browser, sealed: the browser can
// neither read nor change it. What is too large for a cookie is not kept.
func (r *Request) Remember(name, value string, life time.Duration) {
	v := base64.RawURLEncoding.EncodeToString(r.kit.Keys.Seal("web.cookie", []byte(name), []byte(value)))
	if len(v) > 3500 {
		return
	}
	r.kit.setCookie(r.w, "koryu-"+name, v, life)
}

// Recall gives the value that this browser was asked to remember, or "".
func (r *Request) Recall(name string) string {
	b, err := base64.RawURLEncoding.DecodeString(r.kit.cookie(r.Request, "koryu-"+name))
	if err != nil || len(b) == 0 {
		return ""
	}
	plain, err := r.kit.Keys.Open("web.cookie", []byte(name), b)
	if err != nil {
		return "" // of another installation, or older than the key
	}
	return string(plain)
}

// Forget takes the value out of the browser; it sends no cookie where there
// was none.
func (r *Request) Forget(name string) {
	if r.kit.cookie(r.Request, "koryu-"+name) != "" {
		r.kit.setCookie(r.w, "koryu-"+name, "", 0)
	}
}

// NoStore keeps an otherwise public page out of every cache, since it shows
// what somebody typed.
func (r *Request) NoStore() { r.w.Header().Set("Cache-Control", "no-store") }
