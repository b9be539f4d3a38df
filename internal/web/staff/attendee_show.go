package staff

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type attendeeModel struct {
	Of          event.Registered
	Head        ui.HeadProps
	Acts        []ui.ButtonProps
	CheckIn     *ui.UndoProps // where to post, and with what
	UndoCheckIn string
	Reissue     string
	Facts       []ui.Fact
	Answers     []ui.Fact
	Consents    []ui.Fact
	History     []ui.Moment
}

// registrationOf is the registration of the address; one of another event is
// unknown here.
func (p *Pages) registrationOf(r *web.Request) (event.Registered, error) {
	of, err := p.Events.FindRegistration(r.Context(), r.Org.ID, r.Path("registration"))
	if err == nil && of.Event.Slug != r.Path("event") {
		err = web.ErrNotFound
	}
	return of, err
}

func regPath(r *web.Request, of event.Registered, parts ...string) string {
	return eventPath(r, of.Event, append([]string{"attendees", of.Registration.ID}, parts...)...)
}

func (p *Pages) attendeePage(w http.ResponseWriter, r *web.Request) error {
	of, err := p.registrationOf(r)
	if err != nil {
		return err
	}
	status := regStatus(r, of.Registration, of.Position)
	m := attendeeModel{Of: of, Head: ui.HeadProps{Title: of.Person.DisplayName(r.Lang), Eyebrow: eventTitle(r, of.Event), Lead: of.Person.Kana(),
		Status: &status, Back: &ui.LinkProps{Label: r.P.T("staff.attendee.back"), Href: eventPath(r, of.Event, "attendees")}}}
	m.acts(r)
	m.Facts = regFacts(r, of)
	for _, q := range of.Event.Questions {
		if v := of.Registration.Answers[q.ID]; len(v) > 0 || !q.Retired {
			m.Answers = append(m.Answers, ui.Fact{Term: q.LabelIn(r.Lang), Text: orDash(strings.Join(q.AnswerText(v), "、"))})
		}
	}
	if m.Consents, err = p.consentFacts(r, of); err != nil {
		return err
	}
	if m.History, err = p.regHistory(r, of); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, attendeeShowPage(p.chrome(r), r, m))
}

// acts are what can be done to the registration as it stands.
func (m *attendeeModel) acts(r *web.Request) {
	reg, e := m.Of.Registration, m.Of.Event
	if r.Can(account.AttendeeChange) {
		for _, act := range attendeeActs {
			if act.fits(reg) {
				m.Acts = append(m.Acts, ui.ButtonProps{Label: r.P.T("staff.attendee.do." + string(act.name)), Href: regPath(r, m.Of, string(act.name)),
					Icon: act.icon, Look: act.look})
			}
		}
		if reg.State == event.Confirmed && e.State == event.Published && !e.Over(instantOf(r)) {
			m.Reissue = regPath(r, m.Of, "reissue")
		}
	}
	if reg.State.Live() && r.Can(account.PaperPrint) {
		m.Acts = append(m.Acts, ui.ButtonProps{Label: r.P.T("staff.paper.print_one"), Href: eventPath(r, e, "paper") + "?one=" + reg.ID, Icon: "print", Look: ui.Ghost})
	}
	if reg.State != event.Confirmed || e.State != event.Published {
		return
	}
	if reg.ArrivedAt == 0 && r.Can(account.CheckinDo) && r.Now.Format(time.DateOnly) >= string(e.Day()) {
		m.CheckIn = &ui.UndoProps{Action: regPath(r, m.Of, "check-in"), Fields: map[string]string{"key": r.NewKey()}}
	}
	if reg.ArrivedAt != 0 && r.Can(account.CheckinUndo) {
		m.UndoCheckIn = regPath(r, m.Of, "check-in", "undo")
	}
}

func regFacts(r *web.Request, of event.Registered) []ui.Fact {
	reg := of.Registration
	var facts []ui.Fact
	add := func(word, text, href string) {
		if text != "" {
			facts = append(facts, ui.Fact{Term: r.P.T("staff.attendee.fact." + word), Text: text, Href: href})
		}
	}
	add("slot", of.Slot.NameIn(r.Lang), "")
	mail := ""
	if of.Person.Email != "" {
		mail = "mailto:" + of.Person.Email
	}
	add("email", of.Person.Email, mail)
	add("affiliation", of.Person.Affiliation, "")
	add("code", reg.Code(), "")
	add("applied", r.P.DateTime(reg.CreatedAt.Time())+"（"+r.P.T("event.via."+reg.Via)+"）", "")
	if reg.ConfirmedAt != 0 {
		add("confirmed", r.P.DateTime(reg.ConfirmedAt.Time()), "")
	}
	if reg.CancelledAt != 0 {
		add("ended", r.P.DateTime(reg.CancelledAt.Time()), "")
	}
	add("reason", reg.CancelReason, "")
	if reg.ArrivedAt != 0 {
		add("arrived", r.P.DateTime(reg.ArrivedAt.Time()), "")
	}
	add("late", reg.LateNote, "")
	if r.Can(account.PersonView) {
		facts = append(facts, ui.Fact{Term: r.P.T("staff.attendee.fact.person"), Text: r.P.T("staff.attendee.thread"), Href: path(r, "people", of.Person.ID)})
	}
	return facts
}

