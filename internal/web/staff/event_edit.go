package staff

import (
	"net/http"
	"strconv"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type editModel struct {
	Event      event.Event
	Form       *web.Form
	Venues     []ui.Option
	Programmes []ui.Option
	Clash      []ui.Fact // somebody saved in between: what stands there now
}

// placeOther is the choice of a place for this event only.
const placeOther = "other"

func (p *Pages) askEdit(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	return p.renderEdit(w, r, http.StatusOK, editModel{Event: e, Form: filledEdit(e)})
}

func (p *Pages) renderEdit(w http.ResponseWriter, r *web.Request, status int, m editModel) error {
	var err error
	if m.Venues, err = p.venueOptions(r, m.Event.Place); err != nil {
		return err
	}
	programmes, err := p.Programmes.ListProgrammes(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	m.Programmes = []ui.Option{{Label: r.P.T("staff.event.no_programme")}}
	for _, x := range programmes {
		m.Programmes = append(m.Programmes, ui.Option{Value: x.ID, Label: x.NameIn(r.Lang) + " " + x.Year(r.Lang)})
	}
	return web.Render(w, r, status, editPage(p.chrome(r), r, m))
}

// venueOptions offers the places of the list, and the one that the event has
// even if it is not used any more.
func (p *Pages) venueOptions(r *web.Request, now event.Place) ([]ui.Option, error) {
	venues, err := p.Programmes.ListVenues(r.Context(), r.Org.ID)
	if err != nil {
		return nil, err
	}
	options := []ui.Option{{Label: r.P.T("staff.event.place_none")}}
	for _, v := range venues {
		if !v.Retired || v.ID == now.VenueID {
			options = append(options, ui.Option{Value: v.ID, Label: v.NameIn(r.Lang)})
		}
	}
	return append(options, ui.Option{Value: placeOther, Label: r.P.T("staff.event.place_other")}), nil
}

// filledEdit is the editor's form as the event stands.
func filledEdit(e event.Event) *web.Form {
	f := web.NewForm()
	for name, v := range map[string]string{
		"revision": strconv.FormatInt(e.Revision, 10), "programme": e.ProgrammeID, "slug": e.Slug,
		"starts_at": dayField(e.StartsAt), "starts_time": timeField(e.StartsAt),
		"ends_at": dayField(e.EndsAt), "ends_time": timeField(e.EndsAt),
		"opens_at": dayField(e.OpensAt), "opens_time": timeField(e.OpensAt),
		"promote_until": dayField(e.PromoteUntil), "promote_time": timeField(e.PromoteUntil),
		"closes_rule": string(e.ClosesRule), "visibility": string(e.Visibility), "place": placeChoice(e.Place),
	} {
		f.Set(name, v)
	}
	if e.ClosesRule == event.AtTime {
		f.Set("closes_at", dayField(e.ClosesAt)).Set("closes_time", timeField(e.ClosesAt))
	}
	for _, t := range editTexts(&e) {
		f.Set(t.name, *t.value)
	}
	return f
}

func placeChoice(at event.Place) string {
	if at.VenueID != "" {
		return at.VenueID
	}
	if !at.IsZero() {
		return placeOther
	}
	return ""
}

type editText struct {
	name  string
	value *string
	max   int
}

// editTexts are the plain texts of the editor and where they stand in an event.
func editTexts(e *event.Event) []editText {
	at := &e.Place
	return []editText{
		{"title", &e.Title, 120}, {"title_en", &e.TitleEn, 240}, {"summary", &e.Summary, 400}, {"summary_en", &e.SummaryEn, 800},
		{"body", &e.Body, 20_000}, {"body_en", &e.BodyEn, 20_000}, {"hashtag", &e.Hashtag, 60}, {"contact_email", &e.ContactEmail, 254},
		{"online_url", &e.OnlineURL, 2000}, {"online_note", &e.OnlineNote, 400}, {"online_note_en", &e.OnlineNoteEn, 800},
		{"place_name", &at.Name, 200}, {"place_name_en", &at.NameEn, 200}, {"place_area", &at.Area, 200}, {"place_area_en", &at.AreaEn, 200},
		{"place_address", &at.Address, 200}, {"place_address_en", &at.AddressEn, 200}, {"place_postcode", &at.Postcode, 20},
		{"place_map_url", &at.MapURL, 2000}, {"place_note", &at.Note, 2000}, {"place_note_en", &at.NoteEn, 2000},
	}
}

// readEdit gives the event as the form wants it. While somebody is still typing
// (draft), a day without its time is left for later instead of refused.
func readEdit(f *web.Form, e event.Event, draft bool) event.Event {
	want := e
	for _, t := range editTexts(&want) {
		if f.Has(t.name) {
			*t.value = f.Text(t.name, t.max)
		}
	}
	want.Place = readPlace(f, e.Place, want.Place)
	if f.Has("programme") {
		want.ProgrammeID = f.Value("programme")
	}
	if f.Has("slug") && e.State == event.Draft {
		want.Slug = f.Text("slug", 80)
	}
	want.Visibility = event.Visibility(f.Choice("visibility", string(event.Public), string(event.Link), string(event.Hidden)))
	want.ClosesRule = event.ClosesRule(f.Choice("closes_rule", string(event.DayBefore), string(event.AtStart), string(event.AtTime)))
	moment := func(day, time string, now db.Instant) db.Instant {
		if f.Value(day) == "" && f.Value(time) == "" {
			return 0
		}
		if f.Value(day) == "" || f.Value(time) == "" {
			if draft {
				return now
			}
			f.Required(day, 40)
			f.Required(time, 40)
			return now
		}
		return f.Instant(day, time)
	}
	want.StartsAt = moment("starts_at", "starts_time", e.StartsAt)
	if f.Value("ends_at") == "" && f.Value("ends_time") != "" {
		f.Set("ends_at", f.Value("starts_at"))
	}
	want.EndsAt = moment("ends_at", "ends_time", e.EndsAt)
	want.OpensAt = moment("opens_at", "opens_time", e.OpensAt)
	want.PromoteUntil = moment("promote_until", "promote_time", e.PromoteUntil)
	if want.ClosesRule == event.AtTime {
		want.ClosesAt = moment("closes_at", "closes_time", e.ClosesAt)
	}
	return want
}

// readPlace is a place of the list, or the one that was typed.
func readPlace(f *web.Form, now, typed event.Place) event.Place {
	switch v := f.Value("place"); v {
	case "":
		return event.Place{}
	case placeOther:
		typed.VenueID = ""
		return typed
	case now.VenueID:
		return now
	default:
		return event.Place{VenueID: v}
	}
}

// sameEvent says that a form asks for nothing that is not there already, so
// that a save that arrives twice is no conflict.
func sameEvent(now, want event.Event) bool {
	for i, t := range editTexts(&now) {
		if *t.value != *editTexts(&want)[i].value && t.name != "place_postcode" {
			return false
		}
	}
	return now.ProgrammeID == want.ProgrammeID && now.Slug == want.Slug && now.StartsAt == want.StartsAt && now.EndsAt == want.EndsAt &&
		now.OpensAt == want.OpensAt && now.PromoteUntil == want.PromoteUntil && now.ClosesRule == want.ClosesRule &&
		(want.ClosesRule != event.AtTime || now.ClosesAt == want.ClosesAt) && now.Place.VenueID == want.Place.VenueID &&
		text.Digits(now.Place.Postcode) == text.Digits(want.Place.Postcode) && now.Visibility == want.Visibility
}

func editFields(want event.Event, revision int64) event.Fields {
	f := event.Fields{
		ProgrammeID: &want.ProgrammeID, Title: &want.Title, TitleEn: &want.TitleEn, Summary: &want.Summary, SummaryEn: &want.SummaryEn,
		Body: &want.Body, BodyEn: &want.BodyEn, StartsAt: &want.StartsAt, EndsAt: &want.EndsAt, OpensAt: &want.OpensAt,
		ClosesRule: &want.ClosesRule, PromoteUntil: &want.PromoteUntil, Place: &want.Place, OnlineURL: &want.OnlineURL,
		OnlineNote: &want.OnlineNote, OnlineNoteEn: &want.OnlineNoteEn, Hashtag: &want.Hashtag, Visibility: &want.Visibility,
		ContactEmail: &want.ContactEmail, Slug: &want.Slug, Revision: revision,
	}
	if want.ClosesRule == event.AtTime {
		f.ClosesAt = &want.ClosesAt
	}
	return f
}

// saveEdit stores the form. clash is what others stored meanwhile.
func (p *Pages) saveEdit(r *web.Request, e event.Event, f *web.Form, draft bool) (saved event.Event, clash bool, err error) {
	want := readEdit(f, e, draft)
	if id := want.ProgrammeID; id != "" && id != e.ProgrammeID {
		if _, err := p.Programmes.FindProgramme(r.Context(), r.Org.ID, id); err != nil {
			return e, false, err
		}
	}
	if !f.OK() {
		return e, false, f.Errs.Err()
	}
	if sameEvent(e, want) {
		return e, false, nil
	}
	revision, _ := strconv.ParseInt(f.Value("revision"), 10, 64)
	if revision <= 0 {
		revision = -1 // a form that does not say what it saw cannot overwrite
	}
	saved, err = p.Events.Update(r.Context(), r.Actor, r.Org.ID, e.ID, editFields(want, revision))
	if known, ok := apperr.As(err); ok && known.Key == "event.error.revision" {
		return e, true, err
	}
	return saved, false, err
}

func (p *Pages) editEvent(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	saved, clash, err := p.saveEdit(r, e, f, false)
	if clash {
		return p.renderClash(w, r, f)
	}
	if err == nil {
		r.Flash("staff.event.saved")
		return web.Redirect(w, r, eventPath(r, saved))
	}
	if f.OK() && !f.Take(err) && !takeConflict(f, err) {
		return err
	}
	return p.renderEdit(w, r, http.StatusUnprocessableEntity, editModel{Event: e, Form: f})
}

// takeConflict keeps a conflict about a field (an address in use) on the form.
func takeConflict(f *web.Form, err error) bool {
	known, ok := apperr.As(err)
	if !ok || known.Category != apperr.Conflict || known.Field == "" {
		return false
	}
	f.Add(known.Field, known.Key, known.Args...)
	return true
}

// renderClash shows both versions: what was typed stays in the form, what the
// other stored stands above it. Saving again is then a decision.
func (p *Pages) renderClash(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	m := editModel{Event: e, Form: f}
	stored := filledEdit(e)
	for _, name := range editOrder {
		if now := stored.Value(name); f.Has(name) && now != f.Value(name) {
			m.Clash = append(m.Clash, ui.Fact{Term: r.P.T("staff.event.field." + name), Text: orDash(now)})
		}
	}
	f.Set("revision", strconv.FormatInt(e.Revision, 10))
	return p.renderEdit(w, r, http.StatusConflict, m)
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// editOrder is the order of the fields on the page.
var editOrder = []string{
	"title", "title_en", "summary", "summary_en", "body", "body_en", "starts_at", "starts_time", "ends_at", "ends_time",
	"opens_at", "opens_time", "closes_rule", "closes_at", "closes_time", "promote_until", "promote_time",
	"place_name", "place_name_en", "place_area", "place_area_en", "place_postcode", "place_address", "place_address_en",
	"place_map_url", "place_note", "place_note_en", "online_url", "online_note", "online_note_en",
	"visibility", "hashtag", "contact_email", "slug",
}

// autosaveEvent stores what is typed so far and gives the revision to go on from.
func (p *Pages) autosaveEvent(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	saved, _, err := p.saveEdit(r, e, f, true)
	if err != nil {
		return err
	}
	w.Header().Set("Koryu-Revision", strconv.FormatInt(saved.Revision, 10))
	return web.NoContent(w, r)
}
