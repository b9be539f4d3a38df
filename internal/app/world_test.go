package app_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/app"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/mail"
	"koryu/internal/programme"
)

// site is a whole house over HTTP, with one open event. The clock stands at ten
// o'clock of 18 November 2024; the event is on 13 December, half past six.
type site struct {
	*app.App
	t     *testing.T
	clock *clock.Manual
	mail  *mail.Memory
	url   string
	org   programme.Org
	owner account.Actor
	event event.Event
}

func onBothEngines(t *testing.T, test func(t *testing.T, s *site)) {
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			test(t, newSite(t, engine))
		})
	}
}

func newSite(t *testing.T, engine db.Engine) *site {
	t.Helper()
	s := &site{t: t, clock: clock.NewManual(dbtest.Start), mail: &mail.Memory{}}
	listener := httptest.NewUnstartedServer(nil)
	s.url = "http://" + listener.Listener.Addr().String()
	var err error
	s.App, err = app.New(t.Context(), app.Config{
		Data: t.TempDir(), Database: dbtest.URL(t, engine), Base: s.url, Clock: s.clock, Mail: s.mail, NoLimits: true,
	})
	s.must(err)
	listener.Config.Handler = s.Handler()
	listener.Start()
	t.Cleanup(func() {
		listener.Close()
		s.must(s.Close())
	})
	s.org, err = s.Programmes.CreateOrg(t.Context(), programme.Org{Slug: "sample", Name: "見本の会", NameEn: "Sample Society"})
	s.must(err)
	s.owner = account.Actor{Kind: account.KindPerson, OrgID: s.org.ID, Role: account.Owner, IdentityID: "owner"}
	s.event = s.publish(2)
	return s
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) publish(places int) event.Event {
	s.t.Helper()
	title, english, body := "見本の夜", "A sample night", "はじめての方も **歓迎** します。<script>alert(1)</script>"
	starts := db.Day("2024-12-13").Start().Add(18*time.Hour + 30*time.Minute)
	ends := starts.Add(2 * time.Hour)
	e, err := s.Events.Create(s.t.Context(), s.owner, s.org.ID, event.Fields{
		Title: &title, TitleEn: &english, Body: &body, StartsAt: &starts, EndsAt: &ends,
		Place: &event.Place{Name: "見本ラボ", Area: "八戸市", Address: "見本1-1-1"},
	})
	s.must(err)
	_, err = s.Events.SetSlots(s.t.Context(), s.owner, s.org.ID, e.ID, []event.SlotInput{{Name: "一般", Capacity: &places}})
	s.must(err)
	_, err = s.Events.SetQuestions(s.t.Context(), s.owner, s.org.ID, e.ID, []event.Question{
		{Label: "話したいこと", LabelEn: "Topics", Why: "席を決めるため", WhyEn: "For seating", Kind: event.AskText},
	})
	s.must(err)
	e, err = s.Events.Publish(s.t.Context(), s.owner, s.org.ID, e.ID)
	s.must(err)
	return e
}

// path is an address of the event.
func (s *site) path(rest string) string { return "/o/sample/events/" + s.event.Slug + rest }

// browser keeps cookies and follows redirects as a person's does.
type visitor struct {
	*http.Client
	s *site
}

func (s *site) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	s.must(err)
	return &visitor{&http.Client{Jar: jar}, s}
}

// answered is an answer, read.
type answered struct {
	status int
	path   string // where the redirects ended
	header http.Header
	body   string
}

func (b *visitor) get(path string) answered {
	b.s.t.Helper()
	return b.do(http.MethodGet, path, "", "")
}

// post sends a form as a browser of this site does.
func (b *visitor) post(path string, form url.Values) answered {
	b.s.t.Helper()
	return b.do(http.MethodPost, path, "application/x-www-form-urlencoded", form.Encode())
}

func (b *visitor) do(method, path, contentType, body string, head ...string) answered {
	b.s.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = b.s.url + path
	}
	r, err := http.NewRequestWithContext(context.Background(), method, path, strings.NewReader(body))
	b.s.must(err)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "ja")
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	answer, err := b.Do(r)
	b.s.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	b.s.must(err)
	return answered{answer.StatusCode, answer.Request.URL.Path, answer.Header, string(text)}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// fields are the hidden fields of a page.
func (p answered) fields() url.Values {
	v := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(p.body, -1) {
		v.Set(m[1], m[2])
	}
	return v
}

func (p answered) has(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(p.body, w) {
			t.Errorf("%s (%d) does not say %q", p.path, p.status, w)
		}
	}
}

func (p answered) hasNot(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(p.body, w) {
			t.Errorf("%s (%d) says %q", p.path, p.status, w)
		}
	}
}
