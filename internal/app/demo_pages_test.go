package app_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"koryu/internal/app"
	"koryu/internal/app/apptest"
	"koryu/internal/demo"
)

// browser visits a house and keeps its cookies.
type browser struct {
	t    *testing.T
	base string
	http *http.Client
}

func newBrowser(t *testing.T, base string) browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{t, base, &http.Client{Jar: jar}}
}

// page is an answer; path is where redirects led to.
type page struct {
	status int
	path   string
	header http.Header
	body   string
}

func (b browser) get(path string) page { return b.do(http.MethodGet, path, nil, "text/html") }

func (b browser) post(path string, form url.Values) page {
	return b.do(http.MethodPost, path, form, "text/html")
}

// json posts as a script does.
func (b browser) json(path string, form url.Values) page {
	return b.do(http.MethodPost, path, form, "application/json")
}

func (b browser) do(method, path string, form url.Values, accept string) page {
	b.t.Helper()
	request, err := http.NewRequest(method, b.base+strings.TrimPrefix(path, b.base), strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Accept", accept)
	request.Header.Set("Accept-Language", "ja")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := b.http.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return page{response.StatusCode, response.Request.URL.Path, response.Header, string(body)}
}

func TestEverySampleLinkOpens(t *testing.T) {
	t.Parallel()
	house := apptest.Demo(t)
	m := house.Demo().Manifest
	for role, link := range m.SignIn {
		if p := newBrowser(t, house.Base).get(link); p.status != http.StatusOK {
			t.Errorf("%s comes to %s: %d", role, p.path, p.status)
		}
	}
	owner := newBrowser(t, house.Base)
	owner.get(m.SignIn["owner"])
	for key, link := range m.Objects {
		if p := owner.get(link); p.status != http.StatusOK {
			t.Errorf("%s is at %s: %d", key, p.path, p.status)
		}
	}
	for _, s := range demo.Sights() {
		if m.Objects[s.Key] == "" {
			t.Errorf("%s is no object", s.Key)
		}
	}
}

func TestTheClockStandsAboveEveryPageAndMoves(t *testing.T) {
	t.Parallel()
	house := apptest.Demo(t)
	b := newBrowser(t, house.Base)
	if p := b.get(house.Demo().Manifest.SignIn["participant"]); p.path != "/me" || !strings.Contains(p.body, "サンプルデータ") {
		t.Fatalf("the participant comes to %s", p.path)
	}
	for _, c := range []struct{ by, day, time, shows string }{
		{"hour", "", "", "2024年11月18日(月) 11:0"},
		{"day", "", "", "2024年11月19日(火) 11:0"},
		{"date", "2024-12-13", "17:00", "2024年12月13日(金) 17:0"},
		{"date", "2024-12-01", "17:00", "2024年12月13日(金) 17:0"}, // back
		{"date", "2034-12-01", "17:00", "2024年12月13日(金) 17:0"}, // too far
		{"", "", "", "2024年12月13日(金) 17:0"},
	} {
		p := b.post("/demo/clock", url.Values{"by": {c.by}, "day": {c.day}, "time": {c.time}, "next": {"/me"}})
		if p.path != "/me" {
			t.Fatalf("by %q %s leads to %s: whoever is signed in must stay so", c.by, c.day, p.path)
		}
		if !strings.Contains(p.body, c.shows) {
			t.Errorf("by %q %s does not show %s", c.by, c.day, c.shows)
		}
	}
	if p := b.post("/demo/clock", url.Values{"by": {"hour"}, "next": {"//evil.example/"}}); p.path != "/o/aomori-sample" && p.path != "/" {
		t.Errorf("it leads to %s", p.path)
	}
}

func TestStaffStaySignedInOverADay(t *testing.T) {
	t.Parallel()
	house := apptest.Demo(t)
	b := newBrowser(t, house.Base)
	b.get(house.Demo().Manifest.SignIn["officer"])
	if p := b.post("/demo/clock", url.Values{"by": {"day"}, "next": {"/o/aomori-sample/figures"}}); p.path != "/o/aomori-sample/figures" {
		t.Errorf("a day later the officer is at %s", p.path)
	}
}

func TestTheMailboxShowsEveryMail(t *testing.T) {
	t.Parallel()
	house := apptest.Demo(t)
	b := newBrowser(t, house.Base)
	if p := b.get("/mailbox?to=nobody@example.com"); !strings.Contains(p.body, "この宛先のメールはありません") {
		t.Error("a recipient without mails has some")
	}
	if p := b.get("/mailbox?to=P009@example.com"); !strings.Contains(p.body, "八戸会場") || strings.Contains(p.body, "p077@example.com") {
		t.Error("the mails of P009 are not found alone")
	}
	found := 0
	for _, m := range house.Mailbox.List() {
		if m.Address != "p009@example.com" || !strings.Contains(m.Subject, "八戸会場") {
			continue
		}
		found++
		p := b.get("/mailbox/" + m.ID)
		if p.status != http.StatusOK || !strings.Contains(p.body, house.Demo().Manifest.Objects["registration:E5/P009"][len(house.Base):]) {
			t.Errorf("the mail does not lead to the ticket: %d", p.status)
		}
		html := b.get("/mailbox/" + m.ID + "/html")
		if policy := html.header.Get("Content-Security-Policy"); !strings.Contains(policy, "sandbox") || strings.Contains(policy, "script") {
			t.Errorf("the mail may act: %s", policy)
		}
		if picture := b.get("/mailbox/" + m.ID + "/files/0"); picture.status != http.StatusOK {
			t.Errorf("the first file: %d", picture.status)
		}
		if p := b.get("/mailbox/" + m.ID + "/files/99"); p.status != http.StatusNotFound {
			t.Errorf("a file that is not there: %d", p.status)
		}
	}
	if found == 0 {
		t.Error("P009 has no confirmation")
	}
	for _, id := range []string{"/mailbox/1", "/mailbox/..%2Fkey", "/mailbox/0000000000000000-000000/html"} {
		if p := b.get(id); p.status != http.StatusNotFound {
			t.Errorf("%s: %d", id, p.status)
		}
	}
}

func TestARealHouseHasNothingOfTheSample(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(nil)
	a, err := app.New(t.Context(), config(t, "http://"+server.Listener.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	server.Config.Handler = a.Handler()
	server.Start()
	defer server.Close()
	b := newBrowser(t, server.URL)
	for _, path := range []string{"/demo", "/mailbox", "/gallery", "/demo/sign-in/x", "/mailbox/x/html"} {
		if p := b.get(path); p.status != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, p.status)
		}
	}
	if p := b.post("/demo/clock", url.Values{"by": {"day"}}); p.status != http.StatusNotFound {
		t.Errorf("the clock: %d", p.status)
	}
	if p := b.get("/setup"); strings.Contains(p.body, "サンプルデータ") {
		t.Error("a page says that it is a sample")
	}
}
