package web

import "net/http"

const (
	policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
		"font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

	// The QR decoder of the door is WebAssembly.
	scannerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
		"font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:; " +
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

	// filePolicy is for what people uploaded: nothing in it may act.
	filePolicy = "default-src 'none'; sandbox"

	noFeatures      = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
	scannerFeatures = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
)

// setHeaders sets what every answer carries.
func (k *Kit) setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", noFeatures)
	if k.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// setRouteHeaders sets what depends on who sees the page. A page for anyone,
// shown to nobody in particular, may be kept and asked about again; every
// other one is kept nowhere.
func (k *Kit) setRouteHeaders(h http.Header, r *Request) {
	if r.Route.Scanner {
		h.Set("Content-Security-Policy", scannerPolicy)
		h.Set("Permissions-Policy", scannerFeatures)
	}
	if r.personal() {
		h.Set("Cache-Control", "no-store")
		return
	}
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Encoding, Accept-Language, Cookie")
}

// personal tells that the page shows something of somebody; the answer to an
// act always may.
func (r *Request) personal() bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return true
	}
	return r.Route.Audience != Anyone || r.Session.Live() || r.kit.cookie(r.Request, "koryu-"+flashCookie) != ""
}
