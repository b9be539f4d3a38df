package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/web"
)

// failing answers with the error that the address names.
func failing(errs map[string]error) []web.Route {
	h := func(rw http.ResponseWriter, r *web.Request) error {
		if r.Method == http.MethodPost {
			if _, err := web.ReadForm(r); err != nil {
				return err
			}
		}
		if r.Path("what") == "panic" {
			panic("花子の住所")
		}
		return errs[r.Path("what")]
	}
	return []web.Route{
		route("GET", "/fail/{what}", web.Anyone, account.PublicView, h),
		route("POST", "/fail/{what}", web.Anyone, account.PublicView, h),
	}
}

func TestErrorsBecomePages(t *testing.T) {
	secret := errors.New("SELECT secret FROM person")
	errs := map[string]error{
		"invalid":     apperr.New(apperr.Invalid, "web.form.required").Because(secret),
		"notfound":    apperr.New(apperr.NotFound, "web.problem.not_found.text"),
		"conflict":    fmt.Errorf("register: %w", apperr.New(apperr.Conflict, "web.form.required").Because(secret)),
		"forbidden":   web.ErrForbidden,
		"exhausted":   apperr.New(apperr.Exhausted, "account.limit.exhausted", "minutes", 7),
		"toolarge":    apperr.New(apperr.TooLarge, "web.request.too_large"),
		"malformed":   web.Malformed(secret),
		"unavailable": db.ErrUnavailable.Because(secret),
		"unknown":     db.ErrUnknownOutcome.Because(secret),
		"slow":        context.DeadlineExceeded,
		"fault":       secret,
		"nokey":       apperr.New(apperr.Invalid, "no.such.key"),
	}
	w := onSQLite(t, failing(errs)...)
	for _, c := range []struct {
		what   string
		status int
		title  string
	}{
		{"invalid", 422, "内容をご確認ください"},
		{"notfound", 404, "ページが見つかりません"},
		{"conflict", 409, "状況が変わったため、完了できませんでした"},
		{"forbidden", 403, "このページを見る権限がありません"},
		{"exhausted", 429, "送信の回数が多すぎます"},
		{"toolarge", 413, "送られた内容が大きすぎます"},
		{"malformed", 400, "送られた内容を読み取れませんでした"},
		{"unavailable", 503, "ただいま混み合っています"},
		{"unknown", 503, "結果を確認中です"},
		{"slow", 503, "ただいま混み合っています"},
		{"fault", 500, "問題が起きました"},
		{"panic", 500, "問題が起きました"},
		{"nokey", 422, "内容をご確認ください"},
	} {
		t.Run(c.what, func(t *testing.T) {
			w.log.Reset()
			rec := w.get("/fail/" + c.what)
			body := rec.Body.String()
			if rec.Code != c.status {
				t.Errorf("status %d, want %d", rec.Code, c.status)
			}
			if !strings.Contains(body, "<h1") || !strings.Contains(body, ">"+c.title+"</h1>") {
				t.Errorf("no page with the heading %s", c.title)
			}
			for _, inside := range []string{"SELECT", "花子", "goroutine", ".go:"} {
				if strings.Contains(body, inside) {
					t.Errorf("the page shows %q", inside)
				}
			}
			if n := strings.Count(w.log.String(), "level=ERROR"); (c.status >= 500) != (n == 1) {
				t.Errorf("logged %d times: %s", n, w.log.String())
			}
			if c.status >= 500 && !strings.Contains(w.log.String(), "request="+numberIn(body)) {
				t.Errorf("the number on the page is not in the log")
			}
			if strings.Contains(w.log.String(), "花子") {
				t.Error("the log holds what the panic said")
			}
			if (c.status == 503 || c.status == 429) != (rec.Header().Get("Retry-After") != "") {
				t.Errorf("Retry-After is %q", rec.Header().Get("Retry-After"))
			}
			if en := w.get("/fail/"+c.what, header("Accept-Language", "en")).Body.String(); !strings.Contains(en, `lang="en"`) || strings.Contains(en, c.title) {
				t.Error("there is no English page")
			}
		})
	}
	if got := w.get("/fail/exhausted").Header().Get("Retry-After"); got != "420" {
		t.Errorf("seven minutes are %s seconds", got)
	}
}

// numberIn finds the number that a page of a fault asks to be told.
func numberIn(body string) string {
	_, rest, _ := strings.Cut(body, "次の番号をお伝えください: ")
	number, _, _ := strings.Cut(rest, "<")
	return number
}

// TestAnUnknownOutcomeIsAskedAgainUnderItsKey: the page sends the same form,
// so the key finds what was done.
func TestAnUnknownOutcomeIsAskedAgainUnderItsKey(t *testing.T) {
	w := onSQLite(t, failing(map[string]error{"unknown": db.ErrUnknownOutcome})...)
	form := url.Values{"key": {"0193-key-0000-0000"}, "family": {`"><script>見本`}, "day": {"1", "2"}}
	rec := w.post("/fail/unknown?x=1", form)
	body := rec.Body.String()
	if rec.Code != 503 || !strings.Contains(body, `action="/fail/unknown?x=1"`) {
		t.Fatalf("%d without a form to send again", rec.Code)
	}
	for _, want := range []string{
		`name="key" value="0193-key-0000-0000"`, `name="day" value="1"`, `name="day" value="2"`,
		`name="family" value="&#34;&gt;&lt;script&gt;見本"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestScriptsAreToldInJSON(t *testing.T) {
	w := onSQLite(t, failing(map[string]error{"conflict": apperr.New(apperr.Conflict, "web.form.required").On("name")})...)
	rec := w.get("/fail/conflict", header("Accept", "application/json"))
	if rec.Code != 409 || rec.Header().Get("Content-Type") != "application/problem+json" {
		t.Fatalf("%d %s", rec.Code, rec.Header().Get("Content-Type"))
	}
	for _, want := range []string{`"status":409`, `"code":"web.form.required"`, `"field":"name"`} {
		if !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s lacks %s", rec.Body, want)
		}
	}
}
