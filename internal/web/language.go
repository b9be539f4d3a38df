package web

import (
	"net/http"
	"strings"

	"koryu/internal/kit/i18n"
)

// chooseLang takes the language from ?lang=, else from the cookie that the
// last ?lang= left, else from what the browser prefers, else Japanese.
func chooseLang(r *http.Request) i18n.Lang {
	if l, ok := askedLang(r); ok {
		return l
	}
	if c, err := r.Cookie(langCookie); err == nil {
		if l, ok := i18n.Parse(c.Value); ok {
			return l
		}
	}
	if h := r.Header.Get("Accept-Language"); h != "" {
		return i18n.Match(h)
	}
	return i18n.Ja
}

func askedLang(r *http.Request) (i18n.Lang, bool) {
	if !strings.Contains(r.URL.RawQuery, "lang=") {
		return "", false
	}
	return i18n.Parse(r.URL.Query().Get("lang"))
}

// keepLang remembers a language that was asked for.
func (k *Kit) keepLang(w http.ResponseWriter, r *http.Request, l i18n.Lang) {
	if _, ok := askedLang(r); !ok || strings.HasPrefix(r.URL.Path, "/api/") {
		return
	}
	if c, err := r.Cookie(langCookie); err == nil && c.Value == string(l) {
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: langCookie, Value: string(l), Path: "/", Secure: k.secure, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, MaxAge: int(langLife.Seconds()),
	})
}
