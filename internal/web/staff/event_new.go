package staff

import (
	"net/http"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/wareki"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type newEventModel struct {
	Form    *web.Form
	Key     string
	Sources []ui.Option
	Venues  []ui.Option
}

// askEvent offers a blank event or a copy of one that has been.
func (p *Pages) askEvent(w http.ResponseWriter, r *web.Request) error {
	f := web.NewForm().Set("from", r.Query("from"))
	return p.renderNew(w, r, http.StatusOK, f, r.NewKey())
}

func (p *Pages) renderNew(w http.ResponseWriter, r *web.Request, status int, f *web.Form, key string) error {
	m := newEventModel{Form: f, Key: key, Sources: []ui.Option{{Label: r.P.T("staff.event.blank")}}}
	all, err := p.Events.List(r.Context(), r.Org.ID, event.Filter{Newest: true, Limit: eventsOnPage})
	if err != nil {
		return err
	}
	for _, e := range all {
		if e.StartsAt == 0 {
			continue
		}
		m.Sources = append(m.Sources, ui.Option{Value: e.ID,
			Label: r.P.T("staff.event.copy_of", "title", eventTitle(r, e), "date", r.P.DateYear(e.StartsAt.Time()))})
	}
	if m.Venues, err = p.venueOptions(r, event.Place{}); err != nil {
		return err
	}
	return web.Render(w, r, status, newEventPage(p.chrome(r), r, m))
}

// createEvent makes the draft and opens it.
func (p *Pages) createEvent(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	key, err := f.Key()
	if err != nil {
		return err
	}
	var fields event.Fields
	if title := f.Text("title", 120); title != "" {
		fields.Title = &title
	}
	readTimes(f, &fields)
	capacity := f.Int("capacity", 0, 1_000_000)
	if id := f.Value("place"); id != "" && id != placeOther {
		v, err := p.Programmes.FindVenue(r.Context(), r.Org.ID, id)
		if err != nil {
			return err
		}
		at := event.PlaceOf(v)
		fields.Place = &at
	}
	from := f.Value("from")
	if from == "" && fields.Title == nil && f.OK() {
		f.Label("title", r.P.T("staff.event.field.title"))
		f.Required("title", 120)
	}
	if f.OK() {
		e, err := p.makeEvent(r, from, fields, capacity)
		if err == nil {
			r.Flash("staff.event.created")
			return web.Redirect(w, r, eventPath(r, e))
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.renderNew(w, r, http.StatusUnprocessableEntity, f, key)
}

func (p *Pages) makeEvent(r *web.Request, from string, fields event.Fields, capacity *int) (event.Event, error) {
	ctx, org := r.Context(), r.Org.ID
	if from == "" {
		if err := p.currentProgramme(r, &fields); err != nil {
			return event.Event{}, err
		}
		e, err := p.Events.Create(ctx, r.Actor, org, fields)
		if err != nil {
			return e, err
		}
		return p.Events.SetSlots(ctx, r.Actor, org, e.ID, []event.SlotInput{
			{Name: i18n.For(i18n.Ja).T("staff.event.first_slot"), NameEn: i18n.For(i18n.En).T("staff.event.first_slot"), Capacity: capacity},
		})
	}
	e, err := p.Events.Duplicate(ctx, r.Actor, org, from)
	if err != nil {
		return e, err
	}
	if err := p.currentProgramme(r, &fields); err != nil {
		return e, err
	}
	if e, err = p.Events.Update(ctx, r.Actor, org, e.ID, fields); err != nil {
		return e, err
	}
	if open := e.OpenSlots(); capacity != nil && len(open) > 0 {
		return p.Events.SetCapacity(ctx, r.Actor, org, e.ID, open[0].ID, capacity)
	}
	return e, nil
}

// currentProgramme puts an event into the programme of the fiscal year in which
// it takes place, where there is one.
func (p *Pages) currentProgramme(r *web.Request, fields *event.Fields) error {
	at := r.Now
	if fields.StartsAt != nil && *fields.StartsAt != 0 {
		at = fields.StartsAt.Time()
	}
	prog, err := p.Programmes.CurrentProgramme(r.Context(), r.Org.ID, wareki.FiscalYear(at))
	if apperr.CategoryOf(err) == apperr.NotFound {
		return nil
	}
	if err == nil {
		fields.ProgrammeID = &prog.ID
	}
	return err
}

// duplicateEvent copies an event in one tap.
func (p *Pages) duplicateEvent(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	copied, err := p.Events.Duplicate(r.Context(), r.Actor, r.Org.ID, e.ID)
	if err != nil {
		return err
	}
	r.Flash("staff.event.copied")
	return web.Redirect(w, r, eventPath(r, copied, "edit"))
}

// readTimes reads start and end. An end without a day is on the day of the start.
func readTimes(f *web.Form, fields *event.Fields) {
	if start := f.Instant("starts_at", "starts_time"); start != 0 {
		fields.StartsAt = &start
	}
	day := "ends_at"
	if f.Value("ends_at") == "" && f.Value("ends_time") != "" {
		day = "starts_at"
	}
	if end := f.Instant(day, "ends_time"); end != 0 {
		fields.EndsAt = &end
	}
}
