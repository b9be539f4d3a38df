package public

import (
	"net/http"
	"strconv"

	"github.com/gorilla/feeds"

	"koryu/internal/event"
	"koryu/internal/web"
)

const calendarType = "text/calendar; charset=utf-8"

// calendar is the subscribable calendar of an organisation. Cancelled events
// stay in it, marked, so that they vanish from nobody's calendar unseen.
func (p *Pages) calendar(w http.ResponseWriter, r *web.Request) error {
	all, err := p.published(r)
	if err != nil {
		return err
	}
	if web.NotModified(w, r, versions(all)...) {
		return nil
	}
	return web.Bytes(w, r, calendarType, p.Events.Feed(all, r.Org.NameIn(r.Lang), r.Org.Slug, instant(r.Now)))
}

func (p *Pages) eventCalendar(w http.ResponseWriter, r *web.Request) error {
	e, err := p.find(r, r.Path("event"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", web.Disposition("attachment", e.Slug+".ics"))
	return web.Bytes(w, r, calendarType, p.Events.Calendar(e, r.Org.Slug, instant(r.Now)))
}

func (p *Pages) published(r *web.Request) ([]event.Event, error) {
	return p.Events.List(r.Context(), r.Org.ID, event.Filter{
		States: []event.State{event.Published, event.Cancelled}, Visibilities: []event.Visibility{event.Public}, Newest: true, Limit: 200,
	})
}

// versions is the state of a list for an ETag.
func versions(all []event.Event) []string {
	parts := make([]string, 0, len(all))
	for _, e := range all {
		parts = append(parts, e.ID+strconv.FormatInt(e.Version, 10))
	}
	return parts
}

// feed is the Atom feed of the events, newest publication first.
func (p *Pages) feed(w http.ResponseWriter, r *web.Request) error {
	all, err := p.published(r)
	if err != nil {
		return err
	}
	if web.NotModified(w, r, append(versions(all), string(r.Lang))...) {
		return nil
	}
	f := &feeds.Feed{
		Title: r.Org.NameIn(r.Lang), Link: &feeds.Link{Href: r.Absolute(r.OrgPath())}, Id: "urn:uuid:" + r.Org.ID,
		Subtitle: r.P.T("public.list.lead"), Updated: r.Org.UpdatedAt.Time(),
	}
	for _, e := range all {
		at := max(e.UpdatedAt, e.PublishedAt)
		if t := at.Time(); t.After(f.Updated) {
			f.Updated = t
		}
		f.Items = append(f.Items, &feeds.Item{
			Id: "urn:uuid:" + e.ID, Title: e.TitleIn(r.Lang), Description: feedWords(r, e), Content: markdown(e.BodyIn(r.Lang)),
			Link: &feeds.Link{Href: r.Absolute(r.OrgPath("events", e.Slug))}, Created: e.PublishedAt.Time(), Updated: at.Time(),
		})
	}
	text, err := feeds.ToXML(&feeds.Atom{Feed: f})
	if err != nil {
		return err
	}
	return web.Bytes(w, r, "application/atom+xml; charset=utf-8", []byte(text))
}

func feedWords(r *web.Request, e event.Event) string {
	words := r.P.Range(e.StartsAt.Time(), e.EndsAt.Time())
	if n := e.Place.NameIn(r.Lang); n != "" {
		words += " " + n
	}
	if e.State == event.Cancelled {
		words = r.P.T("public.show.cancelled") + " " + words
	}
	return words + " " + e.SummaryIn(r.Lang)
}

// linkPicture is what other services show beside a link: the band and the mark
// of the organisation or the event, without words.
func (p *Pages) linkPicture(w http.ResponseWriter, r *web.Request) error {
	seed := r.Org.Seed
	if slug := r.Path("event"); slug != "" {
		e, err := p.find(r, slug)
		if err != nil {
			return err
		}
		seed = e.ID
	}
	picture, err := p.drawn.draw(seed, r.Org.Accent)
	if err != nil {
		return err
	}
	return picture.Serve(w, r)
}

// image is the picture of an event. Its address names these very bytes.
func (p *Pages) image(w http.ResponseWriter, r *web.Request) error {
	img, err := p.Events.FindImage(r.Context(), r.Org.ID, r.Path("image"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return web.Inline(w, r, img.Type, img.Data)
}
