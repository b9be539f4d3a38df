package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/web/ui"
)

// problem is the page of a refusal or a fault.
type problem struct {
	Status int
	Mark   string // "404", small above the title
	Title  string
	Text   string
	Note   string // the number to tell us, on faults
	Ways   []ui.ButtonProps
	Again  *again
}

// again repeats a request: a link for a page, a form for an act.
type again struct {
	Href   string
	Action string
	Fields []field
}

type field struct{ Name, Value string }

// problemOf words err for a person. What is internal stays in the log.
func problemOf(r *Request, status int, err error) problem {
	word := "web.problem." + problemWord(status, err)
	p := problem{
		Status: status, Mark: strconv.Itoa(status),
		Title: r.P.T(word + ".title"), Text: r.P.T(word + ".text"),
		Ways: waysOut(r, status),
	}
	if e, ok := apperr.As(err); ok && status < 500 && !ours(e) && r.P.Has(e.Key) {
		p.Text = r.P.T(e.Key, e.Args...)
	}
	if status >= 500 {
		p.Note = r.P.T("web.problem.number", "number", r.ID)
	}
	if status == http.StatusServiceUnavailable {
		p.Again = repeat(r)
	}
	return p
}

// ours are the errors of this package; their sentence is the page's own.
func ours(e *apperr.Error) bool {
	for _, own := range []*apperr.Error{ErrNotFound, ErrForbidden, errForeign, errSignInFirst} {
		if errors.Is(e, own) {
			return true
		}
	}
	return false
}

// problemWord picks the page.
func problemWord(status int, err error) string {
	switch {
	case errors.Is(err, db.ErrUnknownOutcome):
		return "checking"
	case errors.Is(err, errForeign):
		return "foreign"
	}
	switch status {
	case http.StatusBadRequest, http.StatusUnsupportedMediaType:
		return "malformed"
	case http.StatusUnauthorized:
		return "door"
	case http.StatusForbidden:
		return "forbidden"
	case http.StatusNotFound:
		return "not_found"
	case http.StatusMethodNotAllowed:
		return "method"
	case http.StatusConflict:
		return "conflict"
	case http.StatusRequestEntityTooLarge:
		return "too_large"
	case http.StatusUnprocessableEntity:
		return "invalid"
	case http.StatusTooManyRequests:
		return "too_often"
	case http.StatusServiceUnavailable:
		return "unavailable"
	}
	return "fault"
}

// repeat carries the form that was sent over into the page. Files are not
// carried: such a form is sent again from its own page.
func repeat(r *Request) *again {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return &again{Href: r.URL.RequestURI()}
	}
	if len(r.PostForm) == 0 || r.MultipartForm != nil {
		return nil
	}
	a := &again{Action: r.URL.RequestURI()}
	for _, name := range sortedNames(r.PostForm) {
		for _, v := range r.PostForm[name] {
			a.Fields = append(a.Fields, field{name, v})
		}
	}
	return a
}

func sortedNames(v url.Values) []string {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// waysOut never leaves anybody in a dead end.
func waysOut(r *Request, status int) []ui.ButtonProps {
	home := ui.ButtonProps{Label: r.P.T("web.problem.home"), Href: "/", Look: ui.Secondary}
	if r.Org.Slug != "" {
		home.Href = r.OrgPath()
	}
	links := []ui.ButtonProps{home}
	switch {
	case (status == http.StatusNotFound || status == http.StatusForbidden) && !r.SignedIn():
		links = append(links, ui.ButtonProps{
			Label: r.P.T("web.problem.sign_in"), Href: "/sign-in", Look: ui.Ghost,
		})
	case r.SignedIn():
		links = append(links, ui.ButtonProps{Label: r.P.T("web.problem.me"), Href: "/me", Look: ui.Ghost})
	}
	return links
}
