package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// ErrNotFound is the answer for what does not exist and for what exists
// elsewhere.
var ErrNotFound = apperr.New(apperr.NotFound, "web.problem.not_found.text")

// ErrForbidden is for who is known here and may not.
var ErrForbidden = apperr.New(apperr.Forbidden, "web.problem.forbidden.text")

// malformed is a request that no page of ours sends; it is answered with 400,
// not with a form to correct.
type malformed struct{ cause error }

func (m malformed) Error() string { return "malformed request: " + m.cause.Error() }
func (m malformed) Unwrap() error { return m.cause }

// Malformed marks err as a request that no page of ours sends: 400.
func Malformed(err error) error { return malformed{err} }

// statusOf is the one place where a category becomes a status.
func statusOf(err error) int {
	if _, ok := errors.AsType[malformed](err); ok {
		return http.StatusBadRequest
	}
	if s, ok := errors.AsType[statusError](err); ok {
		return s.status
	}
	switch apperr.CategoryOf(err) {
	case apperr.Invalid:
		return http.StatusUnprocessableEntity
	case apperr.NotFound:
		return http.StatusNotFound
	case apperr.Conflict:
		return http.StatusConflict
	case apperr.Forbidden:
		return http.StatusForbidden
	case apperr.Unauthenticated:
		return http.StatusUnauthorized
	case apperr.Exhausted:
		return http.StatusTooManyRequests
	case apperr.TooLarge:
		return http.StatusRequestEntityTooLarge
	case apperr.Unavailable:
		return http.StatusServiceUnavailable
	}
	if db.IsUnavailable(err) || errors.Is(err, context.DeadlineExceeded) {
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// statusError is a refusal of HTTP itself: 405, 415.
type statusError struct {
	status int
	allow  string
}

func (s statusError) Error() string { return http.StatusText(s.status) }

// retryAfter is how many seconds a refused client should wait. A limit knows
// when it ends.
func retryAfter(status int, err error) int {
	switch status {
	case http.StatusTooManyRequests:
		if e, ok := apperr.As(err); ok && len(e.Args) == 2 && e.Args[0] == "minutes" {
			if minutes, ok := e.Args[1].(int); ok {
				return 60 * max(1, minutes)
			}
		}
		return 60
	case http.StatusServiceUnavailable:
		return 3
	}
	return 0
}

// fail answers a request that ended in err.
func (k *Kit) fail(w *response, r *Request, err error) {
	status := statusOf(err)
	w.held, w.routed = 0, true
	// The time of the request may be over; its page is still owed.
	r.Request = r.WithContext(context.WithoutCancel(r.Context()))
	k.logFault(r, status, err)
	if w.wrote() {
		return // the answer has begun; the connection ends short
	}
	if s := retryAfter(status, err); s > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(s))
	}
	if s, ok := errors.AsType[statusError](err); ok && s.allow != "" {
		w.Header().Set("Allow", s.allow)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Del("ETag")
	if wantsJSON(r) {
		k.failAPI(w, r, status, err)
		return
	}
	if status == http.StatusUnauthorized && r.Route.Audience != Door {
		http.Redirect(w, r.Request, "/sign-in?next="+url.QueryEscape(wayBack(r)), http.StatusSeeOther)
		return
	}
	page := problemOf(r, status, err)
	if err := Render(w, r, status, problemPage(r.Chrome(), page)); err != nil {
		k.Log.Error("cannot render the page of a fault", "request", r.ID, "err", err)
	}
}

// logFault writes what the visitor does not see, once. Refusals are no faults.
func (k *Kit) logFault(r *Request, status int, err error) {
	level := slog.LevelDebug
	if status >= 500 {
		level = slog.LevelError
	}
	if errors.Is(err, context.Canceled) {
		level = slog.LevelDebug // the visitor left
	}
	k.Log.Log(r.Context(), level, "request failed", "request", r.ID, "method", r.Method,
		"route", r.Route.Pattern, "status", status, "err", err)
}

// wantsJSON tells a program or a script of ours from a person.
func wantsJSON(r *Request) bool {
	return r.Route.Audience == API || strings.HasPrefix(r.URL.Path, "/api/") ||
		strings.HasPrefix(r.Header.Get("Accept"), "application/json") ||
		strings.HasPrefix(r.Header.Get("Content-Type"), "application/json")
}

// wayBack is where to go on after signing in: this page, or the page whose
// form was sent when the session had ended.
func wayBack(r *Request) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return r.URL.RequestURI()
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Scheme+"://"+from.Host != r.Base {
		return "/"
	}
	return SafeNext(from.RequestURI())
}

// problemDocument is RFC 9457.
type problemDocument struct {
	Type     string         `json:"type"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail,omitempty"`
	Instance string         `json:"instance,omitempty"`
	Code     string         `json:"code,omitempty"`
	Errors   []problemField `json:"errors,omitempty"`
}

type problemField struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (k *Kit) failAPI(w *response, r *Request, status int, err error) {
	doc := problemDocument{
		Type: "about:blank", Title: http.StatusText(status), Status: status,
		Instance: "urn:koryu:request:" + r.ID,
	}
	if e, ok := apperr.As(err); ok && status < 500 {
		doc.Code, doc.Detail = e.Key, r.P.T(e.Key, e.Args...)
		for _, f := range apperr.FieldsOf(err) {
			doc.Errors = append(doc.Errors, problemField{f.Field, f.Key, r.P.T(f.Key, f.Args...)})
		}
	}
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="koryu"`)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(doc)
}
