package web

import (
	"net/http"
	"time"
)

// Names of cookies; under https they carry the prefix __Host-, which binds
// them to this host, to the whole path and to Secure.
const (
	sessionCookie = "koryu"
	browserCookie = "koryu-browser"
	flashCookie   = "flash" // sealed, see Remember
	langCookie    = "lang"
)

const (
	sessionLife = 30 * 24 * time.Hour // the server ends it earlier
	browserLife = 30 * time.Minute    // a code lives ten
	langLife    = 365 * 24 * time.Hour
)

func (k *Kit) cookieName(name string) string {
	if k.secure {
		return "__Host-" + name
	}
	return name
}

func (k *Kit) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(k.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// setCookie keeps value for life; an empty value takes the cookie away.
func (k *Kit) setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	c := &http.Cookie{
		Name: k.cookieName(name), Value: value, Path: "/", Secure: k.secure,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: int(life / time.Second),
	}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// SignIn puts a session into the browser.
func (r *Request) SignIn(token string) { r.kit.setCookie(r.w, sessionCookie, token, sessionLife) }

// SignOut takes the session out of the browser, with all that the browser
// keeps of these pages.
func (r *Request) SignOut() {
	r.kit.setCookie(r.w, sessionCookie, "", 0)
	r.w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
}

// SessionToken is the token in the browser's cookie, "" without one.
func (r *Request) SessionToken() string { return r.kit.cookie(r.Request, sessionCookie) }

// Browser is a random value that this browser keeps for half an hour; a
// sign-in code works only in the browser that asked for it.
func (r *Request) Browser() string {
	v := r.kit.cookie(r.Request, browserCookie)
	if len(v) < 16 || len(v) > 64 {
		v = r.kit.newToken()
	}
	r.kit.setCookie(r.w, browserCookie, v, browserLife)
	return v
}
