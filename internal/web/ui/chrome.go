package ui

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/a-h/templ"
)

// Meta is what the head of a page says about it.
type Meta struct {
	Title       string // without the name of the organisation
	Description string
	Canonical   string // absolute
	Image       string // absolute, 1200×630
	ImageAlt    string
	JSONLD      any    // schema.org value, written as data
	Feeds       []Feed // <link rel="alternate">
	NoIndex     bool
	Errors      bool // the title begins with エラー: (a refused form)
}

// Feed is another form of the same content (Atom, calendar).
type Feed struct{ Title, Type, Href string }

// Chrome is the frame around a page, the same for all pages of one request.
type Chrome struct {
	Org   Org
	User  User
	Path  string // path and query of this page, for the language switch
	Theme string // light, dark or empty (as the device has it); from the cookie
	Flash *Flash
	Nav   []NavItem        // Public: links of the header; Console: nouns on the left
	Top   templ.Component  // above everything: the demo clock
	Foot  []LinkProps      // further links of the footer
	Data  templ.Attributes // data-* of <body>
	Door  DoorChrome       // Door layout only
}

// Org is the organisation whose pages these are; zero outside of one.
type Org struct {
	Slug, Name, Seed string
	Accent           string // #rrggbb or empty
	Programme        string // line under the name, e.g. the programme of the year
}

// User is who is signed in; zero for nobody.
type User struct{ Name, Role, Href, SignOut string }

// DoorChrome is the head line of the door.
type DoorChrome struct{ Event, Back string }

// NavItem is a link of a navigation.
type NavItem struct {
	Label, Href, Icon string
	On                bool
	Count             int    // shown when not 0: things that wait
	Group             string // Console: heading before this item
}

// Flash is the result of the last act, shown once.
type Flash struct {
	Tone Tone
	Text string
	Undo *UndoProps
}

// UndoProps is a POST that takes the last act back.
type UndoProps struct {
	Action string
	Fields map[string]string
}

// Tone is how a thing stands; always with an icon and a word beside it.
type Tone string

const (
	Plain Tone = ""
	Info  Tone = "info"
	Done  Tone = "done"  // hiba green
	Due   Tone = "due"   // amber
	Now   Tone = "now"   // the one red apple
	Wrong Tone = "wrong" // refused, failed
	Quiet Tone = "quiet" // over, cancelled, not counted
)

// LinkProps is a link with its words.
type LinkProps struct{ Label, Href, Icon string }

func (c Chrome) home() string {
	if c.Org.Slug == "" {
		return "/"
	}
	return "/o/" + url.PathEscape(c.Org.Slug)
}

func (c Chrome) name() string {
	if c.Org.Name == "" {
		return "Koryu 交流"
	}
	return c.Org.Name
}

// accentHref is the stylesheet of the organisation's accent; the colour in
// the query lets caches keep it for ever.
func (c Chrome) accentHref() string {
	if c.Org.Accent == "" || c.Org.Slug == "" {
		return ""
	}
	return c.home() + "/accent.css?v=" + url.QueryEscape(strings.TrimPrefix(c.Org.Accent, "#"))
}

// inLang is this page in another language.
func (c Chrome) inLang(l string) string {
	u, err := url.Parse(c.Path)
	if err != nil {
		return "?lang=" + l
	}
	q := u.Query()
	q.Set("lang", l)
	return (&url.URL{Path: u.Path, RawQuery: q.Encode()}).String()
}

// jsonLD writes v so that it cannot close the script element.
func jsonLD(v any) (string, error) {
	b, err := json.Marshal(v) // escapes <, > and & as \u003c …
	if err != nil {
		return "", err
	}
	return `<script type="application/ld+json">` + string(b) + `</script>`, nil
}