// consentFacts say what the person agreed to, here and in general.
func (p *Pages) consentFacts(r *web.Request, of event.Registered) ([]ui.Fact, error) {
	all, err := p.People.LiveConsents(r.Context(), r.Org.ID, of.Person.ID)
	if err != nil {
		return nil, err
	}
	var facts []ui.Fact
	for _, c := range all {
		if c.Scope != "" && c.Scope != of.Event.ID {
			continue
		}
		title := string(c.Code)
		if t, ok := people.ConsentTextVersion(c.Code, c.TextVersion); ok {
			title = t.TitleIn(r.Lang)
		}
		facts = append(facts, ui.Fact{Term: title, Text: r.P.T("staff.attendee.agreed", "at", r.P.DateTime(c.GivenAt.Time()))})
	}
	if len(facts) == 0 {
		facts = append(facts, ui.Fact{Term: r.P.T("staff.attendee.no_consents"), Text: "–"})
	}
	return facts, nil
}

// regHistory is what happened to the registration, newest first.
func (p *Pages) regHistory(r *web.Request, of event.Registered) ([]ui.Moment, error) {
	all, err := p.Events.History(r.Context(), r.Org.ID, of.Registration.ID)
	if err != nil {
		return nil, err
	}
	var moments []ui.Moment
	for i := len(all) - 1; i >= 0; i-- {
		h := all[i]
		who := h.Actor
		if who == "" {
			who = r.P.T("staff.event.actor." + h.ActorKind)
		}
		reason := h.Reason
		if r.P.Has("event.reason." + reason) {
			reason = r.P.T("event.reason." + reason)
		}
		moments = append(moments, ui.Moment{When: r.P.DateTime(h.At.Time()), ISO: h.At.Time().Format(time.RFC3339),
			Title: actWords(r, h.Action), Text: reason, Who: who, Icon: actIcon(h.Action), Tone: actTone(h.Action)})
	}
	return moments, nil
}

func actTone(act string) ui.Tone {
	switch act {
	case "registration.confirmed", "registration.approved", "registration.promoted", "registration.checked_in", "registration.walk_in":
		return ui.Done
	case "registration.waiting", "registration.pending", "registration.late":
		return ui.Due
	}
	return ui.Plain
}

// attendeeAct is something that staff decide about one registration.
type attendeeAct struct {
	name event.BulkAction
	icon string
	look ui.Look
	fits func(event.Registration) bool
}

var attendeeActs = []attendeeAct{
	{event.BulkApprove, "check", ui.Primary, func(x event.Registration) bool { return x.State == event.Pending }},
	{event.BulkPromote, "up", ui.Primary, func(x event.Registration) bool { return x.State == event.Waiting }},
	{event.BulkDecline, "minus", ui.Secondary, func(x event.Registration) bool { return x.State == event.Pending || x.State == event.Waiting }},
	{event.BulkCancel, "close", ui.Ghost, func(x event.Registration) bool { return x.State.Live() && x.ArrivedAt == 0 }},
	{event.BulkReinstate, "undo", ui.Secondary, func(x event.Registration) bool { return !x.State.Live() }},
}

func (p *Pages) askAct(act attendeeAct) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		of, err := p.registrationOf(r)
		if err != nil {
			return err
		}
		if !act.fits(of.Registration) {
			return web.Redirect(w, r, regPath(r, of)) // it says how things stand
		}
		return p.renderAct(w, r, http.StatusOK, act, of, web.NewForm())
	}
}

