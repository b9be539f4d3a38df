package app

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"koryu/internal/web"
)

// bodies are sent where no page has a form for the route, or where its form would do more than the table wants to see.
// Words of the place stand in double braces.
var bodies = map[string]string{
	"POST /o/{org}/me/blocks":                               "block={{block}}",
	"POST /o/{org}/me/introductions":                        "introduction={{introduction}}&answer=yes",
	"POST /o/{org}/me/profile/start":                        "agree=1",
	"POST /o/{org}/me/profile/talk":                         "talk=港の話&audience_talk=met" + stored,
	"POST /o/{org}/me/profile/basics":                       "family=見本&given=花子&kana_family=みほん&kana_given=はなこ&headline=Web開発" + stored,
	"POST /o/{org}/me/profile/links":                        "link_site=https://example.com/" + stored,
	"POST /o/{org}/me/profile/region":                       "prefecture=13&ties=visits&pattern=I&horizon=open" + stored,
	"POST /o/{org}/staff/messages/{message}/send":           "count={{readers}}",
	"POST /o/{org}/staff/messages/bounces/clear":            "email={{returned}}",
	"POST /o/{org}/staff/people/apart":                      "one={{twin}}&other={{other twin}}",
	"POST /o/{org}/staff/people/together":                   "one={{first person}}&other={{third person}}",
	"POST /o/{org}/staff/people/bulk/undo":                  "act={{tag act}}",
	"POST /o/{org}/staff/people/filters/new":                "name=今年度に会った方&filter=fy%3D2024%26q%3D見本",
	"POST /o/{org}/staff/people/filters/remove":             "id={{saved filter}}",
	"POST /o/{org}/staff/people/tags/remove":                "id={{tag}}",
	"POST /o/{org}/staff/people/unmerge":                    "merge={{merging}}",
	"POST /o/{org}/staff/privacy/requests/{request}/refuse": "answer=ご本人と確かめられませんでした。",
	"POST /demo/clock":                                      "by=date&day=2024-01-01&time=09:00", // refused: time must stand still here
	"POST /sign-in":                                         "email={{fresh}}@example.com",
	"POST /sign-in/again":                                   "",
	"POST /sign-in/code":                                    "code=000000",
	"POST /o/{org}/staff/people/{person}/consents/withdraw": "code=f&scope={{event id}}&reason=電話で申し出",
	"POST /me/browsers/end":                                 "id={{session}}",
	"POST /o/{org}/door/{event}/redeem":                     "token={{token:/q/}}&nonce={{fresh}}",
	"POST /o/{org}/door/{event}/undo":                       "scan={{scan}}",
	"POST /o/{org}/door/{event}/walk-in":                    "key={{fresh}}&family=飛入&kana_family=とびいり&slot={{slot}}&consent_a=on",
}

// stored are the versions that a form of the profile was opened with.
const stored = "&version={{profile version}}&person_version={{person version}}"

// alike take the form of another route.
var alike = map[string]string{
	"POST /o/{org}/staff/events/{event}/autosave":     "POST /o/{org}/staff/events/{event}/edit",
	"POST /o/{org}/staff/messages/{message}/autosave": "POST /o/{org}/staff/messages/{message}/edit",
}

// queries are what a route wants to know beside its path.
var queries = map[string]string{
	"GET /o/{org}/staff/people/merge":                      "one={{twin}}&other={{other twin}}",
	"GET /o/{org}/staff/people/unmerge":                    "person={{whole person}}&merge={{merging}}",
	"GET /o/{org}/staff/people/filters/remove":             "id={{saved filter}}",
	"GET /o/{org}/staff/people/tags/remove":                "id={{tag}}",
	"GET /o/{org}/staff/live":                              "event={{event id}}",
	"GET /o/{org}/staff/live/stream":                       "event={{event id}}",
	"GET /o/{org}/staff/people/{person}/consents/withdraw": "code=f&scope={{event id}}",
}

// instead are routes that want another thing than most.
var instead = map[string]string{
	"POST /o/{org}/staff/messages/{message}/stop":                         "message=sent message",
	"POST /o/{org}/staff/messages/{message}/retry":                        "message=sent message",
	"POST /o/{org}/staff/privacy/requests/{request}/confirm":              "request=erasure",
	"POST /o/{org}/staff/privacy/requests/{request}/refuse":               "request=erasure",
	"POST /x/{token}/confirm":                                             "token=letter",
	"GET /x/{token}/refuse":                                               "token=letter",
	"POST /x/{token}/refuse":                                              "token=letter",
	"GET /x/{token}/undo":                                                 "token=letter",
	"POST /x/{token}/undo":                                                "token=letter",
	"GET /x/{token}/block":                                                "token=bound letter",
	"POST /x/{token}/block":                                               "token=bound letter",
	"POST /o/{org}/staff/events/{event}/attendees/{registration}/decline": "registration=pending registration",
	"GET /o/{org}/staff/events/{event}/attendees/{registration}/decline":  "registration=pending registration",
	"POST /o/{org}/staff/events/{event}/attendees/{registration}/approve": "registration=pending registration",
}

// documents are the JSON bodies of the API.
var documents = map[string]string{
	"POST /api/v1/events/{event}/registrations":        `{"slot":"{{slot}}","family":"見本","kana_family":"みほん","email":"{{fresh}}@example.com","consents":["a"]}`,
	"POST /api/v1/registrations/{registration}/cancel": `{"reason":"都合"}`,
	"POST /api/v1/events/{event}/checkins":             `{"token":"{{token:/q/}}","device":"端末","nonce":"{{fresh}}"}`,
}

