package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"

	"koryu/internal/web"
)

// ask is a request that somebody makes.
type ask struct {
	route web.Route
	path  string
	who   role
	token string // of session or program
	form  url.Values
	json  string
	head  map[string]string // overrides; an empty value takes a header away
}

// answer is what came back.
type answer struct {
	*httptest.ResponseRecorder
	ask ask
}

// request sends what a browser of the role would send.
func (m *matrix) send(a ask) answer {
	body := a.json
	if body == "" && a.route.Method != http.MethodGet {
		body = a.form.Encode()
	}
	ctx, cancel := context.WithCancel(m.ctx())
	defer cancel()
	r := httptest.NewRequestWithContext(ctx, a.route.Method, matrixBase+a.path, strings.NewReader(body))
	r.Header.Set("Accept-Language", "ja")
	if a.route.Method != http.MethodGet {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Origin", matrixBase)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Idempotency-Key", m.next("idempotency"))
		if a.json != "" {
			r.Header.Set("Content-Type", "application/json")
		}
	}
	switch {
	case a.who == program:
		r.Header.Set("Authorization", "Bearer "+a.token)
	case a.token != "":
		r.AddCookie(&http.Cookie{Name: "koryu", Value: a.token})
	}
	for name, v := range a.head {
		if r.Header.Del(name); v != "" {
			r.Header.Set(name, v)
		}
	}
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(&hangsUp{ResponseRecorder: w, stop: cancel}, r)
	return answer{w, a}
}

// hangsUp is a browser that leaves a live stream after its first words.
type hangsUp struct {
	*httptest.ResponseRecorder
	stop func()
}

func (h *hangsUp) Flush() {
	h.ResponseRecorder.Flush()
	if strings.HasPrefix(h.Header().Get("Content-Type"), "text/event-stream") {
		h.stop()
	}
}

// outcome sorts an answer into the words of the golden table.
func (a answer) outcome() string {
	switch a.Code {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent, http.StatusNotModified:
		return "ok"
	case http.StatusSeeOther, http.StatusFound, http.StatusPermanentRedirect, http.StatusTemporaryRedirect:
		if strings.HasPrefix(a.Header().Get("Location"), "/sign-in?next=") {
			return "sign-in"
		}
		return "ok"
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return "invalid"
	case http.StatusConflict:
		return "conflict"
	case http.StatusUnauthorized:
		return "unauthorised"
	case http.StatusForbidden:
		return "forbidden"
	case http.StatusNotFound:
		return "not-found"
	}
	return http.StatusText(a.Code)
}

// refused tells that the guard, or the lack of the thing, was the answer.
func (a answer) refused() bool {
	switch a.outcome() {
	case "sign-in", "unauthorised", "forbidden", "not-found":
		return true
	}
	return false
}

var (
	tags       = regexp.MustCompile(`<[^>]*>|\s+`)
	complaints = regexp.MustCompile(`(?s)<section class="errors".*?</section>|<p class="pagehead__lead">.*?</p>`)
)

// complaint is what a page says is wrong, in plain words.
func (a answer) complaint() string {
	return strings.TrimSpace(tags.ReplaceAllString(complaints.FindString(a.Body.String()), " "))
}

var wildcard = regexp.MustCompile(`\{(\w+)(\.\.\.)?\}`)

// path fills the wildcards of a route with the words of a place. It also gives the wildcards that it does not know.
func (p *place) path(route web.Route) (path string, unknown []string) {
	pattern := strings.TrimSuffix(route.Pattern, "{$}")
	path = wildcard.ReplaceAllStringFunc(pattern, func(hole string) string {
		name := wildcard.FindStringSubmatch(hole)[1]
		if what, other, is := strings.Cut(instead[route.String()], "="); is && what == name {
			name = other
		}
		if v, ok := p.word(pattern, name); ok {
			return url.PathEscape(v)
		}
		unknown = append(unknown, name)
		return hole
	})
	if query := queries[route.String()]; query != "" {
		path += "?" + p.fill(query)
	}
	return path, unknown
}

// fill puts the words of a place where their names stand in double braces.
func (p *place) fill(text string) string {
	var pairs []string
	for key, word := range p.words {
		pairs = append(pairs, "{{"+key+"}}", word)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func (p *place) word(pattern, name string) (string, bool) {
	if name == "token" {
		before, _, _ := strings.Cut(pattern, "{token}")
		for key, v := range p.words {
			if prefix, is := strings.CutPrefix(key, "token:"); is && strings.HasSuffix(before, prefix) {
				return v, true
			}
		}
		return "", false
	}
	v, ok := p.words[name]
	return v, ok
}

// ofTheHouse are wildcards that name nothing of an organisation.
var ofTheHouse = map[string]bool{"file": true, "name": true, "mail": true, "n": true}

// holes tells what kinds of objects a pattern names.
func holes(pattern string) (org, object bool) {
	for _, hole := range wildcard.FindAllStringSubmatch(pattern, -1) {
		switch name := hole[1]; {
		case name == "org":
			org = true
		case !ofTheHouse[name]:
			object = true
		}
	}
	return org, object
}

// uuids and tokens differ by nature between two answers; they say nothing.
var noise = regexp.MustCompile(`(?s)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|AQAB[\w-]{43}|nonce-\d+|key-\d+`)

// plain is the body without what the request itself said, so that two answers can be compared.
func (a answer) plain(p *place) string {
	body := a.Body.String()
	for _, v := range []string{a.path(), url.QueryEscape(a.path()), p.words["event"], p.words["org"]} {
		if v != "" {
			body = strings.ReplaceAll(body, v, "…")
		}
	}
	return noise.ReplaceAllString(body, "…")
}

func (a answer) path() string { return a.ask.path }
