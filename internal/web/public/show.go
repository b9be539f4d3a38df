package public

import (
	"net/http"
	"strconv"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// show is the page of an event. Visitors without a session get the kept page of
// the current version; what staff see (drafts, their own frame) is rendered
// each time.
func (p *Pages) show(w http.ResponseWriter, r *web.Request) error {
	slug, now := r.Path("event"), instant(r.Now)
	if !r.Plain() || r.Demo() { // the demo's clock stands above each page
		e, err := p.find(r, slug)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, showPage(p.chrome(r), r, newShow(r, e)))
	}
	id, version, err := p.Events.VersionBySlug(r.Context(), r.Org.ID, slug)
	if err != nil {
		return err
	}
	key := id + string(r.Lang) + strconv.FormatInt(r.Org.Version, 10)
	if page, ok := p.kept.take(key, version, now); ok {
		return page.Serve(w, r)
	}
	e, err := p.find(r, slug)
	if err != nil {
		return err
	}
	page, err := web.Bake(r.Context(), showPage(p.chrome(r), r, newShow(r, e)))
	if err != nil {
		return err
	}
	p.kept.put(key, keptPage{page: page, version: e.Version, from: now, until: changesAt(e, now)})
	return page.Serve(w, r)
}

// find gives an event that this visitor may see: drafts and hidden ones are for
// staff, and for others they do not exist.
func (p *Pages) find(r *web.Request, slug string) (event.Event, error) {
	id, version, err := p.Events.VersionBySlug(r.Context(), r.Org.ID, slug)
	if err != nil {
		return event.Event{}, err
	}
	e, ok := p.read.take(id, version)
	if !ok {
		if e, err = p.Events.Find(r.Context(), r.Org.ID, id); err != nil {
			return e, err
		}
		p.read.put(e)
	}
	if (e.State == event.Draft || e.Visibility == event.Hidden) && !r.Can(account.EventView) {
		return event.Event{}, web.ErrNotFound
	}
	return e, nil
}

// showModel is the page of one event.
type showModel struct {
	Event  event.Event
	Phase  phase
	Head   ui.HeadProps
	Slots  []slotModel
	Facts  []ui.Fact
	Story  string // sanitised HTML
	Agenda []ui.AgendaItem
	Action *ui.ButtonProps
	Note   string // beside the action: until when, or why there is none
	Banner *ui.BannerProps
}

type slotModel struct {
	Seats    ui.SeatProps
	ForWhom  string
	Approval bool
}

func newShow(r *web.Request, e event.Event) showModel {
	now := instant(r.Now)
	m := showModel{Event: e, Phase: phaseOf(e, now), Story: markdown(e.BodyIn(r.Lang))}
	m.Head = ui.HeadProps{
		Title: e.TitleIn(r.Lang), Lead: e.SummaryIn(r.Lang), Status: m.Phase.status(r.P), Seed: e.ID,
		Back: &ui.LinkProps{Label: r.P.T("public.nav.events"), Href: r.OrgPath("events")},
	}
	if e.Hashtag != "" {
		m.Head.Eyebrow = "#" + e.Hashtag
	}
	for _, s := range e.OpenSlots() {
		m.Slots = append(m.Slots, newSlot(r, e, s, m.Phase))
	}
	m.Facts = facts(r, e)
	for _, a := range e.Agenda {
		m.Agenda = append(m.Agenda, agendaItem(r, e, a, now))
	}
	m.act(r)
	return m
}

func newSlot(r *web.Request, e event.Event, s event.Slot, f phase) slotModel {
	m := slotModel{
		Seats:   ui.SeatProps{Label: s.NameIn(r.Lang), Taken: s.Taken, Waiting: s.Waiting, Closed: f == closed || f == running},
		ForWhom: s.EligibilityIn(r.Lang), Approval: s.Mode == event.ByApproval,
	}
	if s.Capacity != nil {
		m.Seats.Capacity = *s.Capacity
	}
	if f == notYet {
		m.Seats.NotYet = e.OpensAt.Time()
	}
	return m
}

