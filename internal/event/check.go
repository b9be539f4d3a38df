package event

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/text"
)

// Lengths in graphemes, as a person counts them.
const (
	maxTitle   = 120
	maxLine    = 200
	maxSummary = 400
	maxText    = 20_000
	maxSlots   = 12
	maxAsked   = 10
	maxOptions = 30
	maxPeople  = 60 // speakers, and lines of an agenda
)

var slugShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

var (
	errSlugTaken = apperr.New(apperr.Conflict, "event.error.slug_taken").On("slug")
	errGuard     = apperr.New(apperr.Conflict, "event.error.full")
	errRevision  = apperr.New(apperr.Conflict, "event.error.revision")
)

// check collects what is wrong with what was typed.
type check struct{ fields apperr.Fields }

func (c *check) atMost(field, value string, limit int) {
	if text.Graphemes(value) > limit {
		c.fields.Add(field, "event.error.too_long", "max", strconv.Itoa(limit))
	}
}

func (c *check) required(field, value, key string) {
	if value == "" {
		c.fields.Add(field, key)
	}
}

func (c *check) link(field, value string) {
	if value == "" {
		return
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || len(value) > 2000 {
		c.fields.Add(field, "event.error.link")
	}
}

// Validate reports what cannot be saved, not even in a draft: apperr.Fields, or
// nil. What is only missing is the business of Missing.
func (e Event) Validate() error {
	var c check
	if len(e.Slug) > 80 || !slugShape.MatchString(e.Slug) {
		c.fields.Add("slug", "event.error.slug_shape")
	}
	c.atMost("title", e.Title, maxTitle)
	c.atMost("title_en", e.TitleEn, 2*maxTitle)
	c.atMost("summary", e.Summary, maxSummary)
	c.atMost("summary_en", e.SummaryEn, 2*maxSummary)
	c.atMost("body", e.Body, maxText)
	c.atMost("body_en", e.BodyEn, maxText)
	if e.StartsAt != 0 && e.EndsAt != 0 && e.EndsAt <= e.StartsAt {
		c.fields.Add("ends_at", "event.error.ends_before_start")
	}
	if e.OpensAt != 0 && e.ClosesAt != 0 && e.ClosesAt <= e.OpensAt {
		c.fields.Add("closes_at", "event.error.closes_before_open")
	}
	if e.EndsAt != 0 && e.ClosesAt > e.EndsAt {
		c.fields.Add("closes_at", "event.error.closes_after_end")
	}
	c.place(e.Place)
	c.link("online_url", e.OnlineURL)
	c.atMost("online_note", e.OnlineNote, maxSummary)
	c.atMost("online_note_en", e.OnlineNoteEn, 2*maxSummary)
	if strings.ContainsAny(e.Hashtag, " \t\n\u3000#＃") || text.Graphemes(e.Hashtag) > 60 {
		c.fields.Add("hashtag", "event.error.hashtag")
	}
	if _, ok := text.Email(e.ContactEmail); e.ContactEmail != "" && !ok {
		c.fields.Add("contact_email", "event.error.email")
	}
	if e.Visibility != Public && e.Visibility != Link && e.Visibility != Hidden {
		c.fields.Add("visibility", "event.error.choice")
	}
	if e.ClosesRule != DayBefore && e.ClosesRule != AtStart && e.ClosesRule != AtTime {
		c.fields.Add("closes_rule", "event.error.choice")
	}
	return c.fields.Err()
}

func (c *check) place(p Place) {
	c.atMost("place_name", p.Name, maxLine)
	c.atMost("place_name_en", p.NameEn, maxLine)
	c.atMost("place_area", p.Area, maxLine)
	c.atMost("place_area_en", p.AreaEn, maxLine)
	c.atMost("place_address", p.Address, maxLine)
	c.atMost("place_address_en", p.AddressEn, maxLine)
	if _, ok := text.Postcode(p.Postcode); p.Postcode != "" && !ok {
		c.fields.Add("place_postcode", "event.error.postcode")
	}
	c.link("place_map_url", p.MapURL)
	c.atMost("place_note", p.Note, maxText)
	c.atMost("place_note_en", p.NoteEn, maxText)
}

func (e *Event) clean() {
	p := &e.Place
	for _, s := range []*string{&e.Slug, &e.Title, &e.TitleEn, &e.Summary, &e.SummaryEn, &e.Body, &e.BodyEn,
		&e.OnlineURL, &e.OnlineNote, &e.OnlineNoteEn, &e.Hashtag, &e.ContactEmail, &e.ImageAlt,
		&p.Name, &p.NameEn, &p.Area, &p.AreaEn, &p.Address, &p.AddressEn, &p.Postcode, &p.MapURL, &p.Note, &p.NoteEn} {
		*s = text.Clean(*s)
	}
	e.Hashtag = strings.TrimLeft(e.Hashtag, "#＃")
	if digits, ok := text.Postcode(p.Postcode); ok {
		p.Postcode = digits
	}
}

// Missing lists what keeps the event from being published, in the order of the
// editor's page.
func (e Event) Missing() apperr.Fields {
	var c check
	c.required("title", e.Title, "event.missing.title")
	if e.StartsAt == 0 {
		c.fields.Add("starts_at", "event.missing.starts_at")
	}
	if e.EndsAt == 0 {
		c.fields.Add("ends_at", "event.missing.ends_at")
	}
	if e.Place.IsZero() && !e.Online() {
		c.fields.Add("place", "event.missing.place")
	}
	if e.Visibility != Hidden && len(e.OpenSlots()) == 0 {
		c.fields.Add("slots", "event.missing.slots")
	}
	return c.fields
}
