package public

import (
	"net/http"
	"slices"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// formConsents are asked on the form in this order; the first is needed to
// run the event at all, the others are free.
var formConsents = []people.ConsentCode{people.ConsentRun, people.ConsentPhoto, people.ConsentNews}

// trap is a field that people do not see. Who fills it in is a program.
const trap = "website"

// registerModel is the form of one registration.
type registerModel struct {
	Event  event.Event
	Phase  phase
	Slots  []ui.Option
	Form   *web.Form
	Key    string
	Banner *ui.BannerProps
	Known  bool // recognised by sign-in; the fields were filled in
}

func (p *Pages) askRegistration(w http.ResponseWriter, r *web.Request) error {
	e, err := p.find(r, r.Path("event"))
	if err != nil {
		return err
	}
	m := p.newRegister(r, e, web.NewForm(), r.NewKey())
	if !m.Phase.takes() {
		return web.Redirect(w, r, r.OrgPath("events", e.Slug)) // the page says why
	}
	if err := p.recognise(r, &m); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, registerPage(p.chrome(r), r, m))
}

func (p *Pages) newRegister(r *web.Request, e event.Event, f *web.Form, key string) registerModel {
	m := registerModel{Event: e, Phase: phaseOf(e, instant(r.Now)), Form: f, Key: key}
	for _, s := range e.OpenSlots() {
		o := ui.Option{Value: s.ID, Label: s.NameIn(r.Lang), Support: slotWords(r, s)}
		m.Slots = append(m.Slots, o)
	}
	if len(m.Slots) > 0 && f.Value("slot") == "" && len(m.Slots) == 1 {
		f.Set("slot", m.Slots[0].Value)
	}
	for _, name := range []string{"family", "given", "kana_family", "kana_given", "email", "slot"} {
		f.Label(name, r.P.T("public.register."+name))
	}
	return m
}

func slotWords(r *web.Request, s event.Slot) string {
	words := s.EligibilityIn(r.Lang)
	free, limited := s.Free()
	var state string
	switch {
	case limited && free > 0:
		state = r.P.N("public.slot.left", free)
	case limited && s.Waitlist:
		state = r.P.T("public.slot.wait")
	case limited:
		state = r.P.T("public.slot.full")
	}
	if s.Mode == event.ByApproval {
		state = r.P.T("public.slot.approval")
	}
	if words != "" && state != "" {
		return words + r.P.T("public.slot.between") + state
	}
	return words + state
}

// recognise fills in what a signed-in person told us before.
func (p *Pages) recognise(r *web.Request, m *registerModel) error {
	if !r.SignedIn() || r.Actor.Email == "" {
		return nil
	}
	m.Form.Set("email", r.Actor.Email)
	who, err := p.People.FindByEmail(r.Context(), r.Org.ID, r.Actor.Email)
	if err != nil {
		if apperr.CategoryOf(err) == apperr.NotFound {
			return nil
		}
		return err
	}
	m.Known = true
	m.Form.Set("family", who.Family).Set("given", who.Given).
		Set("kana_family", who.KanaFamily).Set("kana_given", who.KanaGiven)
	return nil
}

func (p *Pages) register(w http.ResponseWriter, r *web.Request) error {
	e, err := p.find(r, r.Path("event"))
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	key, err := f.Key()
	if err != nil {
		return err
	}
	if f.Value(trap) != "" { // a program: same answer, nothing kept
		return web.Redirect(w, r, r.OrgPath("events", e.Slug, "registered"))
	}
	m := p.newRegister(r, e, f, key)
	req := p.request(r, e, f, key)
	if f.OK() {
		result, err := p.Events.Register(r.Context(), req)
		if err == nil {
			return p.registeredAt(w, r, e, result)
		}
		if !f.Take(err) && !m.refused(r, err) {
			return err
		}
	}
	status := http.StatusUnprocessableEntity
	if m.Banner != nil {
		status = http.StatusConflict
	}
	return web.Render(w, r, status, registerPage(p.chrome(r), r, m))
}

// request reads the form. What the event's own rules say about it comes from
// the use case; here only shape is checked.
func (p *Pages) request(r *web.Request, e event.Event, f *web.Form, key string) event.Request {
	req := event.Request{
		Org: r.Org.ID, EventID: e.ID, Key: key, Lang: r.Lang, Via: event.ViaWeb, Actor: r.Actor,
		Family: f.Text("family", 200), Given: f.Text("given", 200),
		KanaFamily: f.Text("kana_family", 200), KanaGiven: f.Text("kana_given", 200),
		Email: f.Text("email", 254), Answers: answers(e, f),
	}
	var ids []string
	for _, s := range e.OpenSlots() {
		ids = append(ids, s.ID)
	}
	if req.SlotID = f.Choice("slot", ids...); len(ids) == 1 {
		req.SlotID = ids[0]
	}
	if req.SlotID == "" && f.OK() {
		f.Add("slot", "public.register.slot_missing")
	}
	for _, code := range formConsents {
		if f.Bool("consent_" + string(code)) {
			req.Consents = append(req.Consents, string(code))
		}
	}
	return req
}

// answers reads the organiser's questions: q_<id>.
func answers(e event.Event, f *web.Form) event.Answers {
	a := event.Answers{}
	for _, q := range e.Asked() {
		if v := f.Values("q_" + q.ID); len(v) > 0 {
			a[q.ID] = slices.Clone(v)
		}
	}
	return a
}

// refused shows a refusal of the rule (full, closed, the same key with another
// content) above the form, which keeps what was typed under a new key.
func (m *registerModel) refused(r *web.Request, err error) bool {
	refusal, ok := apperr.As(err)
	if !ok || refusal.Category != apperr.Conflict {
		return false
	}
	m.Key = r.NewKey()
	m.Banner = &ui.BannerProps{Tone: ui.Due, Title: r.P.T(refusal.Key, refusal.Args...)}
	return true
}

// registeredAt leads to the ticket. Somebody who is registered already gets the
// same address in the mail only: who types an address need not own it.
func (p *Pages) registeredAt(w http.ResponseWriter, r *web.Request, e event.Event, result event.Result) error {
	if result.Already && !result.Replay && result.Person.Email != r.Actor.Email {
		return web.Redirect(w, r, r.OrgPath("events", e.Slug, "registered"))
	}
	return web.Redirect(w, r, "/t/"+p.Events.ManageToken(result.Registration)+"?new=1")
}

// registered is the answer that tells nobody anything: look into your mail.
func (p *Pages) registered(w http.ResponseWriter, r *web.Request) error {
	e, err := p.find(r, r.Path("event"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, registeredPage(p.chrome(r), r, e))
}

// privacy says what is asked, why, for how long, and whom to ask.
func (p *Pages) privacy(w http.ResponseWriter, r *web.Request) error {
	var texts []people.ConsentText
	for _, code := range formConsents {
		if t, ok := people.ConsentTextOf(code); ok {
			texts = append(texts, t)
		}
	}
	return web.Render(w, r, http.StatusOK, privacyPage(p.chrome(r), r, texts))
}
