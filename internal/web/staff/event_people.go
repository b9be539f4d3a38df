package staff

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/web"
)

// rowErrors moves what the use case says about its rows to the rows of the
// form, in which removed and empty ones still stand.
func rowErrors(m partModel, err error) error {
	if apperr.CategoryOf(err) != apperr.Invalid {
		return err
	}
	kept := m.kept()
	var moved apperr.Fields
	for _, x := range apperr.FieldsOf(err) {
		field := x.Field
		if rest, ok := strings.CutPrefix(field, m.Name+"."); ok {
			row, name, _ := strings.Cut(rest, ".")
			if i, bad := strconv.Atoi(row); bad == nil && i < len(kept) {
				field = m.at(kept[i], name)
			}
		}
		moved.Add(field, x.Key, x.Args...)
	}
	return moved.Err()
}

// partConflict gives a conflict without a field to the part as a whole.
func partConflict(err error, name string) error {
	if known, ok := apperr.As(err); ok && known.Category == apperr.Conflict && known.Field == "" {
		return apperr.New(known.Category, known.Key, known.Args...).On(name + ".0.name")
	}
	return err
}

func fillSpeakers(f *web.Form, e event.Event) int {
	m := partModel{Name: "speakers", Form: f}
	for i, s := range e.Speakers {
		for field, v := range map[string]string{"id": s.ID, "name": s.Name, "name_en": s.NameEn, "title": s.Title,
			"title_en": s.TitleEn, "bio": s.Bio, "bio_en": s.BioEn, "url": s.URL} {
			f.Set(m.at(i, field), v)
		}
	}
	return len(e.Speakers)
}

func saveSpeakers(p *Pages, r *web.Request, e event.Event, m partModel) error {
	var all []event.Speaker
	for _, i := range m.kept() {
		all = append(all, event.Speaker{Name: m.text(i, "name"), NameEn: m.text(i, "name_en"), Title: m.text(i, "title"),
			TitleEn: m.text(i, "title_en"), Bio: m.text(i, "bio"), BioEn: m.text(i, "bio_en"), URL: m.text(i, "url")})
	}
	if err := m.Form.Errs.Err(); err != nil {
		return err
	}
	_, err := p.Events.SetSpeakers(r.Context(), r.Actor, r.Org.ID, e.ID, all)
	return err
}

func fillAgenda(f *web.Form, e event.Event) int {
	m := partModel{Name: "agenda", Form: f}
	for i, a := range e.Agenda {
		at := e.StartsAt.Add(time.Duration(a.Offset) * time.Minute)
		for field, v := range map[string]string{"id": a.ID, "time": timeField(at), "label": a.Label, "label_en": a.LabelEn,
			"note": a.Note, "note_en": a.NoteEn} {
			f.Set(m.at(i, field), v)
		}
	}
	return len(e.Agenda)
}

// saveAgenda turns times of day into minutes after the start. A time that is
// earlier than the line before it is on the next day.
func saveAgenda(p *Pages, r *web.Request, e event.Event, m partModel) error {
	var all []event.AgendaItem
	start := 0
	if e.StartsAt != 0 {
		at := e.StartsAt.Time()
		start = at.Hour()*60 + at.Minute()
	}
	last := -24 * 60
	for _, i := range m.kept() {
		minutes, ok := m.Form.Time(m.at(i, "time"))
		if !ok && m.Form.OK() {
			m.Form.Add(m.at(i, "time"), "web.form.required")
		}
		offset := minutes - start
		for len(all) > 0 && offset < last {
			offset += 24 * 60
		}
		last = offset
		all = append(all, event.AgendaItem{Offset: offset, Label: m.text(i, "label"), LabelEn: m.text(i, "label_en"),
			Note: m.text(i, "note"), NoteEn: m.text(i, "note_en")})
	}
	if err := m.Form.Errs.Err(); err != nil {
		return err
	}
	_, err := p.Events.SetAgenda(r.Context(), r.Actor, r.Org.ID, e.ID, all)
	return err
}

// autosavePath is empty for what is already public: a half typed sentence must
// not go out by itself.
func autosavePath(r *web.Request, m editModel) string {
	if m.Event.State != event.Draft {
		return ""
	}
	return eventPath(r, m.Event, "autosave")
}

func (p *Pages) askImage(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, imagePage(p.chrome(r), r, e, web.NewForm().Set("alt", e.ImageAlt)))
}

const maxImage = 10 << 20

// eventImage takes a picture, or only other words for the one that is there.
func (p *Pages) eventImage(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	alt := f.Text("alt", 200)
	b, _, err := f.File("image", maxImage)
	if err != nil {
		return err
	}
	if b == nil && e.ImageID == "" && f.OK() {
		f.Add("image", "event.error.image_shape")
	}
	if f.OK() {
		if b != nil {
			_, err = p.Events.SetImage(r.Context(), r.Actor, r.Org.ID, e.ID, strings.NewReader(string(b)), alt)
		} else {
			_, err = p.Events.Update(r.Context(), r.Actor, r.Org.ID, e.ID, event.Fields{ImageAlt: &alt})
		}
		if err == nil {
			r.Flash("staff.event.saved")
			return web.Redirect(w, r, eventPath(r, e, "image"))
		}
		if known, ok := apperr.As(err); ok && (known.Category == apperr.Invalid || known.Category == apperr.TooLarge) {
			f.Add("image", known.Key, known.Args...)
		} else if !f.Take(err) {
			return err
		}
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, imagePage(p.chrome(r), r, e, f))
}

func (p *Pages) removeImage(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	if _, err := p.Events.RemoveImage(r.Context(), r.Actor, r.Org.ID, e.ID); err != nil {
		return err
	}
	r.Flash("staff.event.saved")
	return web.Redirect(w, r, eventPath(r, e, "image"))
}