// facts answer what a phone asks first: when, where, for whom, how much.
func facts(r *web.Request, e event.Event) []ui.Fact {
	when := ui.Fact{Term: r.P.T("public.show.when"), Icon: "calendar", Value: ui.When(ui.DateProps{Start: e.StartsAt.Time(), End: e.EndsAt.Time()})}
	all := []ui.Fact{when}
	if !e.Place.IsZero() {
		all = append(all, ui.Fact{Term: r.P.T("public.show.where"), Icon: "place", Value: place(r, e.Place)})
	}
	if e.Online() {
		all = append(all, ui.Fact{Term: r.P.T("public.online"), Icon: "online", Text: orText(e.OnlineNoteIn(r.Lang), r.P.T("public.show.online"))})
	}
	all = append(all, ui.Fact{Term: r.P.T("public.show.fee"), Icon: "ticket", Text: r.P.T("public.show.free")})
	if e.ClosesAt != 0 && e.State == event.Published {
		all = append(all, ui.Fact{Term: r.P.T("public.show.until"), Icon: "clock", Text: until(r, e)})
	}
	return all
}

func orText(text, or string) string {
	if text == "" {
		return or
	}
	return text
}

// until names the last day for people: a closing at midnight is "24:00 of the
// day before", not 00:00 of the next.
func until(r *web.Request, e event.Event) string {
	t := e.ClosesAt.Time()
	if t.Hour() == 0 && t.Minute() == 0 {
		return r.P.T("public.show.until_day", "date", r.P.Date(t.Add(-time.Minute)))
	}
	return r.P.T("public.show.until_time", "at", r.P.DateTime(t))
}

func agendaItem(r *web.Request, e event.Event, a event.AgendaItem, now db.Instant) ui.AgendaItem {
	at := e.StartsAt.Time().Add(time.Duration(a.Offset) * time.Minute)
	return ui.AgendaItem{Time: r.P.Time(at), Title: a.LabelIn(r.Lang), Text: a.NoteIn(r.Lang)}
}

// left puts the number of free places before the last day, where there is one.
func left(r *web.Request, e event.Event, last string) string {
	if s := seats(e, instant(r.Now)); s != nil && s.Capacity > 0 {
		return r.P.N("public.slot.left", max(0, s.Capacity-s.Taken)) + r.P.T("public.slot.between") + last
	}
	return last
}

// act sets the one thing to do on the page, and the words beside it.
func (m *showModel) act(r *web.Request) {
	e := m.Event
	register := r.OrgPath("events", e.Slug, "register")
	switch m.Phase {
	case open:
		m.Action = &ui.ButtonProps{Label: r.P.T("public.show.register"), Href: register, Look: ui.Apple}
		m.Note = left(r, e, until(r, e))
	case waitlist:
		m.Action = &ui.ButtonProps{Label: r.P.T("public.show.wait"), Href: register, Look: ui.Primary}
		m.Note = r.P.T("public.show.wait_note")
	case cancelled:
		m.Banner = &ui.BannerProps{Tone: ui.Wrong, Title: r.P.T("public.show.cancelled"), Text: e.CancelReason}
	case draft:
		m.Banner = &ui.BannerProps{Tone: ui.Info, Title: r.P.T("public.show.draft"), Text: r.P.T("public.show.draft_text")}
	case notYet:
		m.Banner = &ui.BannerProps{Tone: ui.Info, Title: r.P.T("public.show.not_yet", "at", r.P.DateTime(e.OpensAt.Time()))}
	case full:
		m.Banner = &ui.BannerProps{Tone: ui.Due, Title: r.P.T("public.show.full"), Text: r.P.T("public.show.full_text")}
	case closed, running:
		m.Banner = &ui.BannerProps{Tone: ui.Quiet, Title: r.P.T("public.show.closed"), Text: r.P.T("public.show.closed_text")}
	case over:
		m.Banner = &ui.BannerProps{Tone: ui.Quiet, Title: r.P.T("public.show.over")}
	}
}
