package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/i18n"
)

// How long an answer may take; longer work is a job. Whoever sends a file over
// a slow line gets more.
const (
	requestTime = 15 * time.Second
	uploadTime  = 90 * time.Second
)

// outer is around everything: it names the request, sets the headers, refuses
// what no browser of ours sends, and answers what no route matches.
func (k *Kit) outer(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, hr *http.Request) {
		w := &response{ResponseWriter: rw}
		r := k.request(w, hr)
		defer k.finish(w, r)
		k.setHeaders(w.Header())
		if err := k.screen(hr); err != nil {
			k.fail(w, r, err)
			return
		}
		mux.ServeHTTP(w, r.Request)
		if w.held != 0 {
			k.fail(w, r, noRoute(w))
		}
	})
}

// request wraps hr with what is known before any route is.
func (k *Kit) request(w *response, hr *http.Request) *Request {
	now := k.now()
	lang := chooseLang(hr)
	r := &Request{
		ID: k.DB.IDs().New(now), Now: now, Lang: lang, P: i18n.For(lang),
		Actor: account.Nobody(""), Base: k.Base, kit: k, w: w,
	}
	ctx := context.WithValue(i18n.With(hr.Context(), lang), requestKey{}, r)
	r.Request = hr.WithContext(ctx)
	k.keepLang(w, hr, lang)
	return r
}

// screen refuses requests that are broken or come from elsewhere.
func (k *Kit) screen(r *http.Request) error {
	if !cleanText(r.URL.Path) || len(r.URL.RawQuery) > 8<<10 {
		return malformed{errors.New("bad address")}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return malformed{err}
	}
	for name, list := range query {
		for _, v := range append(list, name) {
			if !cleanText(v) {
				return malformed{errors.New("bad text in the address")}
			}
		}
	}
	return k.sameOrigin(r)
}

// noRoute tells an unknown address from a known one with another method.
func noRoute(w *response) error {
	if w.held == http.StatusMethodNotAllowed {
		return statusError{status: w.held, allow: w.Header().Get("Allow")}
	}
	return ErrNotFound
}

// serve runs one route: limits, guard, handler, and the page of its error.
func (k *Kit) serve(rw http.ResponseWriter, hr *http.Request, route Route) {
	w, r := rw.(*response), From(hr.Context())
	w.routed, r.Route = true, route
	if !route.Stream {
		ctx, cancel := context.WithTimeout(hr.Context(), route.patience())
		defer cancel()
		hr = hr.WithContext(ctx)
	}
	r.Request = hr
	if err := limitBody(w, r); err != nil {
		k.fail(w, r, err)
		return
	}
	if err := k.admit(r); err != nil {
		k.fail(w, r, err)
		return
	}
	k.setRouteHeaders(w.Header(), r)
	if err := route.Handle(w, r); err != nil {
		k.fail(w, r, err)
	}
}

// finish turns a panic into a page and writes the access line.
func (k *Kit) finish(w *response, r *Request) {
	if p := recover(); p != nil {
		if p == http.ErrAbortHandler {
			panic(p)
		}
		k.fail(w, r, fmt.Errorf("panic: %v\n%s", panicText(p), debug.Stack()))
	}
	if k.AccessLog {
		k.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
			slog.String("request", r.ID), slog.String("method", r.Method),
			slog.String("route", r.Route.Pattern), slog.Int("status", w.status),
			slog.Int64("bytes", w.bytes), slog.Duration("took", k.now().Sub(r.Now)))
	}
}

// panicText keeps the kind of a panic and drops values that may be personal.
func panicText(p any) string {
	if err, ok := p.(error); ok {
		return fmt.Sprintf("%T: %s", err, err)
	}
	return fmt.Sprintf("%T", p)
}
