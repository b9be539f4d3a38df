package public

import (
	"bytes"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"

	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
	"time"
)

var (
	// raw HTML is not rendered by goldmark, and what is left is checked again
	writer = goldmark.New()
	policy = bluemonday.UGCPolicy().AllowRelativeURLs(true).RequireNoFollowOnLinks(true)
)

// markdown turns an organiser's text into HTML that cannot carry a script.
func markdown(text string) string {
	if text == "" {
		return ""
	}
	var b bytes.Buffer
	if err := writer.Convert([]byte(text), &b); err != nil {
		return "" // a bytes.Buffer does not fail
	}
	return string(policy.SanitizeBytes(b.Bytes()))
}

func showMeta(r *web.Request, m showModel) ui.Meta {
	e := m.Event
	address := r.OrgPath("events", e.Slug)
	meta := ui.Meta{
		Title: e.TitleIn(r.Lang), Description: e.SummaryIn(r.Lang), Canonical: r.Absolute(address),
		Image: r.Absolute(address + "/og.png"), ImageAlt: e.TitleIn(r.Lang), Feeds: subscriptions(r),
		NoIndex: e.State == event.Draft || e.Visibility != event.Public,
	}
	if e.State != event.Draft {
		meta.JSONLD = jsonLD(r, m)
	}
	return meta
}

type object = map[string]any

// jsonLD is the event for search engines: schema.org/Event with times in the
// offset of Japan.
func jsonLD(r *web.Request, m showModel) object {
	e := m.Event
	address := r.Absolute(r.OrgPath("events", e.Slug))
	o := object{
		"@context": "https://schema.org", "@type": "Event", "name": e.TitleIn(r.Lang), "description": e.SummaryIn(r.Lang),
		"url": address, "image": address + "/og.png", "inLanguage": string(r.Lang), "isAccessibleForFree": true,
		"startDate": iso(e.StartsAt), "endDate": iso(e.EndsAt), "eventStatus": "https://schema.org/EventScheduled",
		"organizer": object{"@type": "Organization", "name": r.Org.NameIn(r.Lang), "url": r.Absolute(r.OrgPath())},
	}
	if e.State == event.Cancelled {
		o["eventStatus"] = "https://schema.org/EventCancelled"
	}
	mode, places := "Offline", []object{}
	if !e.Place.IsZero() {
		places = append(places, object{"@type": "Place", "name": e.Place.NameIn(r.Lang), "address": object{
			"@type": "PostalAddress", "addressCountry": "JP", "addressLocality": e.Place.AreaIn(r.Lang),
			"streetAddress": e.Place.AddressIn(r.Lang), "postalCode": e.Place.Postcode,
		}})
	}
	if e.Online() {
		places = append(places, object{"@type": "VirtualLocation", "url": address})
		if mode = "Mixed"; e.Place.IsZero() {
			mode = "Online"
		}
	}
	o["location"], o["eventAttendanceMode"] = places, "https://schema.org/"+mode+"EventAttendanceMode"
	offer(o, m, address)
	return o
}

func offer(o object, m showModel, address string) {
	s := seats(m.Event, instant(m.Event.StartsAt.Time().Add(-time.Second)))
	if s != nil && s.Capacity > 0 {
		o["maximumAttendeeCapacity"], o["remainingAttendeeCapacity"] = s.Capacity, max(0, s.Capacity-s.Taken)
	}
	state := map[phase]string{open: "InStock", waitlist: "SoldOut", full: "SoldOut", notYet: "PreOrder"}[m.Phase]
	if state == "" {
		return
	}
	of := object{"@type": "Offer", "price": "0", "priceCurrency": "JPY", "url": address, "availability": "https://schema.org/" + state}
	if m.Event.OpensAt != 0 {
		of["validFrom"] = iso(m.Event.OpensAt)
	}
	o["offers"] = of
}

func iso(t db.Instant) string { return t.Time().In(clock.JST).Format(time.RFC3339) }