// forms knows, for each route that takes a form, one that was found on a page, filled in as a person would. Words of
// the place in which it was found stand in double braces.
type forms map[string]url.Values

// harvest opens every page and keeps the forms on it.
func (m *matrix) harvest(mux *http.ServeMux) forms {
	m.t.Helper()
	found := forms{}
	p := m.furnish(m.here, guestEmail)
	for _, route := range m.Kit.Routes() {
		if acts(route) || route.Stream {
			continue
		}
		path, unknown := p.path(route)
		if len(unknown) > 0 {
			continue
		}
		for _, who := range []role{"owner", helper, visitor} {
			a := m.send(ask{route: route, path: path, who: who, token: m.session(p, who)})
			if strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
				found.read(mux, p, a.Body)
			}
		}
	}
	for route, like := range alike {
		found[route] = found[like]
	}
	for route, body := range bodies {
		values, err := url.ParseQuery(body)
		must(m.t, err)
		found[route] = values
	}
	return found
}

// read keeps the forms of a page under the route that takes them; the longest one wins.
func (f forms) read(mux *http.ServeMux, p *place, page io.Reader) {
	root, err := html.Parse(page)
	if err != nil {
		return
	}
	for form := range root.Descendants() {
		if form.Data != "form" || !strings.EqualFold(attr(form, "method"), "post") {
			continue
		}
		values := url.Values{}
		for n := range form.Descendants() {
			fillIn(values, n, p)
			add := attr(n, "formaction")
			if add != "" {
				f.keep(mux, add, values)
			}
		}
		f.keep(mux, attr(form, "action"), values)
	}
}

func (f forms) keep(mux *http.ServeMux, action string, values url.Values) {
	r, err := http.NewRequest(http.MethodPost, matrixBase+action, nil)
	if err != nil {
		return
	}
	_, pattern := mux.Handler(r)
	if pattern != "" && len(values) > len(f[pattern]) {
		f[pattern] = values
	}
}

// fillIn puts one field of the form into values.
func fillIn(values url.Values, n *html.Node, p *place) {
	name, v := attr(n, "name"), attr(n, "value")
	if name == "" {
		return
	}
	switch n.Data {
	case "input":
		switch kind := attr(n, "type"); {
		case kind == "file":
			return
		case kind == "radio" && values.Has(name) && !hasAttr(n, "checked"):
			return
		case v == "" && kind != "hidden" && name != "website":
			v = typed(name, kind, attr(n, "inputmode") == "numeric")
		}
	case "button":
		if values.Has(name) {
			return
		}
	case "textarea":
		if n.FirstChild != nil {
			v = n.FirstChild.Data
		}
		if v == "" {
			v = "見本の文です。"
		}
	case "select":
		for o := range n.Descendants() {
			if o.Data == "option" && (v == "" || hasAttr(o, "selected")) {
				v = attr(o, "value")
			}
		}
	default:
		return
	}
	if n.Data == "input" && slices.Contains([]string{"checkbox", "hidden"}, attr(n, "type")) {
		values.Add(name, p.mark(name, v))
		return
	}
	values.Set(name, p.mark(name, v))
}

func typed(name, kind string, digits bool) string {
	switch {
	case strings.HasPrefix(name, "opens"), strings.HasPrefix(name, "closes"), strings.HasPrefix(name, "promote"), name == "phone":
		return ""
	case strings.Contains(name, "postcode"):
		return "0300801"
	case name == "birth_year":
		return "1990"
	case kind == "email":
		return "{{fresh}}@example.com"
	case kind == "date":
		return "2024-12-20"
	case kind == "time" && strings.HasPrefix(name, "end"):
		return "20:30"
	case kind == "time":
		return "18:30"
	case kind == "number", digits:
		return "3"
	case kind == "url", strings.HasSuffix(name, "url"):
		return "https://example.com/"
	case strings.Contains(name, "kana"):
		return "みほん"
	case strings.Contains(name, "slug"):
		return "{{fresh}}"
	}
	return "見本"
}

// mark puts the names of a place's words where the words stand, and a new key where one is needed each time.
func (p *place) mark(name, v string) string {
	if name == "key" || name == "nonce" {
		return "{{fresh}}"
	}
	for key, word := range p.words {
		if key != "org" && v == word && len(word) > 3 { // a count or a version stands for more than one thing
			return "{{" + key + "}}"
		}
	}
	return v
}

// speak is fill for a body, in which a key must be new each time.
func (m *matrix) speak(text string, p *place) string {
	return p.fill(strings.ReplaceAll(text, "{{fresh}}", m.DB.IDs().New(m.DB.Clock().Now())))
}

// compose writes the body of a request to route about the things of a place.
func (m *matrix) compose(known forms, route web.Route, p *place) (url.Values, string) {
	if text := documents[route.String()]; text != "" {
		return nil, m.speak(text, p)
	}
	form := url.Values{}
	for name, list := range known[route.String()] {
		for _, v := range list {
			form.Add(m.speak(name, p), m.speak(v, p))
		}
	}
	if len(form) == 0 {
		form.Set("key", m.speak("{{fresh}}", p))
	}
	return form, ""
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}
