package web

import (
	"net/http"
	"net/url"
	"strings"
)

// Redirect sends the browser on with GET after an act, so that a reload does
// not repeat it. to is a path of ours.
func Redirect(w http.ResponseWriter, r *Request, to string) error {
	http.Redirect(w, r.Request, to, http.StatusSeeOther)
	return nil
}

// Moved tells that a page has another address for good.
func Moved(w http.ResponseWriter, r *Request, to string) error {
	http.Redirect(w, r.Request, to, http.StatusMovedPermanently)
	return nil
}

// SafeNext gives a path of this site that came from outside, such as ?next=,
// and "/" for everything that could lead elsewhere.
func SafeNext(next string) string {
	if len(next) > 1000 || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") {
		return "/"
	}
	if strings.ContainsFunc(next, func(c rune) bool { return c < ' ' || c == 0x7f }) || !cleanText(next) {
		return "/"
	}
	u, err := url.ParseRequestURI(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !cleanText(u.Path) {
		return "/"
	}
	if strings.ContainsFunc(u.Path, func(c rune) bool { return c < ' ' || c == '\\' }) || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	if u.Path == "/sign-in" || strings.HasPrefix(u.Path, "/sign-in/") || u.Path == "/sign-out" {
		return "/"
	}
	return next
}
