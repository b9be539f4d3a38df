package staff

import (
	"net/http"
	"slices"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type enterModel struct {
	Event   event.Event
	Form    *web.Form
	Key     string
	Slots   []ui.Option
	Refused string // why the rule took nobody
}

// askEnter is the form with which staff register somebody who called or wrote.
func (p *Pages) askEnter(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	return p.renderEnter(w, r, http.StatusOK, enterModel{Event: e, Form: web.NewForm(), Key: r.NewKey()})
}

func (p *Pages) renderEnter(w http.ResponseWriter, r *web.Request, status int, m enterModel) error {
	for _, s := range m.Event.Slots {
		o := ui.Option{Value: s.ID, Label: s.NameIn(r.Lang), Support: slotKindWords(r, s)}
		if free, limited := s.Free(); limited {
			o.Label += r.P.N("staff.attendee.free", free)
		}
		m.Slots = append(m.Slots, o)
	}
	if len(m.Slots) == 1 {
		m.Form.Set("slot", m.Slots[0].Value)
	}
	return web.Render(w, r, status, enterPage(p.chrome(r), r, m))
}

func (p *Pages) enter(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	m := enterModel{Event: e, Form: f}
	if m.Key, err = f.Key(); err != nil {
		return err
	}
	req := enterRequest(r, e, f, m.Key)
	if f.OK() {
		result, err := p.Events.Register(r.Context(), req)
		if err == nil {
			if result.Already && !result.Replay {
				r.FlashTone(ui.Due, "staff.attendee.already")
			} else {
				r.Flash("staff.attendee.entered."+string(result.Registration.State), "name", result.Person.DisplayName(r.Lang))
			}
			return web.Redirect(w, r, eventPath(r, e, "attendees", result.Registration.ID))
		}
		if known, ok := apperr.As(err); ok && known.Category == apperr.Conflict {
			m.Key, m.Refused = r.NewKey(), r.P.T(known.Key, known.Args...)
			return p.renderEnter(w, r, http.StatusConflict, m)
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.renderEnter(w, r, http.StatusUnprocessableEntity, m)
}

func enterRequest(r *web.Request, e event.Event, f *web.Form, key string) event.Request {
	f.Label("reason", r.P.T("staff.event.reason"))
	var slots []string
	for _, s := range e.Slots {
		slots = append(slots, s.ID)
	}
	req := event.Request{Org: r.Org.ID, EventID: e.ID, Key: key, Via: event.ViaStaff, Actor: r.Actor, Lang: r.Lang,
		SlotID: f.RequiredChoice("slot", slots...), Family: f.Text("family", 200), Given: f.Text("given", 200),
		KanaFamily: f.Text("kana_family", 200), KanaGiven: f.Text("kana_given", 200), Email: f.Text("email", 254),
		Affiliation: f.Text("affiliation", 200), Answers: event.Answers{}, OverCapacity: f.Bool("over"), Reason: f.Required("reason", 400)}
	for _, q := range e.Asked() {
		if v := f.Values("q_" + q.ID); len(v) > 0 {
			req.Answers[q.ID] = slices.Clone(v)
		}
	}
	if f.Bool("consent_a") {
		req.Consents = []string{string(people.ConsentRun)}
	}
	return req
}

func answerOptions(r *web.Request, q event.Question) []ui.Option {
	all := make([]ui.Option, len(q.Options))
	for i, o := range q.Options {
		all[i] = ui.Option{Value: o.Value, Label: o.LabelIn(r.Lang)}
	}
	return all
}

func dated(f ui.FieldProps) ui.FieldProps { f.Type, f.Length = "date", 12; return f }
