package door

import (
	"net/http"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type walkInModel struct {
	Slots []ui.Option
	Form  *web.Form
	Key   string
	Full  bool // the slot is full: a reason is asked
}

func (p *Pages) askWalkIn(w http.ResponseWriter, r *web.Request) error {
	return p.renderWalkIn(w, r, walkInModel{Form: web.NewForm(), Key: r.NewKey()}, http.StatusOK)
}

func (p *Pages) renderWalkIn(w http.ResponseWriter, r *web.Request, m walkInModel, status int) error {
	e, err := p.event(r)
	if err != nil {
		return err
	}
	for _, s := range e.Slots {
		m.Slots = append(m.Slots, ui.Option{Value: s.ID, Label: s.NameIn(r.Lang)})
		m.Full = m.Full || s.Full()
	}
	if m.Form.Value("slot") == "" && len(m.Slots) > 0 {
		m.Form.Set("slot", m.Slots[0].Value)
	}
	return web.Render(w, r, status, walkInPage(p.chrome(r, e, path(r)), r, m))
}

// walkIn takes a guest without registration: a name is enough.
func (p *Pages) walkIn(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	key, err := f.Key()
	if err != nil {
		return err
	}
	f.Label("family", r.P.T("door.walk_in.name"))
	in := event.WalkIn{
		Org: r.Org.ID, EventID: r.EventID, SlotID: f.Text("slot", 40), Lang: r.Lang, Actor: r.Actor, Device: device(r), Nonce: key,
		Family: f.Required("family", 200), Given: f.Text("given", 200), KanaFamily: f.Text("kana_family", 200), KanaGiven: f.Text("kana_given", 200),
		Affiliation: f.Text("affiliation", 200), Reason: f.Text("reason", 200),
	}
	if f.Bool("consent_a") {
		in.Consents = []string{string(people.ConsentRun)}
	}
	if f.OK() {
		result, err := p.Events.WalkIn(r.Context(), in)
		if err == nil {
			v := newVerdict(r, result)
			return p.answer(w, r, v)
		}
		if refusal, ok := apperr.As(err); ok && refusal.Category == apperr.Conflict && refusal.Field != "" {
			f.Add(refusal.Field, refusal.Key, refusal.Args...)
		} else if !f.Take(err) {
			return err
		}
	}
	return p.renderWalkIn(w, r, walkInModel{Form: f, Key: key}, http.StatusUnprocessableEntity)
}
