package journey

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// sight is a page as somebody sees it.
type sight struct {
	role string
	path string
	send string // of a form on the page: what is seen is the answer to sending it empty
}

// doorsteps are where each role starts to look around.
var doorsteps = []struct {
	role string
	from []string
}{
	{"", []string{"/", "/demo", "/mailbox", "/sign-in", "/no-such-page"}},
	{"participant", []string{"/me", "/welcome"}},
	{"owner", []string{"/o/aomori-sample/staff"}},
	{"accountant", []string{"/o/aomori-sample/door/hachinohe-2024"}}, // forbidden
	{"officer", []string{"/o/aomori-sample/figures"}},
	{"host", []string{"/o/aomori-sample/partner"}},
	{"door", []string{"/o/aomori-sample/door/hachinohe-2024"}},
}

// worth are objects of demo.json of one shape that look unlike each other: full, open, not yet, online, over, draft.
var worth = []string{"event:E4", "event:E5", "event:E6", "event:E7", "event:E8", "event:A1", "attendees:E4", "attendees:E5", "attendees:E8", "person:P009"}

// passkeys gives the session of every role.
func passkeys(t *testing.T, h house) map[string]string {
	t.Helper()
	keys := map[string]string{"": ""}
	for _, d := range doorsteps {
		if d.role == "" {
			continue
		}
		jar, _ := cookiejar.New(nil)
		browser := http.Client{Jar: jar}
		at := h.SignIn[d.role]
		var answer *http.Response
		var err error
		if d.role == "door" { // a POST, since mail programs follow links
			r, _ := http.NewRequest(http.MethodPost, at, strings.NewReader("device=%E5%8F%97%E4%BB%981"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			answer, err = browser.Do(r)
		} else {
			answer, err = browser.Get(at)
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		base, _ := url.Parse(h.Base)
		for _, c := range jar.Cookies(base) {
			if c.Name == "koryu" {
				keys[d.role] = c.Value
			}
		}
		if keys[d.role] == "" {
			t.Fatalf("%s could not sign in: %s", d.role, answer.Status)
		}
	}
	return keys
}

// crawl follows the links of every role and keeps the first page of each shape that nobody before has seen, so that a
// new page is looked at without a word here.
func crawl(t *testing.T, h house, keys map[string]string) []sight {
	t.Helper()
	var found []sight
	shapes := map[string]bool{}
	for _, d := range doorsteps {
		queue := slices.Clone(d.from)
		for _, key := range worth {
			at := strings.TrimPrefix(h.Objects[key], h.Base)
			if inside := strings.Contains(at, "/staff/"); (d.role == "" && !inside || d.role == "owner" && inside) && at != "" {
				queue = append(queue, at)
			}
		}
		for _, ask := range []string{"registration:E5/P009", "card:P071"} {
			if at := h.Objects[ask]; at != "" && d.role == "" {
				queue = append(queue, strings.TrimPrefix(at, h.Base))
			}
		}
		fixed, tried := len(queue), map[string]bool{}
		for i := 0; i < len(queue); i++ {
			at := queue[i]
			if i >= fixed && (shapes[shape(at)] || tried[shape(at)]) {
				continue
			}
			tried[shape(at)] = true
			links, page := look(t, h, keys[d.role], at)
			if !page {
				continue // somebody else may be shown it
			}
			shapes[shape(at)] = true
			found = append(found, sight{role: d.role, path: at})
			queue = append(queue, links...)
		}
	}
	return append(found, mistakes...)
}

// mistakes are forms that are sent as they are, so that the page comes back with its errors.
var mistakes = []sight{
	{"", "/sign-in", `main form[method="post"]`},
	{"", "/o/aomori-sample/events/hachinohe-2024/register", `main form[method="post"]`},
	{"owner", "/o/aomori-sample/staff/events/new", `main form[method="post"]`},
	{"owner", "/o/aomori-sample/staff/people/new", `main form[method="post"]`},
	{"owner", "/o/aomori-sample/staff/venues/new", `main form[method="post"]`},
	{"owner", "/o/aomori-sample/staff/members/invite", `main form[method="post"]`},
	{"owner", "/o/aomori-sample/staff/tokens/new", `main form[method="post"]`},
	{"door", "/o/aomori-sample/door/hachinohe-2024/walk-in", `main form[method="post"]`},
	{"door", "/o/aomori-sample/door/hachinohe-2024", `form.bycode`},
}

// look reads a page and gives the addresses of this house that it links to.
func look(t *testing.T, h house, key, at string) (links []string, page bool) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, h.Base+at, nil)
	if err != nil {
		return nil, false
	}
	r.Header.Set("Accept-Language", "ja")
	if key != "" {
		r.AddCookie(&http.Cookie{Name: "koryu", Value: key})
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if next := answer.Header.Get("Location"); next != "" {
		return own(h, at, next), false
	}
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") || strings.HasSuffix(at, "/html") {
		return nil, false
	}
	if answer.StatusCode >= 500 {
		t.Errorf("%s: %s", at, answer.Status)
	}
	root, err := html.Parse(io.LimitReader(answer.Body, 8<<20))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if n.Data == "a" && a.Key == "href" {
				links = append(links, own(h, at, a.Val)...)
			}
		}
	}
	return links, true
}

// own gives the address when it is a page of this house that may be looked at.
func own(h house, from, href string) []string {
	base, _ := url.Parse(h.Base + from)
	u, err := base.Parse(href)
	if err != nil || u.Scheme+"://"+u.Host != h.Base || u.Query().Has("lang") || elsewhere.MatchString(u.Path) {
		return nil
	}
	at := u.Path
	if u.RawQuery != "" {
		at += "?" + u.RawQuery
	}
	return []string{at}
}

var (
	// The gallery has a test of its own; links of the demo sign in.
	elsewhere = regexp.MustCompile(`^/(gallery|assets|demo/sign-in|door)(/|$)|\.(ics|atom|csv|xlsx|png|json)$`)
	changing  = regexp.MustCompile(`^([0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{40,}|\d.*|[a-z]+(-[a-z]+)*-20\d\d)$`)
)

// shape is the address without the names of things and without a query.
func shape(at string) string {
	path, _, _ := strings.Cut(at, "?")
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if changing.MatchString(part) || i > 0 && (parts[i-1] == "mailbox" || parts[i-1] == "o") {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}
