package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"koryu/internal/account"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
	"koryu/internal/programme"
	"koryu/internal/web/ui"
)

// Request is what a handler sees: the HTTP request with everything that the
// guard found out about it.
type Request struct {
	*http.Request
	ID      string // stands in the log and on the page of a fault
	Now     time.Time
	Lang    i18n.Lang
	P       *i18n.Printer
	Actor   account.Actor
	Session account.Session // zero when nobody is signed in
	Org     programme.Org   // of {org}; for the API, the organisation of the token
	EventID string          // of {event} on door pages
	Base    string          // scheme and host of every absolute link
	Route   Route

	kit *Kit
	w   http.ResponseWriter
}

type requestKey struct{}

// From gives the request of a context; nil outside of the kit. It is for
// handlers of other libraries, see [Foreign].
func From(ctx context.Context) *Request {
	r, _ := ctx.Value(requestKey{}).(*Request)
	return r
}

// Foreign lets an ordinary http.Handler answer a route; [From] gives it the
// request.
func Foreign(h http.Handler) Handler {
	return func(w http.ResponseWriter, r *Request) error {
		h.ServeHTTP(w, r.Request)
		return nil
	}
}

// Path is a wildcard of the pattern.
func (r *Request) Path(name string) string { return r.PathValue(name) }

// Query is a parameter of the address, cleaned; "" if it is missing or longer
// than 200 characters.
func (r *Request) Query(name string) string {
	v := text.Clean(r.URL.Query().Get(name))
	if utf8.RuneCountInString(v) > 200 {
		return ""
	}
	return v
}

// Can tells that the actor may do a in this organisation; for parts of a page
// that not everyone sees. The guard has asked for the route's own action.
func (r *Request) Can(a account.Action) bool { return r.Actor.Can(a) }

// SignedIn tells that a person is signed in.
func (r *Request) SignedIn() bool { return r.Actor.SignedIn() }

// Absolute makes a link for mails, calendars and previews. The host is the
// configured one, whatever the Host header says.
func (r *Request) Absolute(path string) string { return r.Base + path }

// OrgPath is a path below the organisation, with every part escaped.
func (r *Request) OrgPath(parts ...string) string {
	return OrgPath(r.Org.Slug, parts...)
}

// OrgPath is a path below an organisation, with every part escaped.
func OrgPath(slug string, parts ...string) string {
	var b strings.Builder
	b.WriteString("/o/")
	b.WriteString(url.PathEscape(slug))
	for _, p := range parts {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(p))
	}
	return b.String()
}

// InLang is a path in a language, for links that leave the site (hreflang,
// canonical, mails): ja is the path itself, others carry ?lang=.
func InLang(path string, l i18n.Lang) string {
	if l == i18n.Langs[0] {
		return path
	}
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return path + sep + "lang=" + string(l)
}

// NewKey makes the idempotency key of a form that is shown now.
func (r *Request) NewKey() string { return r.kit.DB.IDs().New(r.Now) }

// Audit makes an entry of the trail for something that this actor does in this
// organisation; record it in the transaction of the act. action is noun and
// past verb: "venue.changed".
func (r *Request) Audit(action string, object, id, reason string, data any) account.Entry {
	return account.Entry{
		Org: r.Org.ID, Actor: r.Actor, Action: action,
		Object: object, ObjectID: id, Reason: reason, Data: data,
	}
}

// Demo tells that this is the sample year.
func (r *Request) Demo() bool { return r.kit.Demo }

// Chrome is the frame of a page. It takes the flash message out of the
// browser, so call it once, for the page that is shown.
func (r *Request) Chrome() ui.Chrome {
	c := ui.Chrome{Path: r.URL.RequestURI(), Theme: r.theme(), Flash: r.takeFlash()}
	if r.Org.ID != "" {
		c.Org = ui.Org{
			Slug: r.Org.Slug, Name: r.Org.NameIn(r.Lang),
			Seed: r.Org.Seed, Accent: r.Org.Accent,
		}
	}
	if r.SignedIn() {
		c.User = ui.User{
			Name: r.Actor.Name, Role: r.P.T(r.Actor.Role.Key()),
			Href: "/me", SignOut: "/sign-out",
		}
	}
	if r.kit.Top != nil {
		c.Top = r.kit.Top(r)
	}
	return c
}

// theme is the brightness that the visitor chose; "" follows the device.
func (r *Request) theme() string {
	if c, err := r.Cookie("theme"); err == nil && (c.Value == "light" || c.Value == "dark") {
		return c.Value
	}
	return ""
}