func (p *Pages) renderAct(w http.ResponseWriter, r *web.Request, status int, act attendeeAct, of event.Registered, f *web.Form) error {
	q := ui.ConfirmProps{Title: r.P.T("staff.attendee.ask_one."+string(act.name), "name", of.Person.DisplayName(r.Lang)),
		Text: eventTitle(r, of.Event), Points: []string{r.P.T("staff.attendee.points." + string(act.name))}, Action: regPath(r, of, string(act.name)),
		Button: r.P.T("staff.attendee.do." + string(act.name)), Back: regPath(r, of),
		Ask: reasonField(r, f, r.P.T("staff.attendee.reason_why"), act.name == event.BulkPromote)}
	if act.name == event.BulkCancel || act.name == event.BulkDecline {
		q.Look = ui.Danger
	}
	return web.Render(w, r, status, confirmPage(p.chrome(r), r, q, f.Errors(r.P)))
}

func (p *Pages) doAct(act attendeeAct) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		of, err := p.registrationOf(r)
		if err != nil {
			return err
		}
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		reason := f.Text("reason", 400)
		if f.OK() {
			if err = p.act(r, act.name, of.Registration.ID, reason); err == nil {
				p.flashAct(r, act.name, of)
				return web.Redirect(w, r, regPath(r, of))
			}
			if known, ok := apperr.As(err); ok && known.Category == apperr.Conflict {
				f.Add("reason", known.Key, known.Args...)
			} else if !f.Take(err) {
				return err
			}
		}
		return p.renderAct(w, r, http.StatusUnprocessableEntity, act, of, f)
	}
}

func (p *Pages) act(r *web.Request, do event.BulkAction, id, reason string) error {
	ctx, org := r.Context(), r.Org.ID
	var err error
	switch do {
	case event.BulkApprove:
		_, err = p.Events.Approve(ctx, r.Actor, org, id, reason)
	case event.BulkPromote:
		_, err = p.Events.Promote(ctx, r.Actor, org, id, reason)
	case event.BulkDecline:
		_, err = p.Events.Decline(ctx, r.Actor, org, id, reason)
	case event.BulkCancel:
		_, err = p.Events.Cancel(ctx, org, id, reason, r.Actor)
	case event.BulkReinstate:
		_, err = p.Events.Reinstate(ctx, r.Actor, org, id, reason)
	}
	return err
}

func (p *Pages) flashAct(r *web.Request, do event.BulkAction, of event.Registered) {
	key := "staff.attendee.done_one." + string(do)
	if do == event.BulkCancel || do == event.BulkDecline {
		r.FlashUndo(ui.UndoProps{Action: regPath(r, of, string(event.BulkReinstate))}, key)
		return
	}
	r.Flash(key)
}

func (p *Pages) reissue(w http.ResponseWriter, r *web.Request) error {
	of, err := p.registrationOf(r)
	if err != nil {
		return err
	}
	if _, err := p.Events.Reissue(r.Context(), r.Actor, r.Org.ID, of.Registration.ID, false); err != nil {
		return err
	}
	r.Flash("staff.attendee.reissued")
	return web.Redirect(w, r, regPath(r, of))
}

// checkIn lets somebody in from the list, as a tap at the door does.
func (p *Pages) checkIn(w http.ResponseWriter, r *web.Request) error {
	of, err := p.registrationOf(r)
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
	device := r.Actor.Name
	if device == "" {
		device = r.Actor.ID()
	}
	result, err := p.Events.CheckIn(r.Context(), event.CheckIn{Org: r.Org.ID, EventID: of.Event.ID, RegistrationID: of.Registration.ID,
		Device: device, Nonce: key, Actor: r.Actor})
	if err != nil {
		return err
	}
	tone := ui.Done
	if !result.OK {
		tone = ui.Due
	}
	r.FlashTone(tone, "event.verdict."+string(result.Reason))
	return web.Redirect(w, r, regPath(r, of))
}

// undoCheckIn takes the last admission back.
func (p *Pages) undoCheckIn(w http.ResponseWriter, r *web.Request) error {
	of, err := p.registrationOf(r)
	if err != nil {
		return err
	}
	history, err := p.Events.History(r.Context(), r.Org.ID, of.Registration.ID)
	if err != nil {
		return err
	}
	scan := ""
	for _, h := range history {
		var data struct {
			Scan string `json:"scan"`
		}
		if (h.Action == "registration.checked_in" || h.Action == "registration.walk_in") && json.Unmarshal([]byte(h.Data), &data) == nil && data.Scan != "" {
			scan = data.Scan
		}
	}
	if scan == "" || of.Registration.ArrivedAt == 0 {
		r.FlashTone(ui.Due, "staff.attendee.nothing_to_undo")
		return web.Redirect(w, r, regPath(r, of))
	}
	if _, err := p.Events.UndoCheckIn(r.Context(), r.Actor, r.Org.ID, of.Event.ID, scan); err != nil {
		return err
	}
	r.Flash("staff.event.scan.undo_done")
	return web.Redirect(w, r, regPath(r, of))
}
