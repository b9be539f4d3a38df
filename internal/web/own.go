package web

import (
	"net/http"
	"time"

	"koryu/assets"
	"koryu/internal/account"
	"koryu/internal/web/ui"
)

// own are the routes of the kit itself.
func (k *Kit) own() []Route {
	get := func(pattern string, scope Scope, h Handler) Route {
		return Route{Method: "GET", Pattern: pattern, Audience: Anyone, Action: account.PublicView, Scope: scope, Handle: h}
	}
	return append(Assets(assets.Handler()),
		get("/o/{org}/accent.css", ScopeOrg, accent),
		get("/robots.txt", ScopeSite, robots),
		get("/healthz", ScopeSite, k.healthz),
	)
}

// accent is the stylesheet of the organisation's colour. Layouts put the
// colour into the address, so browsers keep it until the colour changes.
func accent(w http.ResponseWriter, r *Request) error {
	css, err := ui.Accent(r.Org.Accent)
	if err != nil {
		return ErrNotFound // no colour, or one of before the rule
	}
	if r.Query("v") != "" {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	return Bytes(w, r, "text/css; charset=utf-8", []byte(css))
}

// robots keeps search engines to what is public.
func robots(w http.ResponseWriter, r *Request) error {
	return Bytes(w, r, "text/plain; charset=utf-8", []byte(
		"User-agent: *\nDisallow: /t/\nDisallow: /q/\nDisallow: /door/\nDisallow: /me\nDisallow: /sign-in\nDisallow: /api/\n"))
}

// healthz tells a supervisor that the database answers.
func (k *Kit) healthz(w http.ResponseWriter, r *Request) error {
	var one int
	if err := k.DB.QueryRow(r.Context(), "SELECT 1").Scan(&one); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return Bytes(w, r, "text/plain; charset=utf-8", []byte("ok "+r.Now.Format(time.RFC3339)+"\n"))
}
