package staff

import (
	"net/http"
	"strconv"

	"koryu/internal/kit/apperr"
	"koryu/internal/message"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type messageEditModel struct {
	Head    ui.HeadProps
	Message message.Message
	Form    *web.Form
	Events  []ui.Option
	Kinds   []ui.Option
	Fields  []ui.Fact
	Clash   []ui.Fact // somebody saved in between: what stands there now
}

// messageSteps are the parts of the way from a text to a sent message.
func messageSteps(r *web.Request, m message.Message, now int) []ui.Step {
	var list []ui.Step
	for i, part := range []string{"edit", "recipients", "preview", "send"} {
		s := ui.Step{Label: r.P.T("staff.message.step." + part), Href: messagePath(r, m, part), State: ui.Plain}
		switch {
		case i < now:
			s.State = ui.Done
		case i == now:
			s.State = ui.Now
		}
		list = append(list, s)
	}
	return list
}

func (p *Pages) messageHead(r *web.Request, m message.Message, part string) (ui.HeadProps, error) {
	title, err := p.messageTitle(r, m)
	return ui.HeadProps{Title: r.P.T("staff.message." + part), Eyebrow: title, Lead: r.P.T("staff.message." + part + "_lead"),
		Back: &ui.LinkProps{Label: r.P.T("staff.nav.messages"), Href: path(r, "messages")}}, err
}

// draftOf finds a message that can still be changed; led tells that the reader
// was sent to the page of a sent one instead.
func (p *Pages) draftOf(w http.ResponseWriter, r *web.Request) (m message.Message, led bool, err error) {
	if m, err = p.messageOf(r); err != nil || m.Draft() {
		return m, false, err
	}
	return m, true, web.Redirect(w, r, messagePath(r, m))
}

func (p *Pages) editMessage(w http.ResponseWriter, r *web.Request) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led {
		return err
	}
	return p.renderMessage(w, r, http.StatusOK, messageEditModel{Message: m, Form: filledMessage(m)})
}

// filledMessage is the form as the draft stands.
func filledMessage(m message.Message) *web.Form {
	return web.NewForm().Set("kind", string(m.Kind)).Set("event", m.EventID).Set("subject", m.Subject).Set("body", m.Body).
		Set("subject_en", m.SubjectEn).Set("body_en", m.BodyEn).Set("revision", strconv.FormatInt(m.Version, 10))
}

func (p *Pages) renderMessage(w http.ResponseWriter, r *web.Request, status int, m messageEditModel) error {
	var err error
	if m.Events, err = p.messageEvents(r.Context(), r); err != nil {
		return err
	}
	if m.Head, err = p.messageHead(r, m.Message, "edit"); err != nil {
		return err
	}
	m.Kinds = messageKinds(r)
	for _, name := range message.Fields {
		m.Fields = append(m.Fields, ui.Fact{Term: "{" + name + "}", Text: r.P.T("staff.message.field." + name)})
	}
	return web.Render(w, r, status, messageEditPage(p.chrome(r), r, m))
}

// readMessage gives the draft as the form wants it.
func readMessage(f *web.Form, m message.Message) message.Message {
	want := m
	want.Version, _ = strconv.ParseInt(f.Value("revision"), 10, 64)
	want.Kind = message.Kind(f.RequiredChoice("kind", string(message.Notice), string(message.Announcement)))
	want.EventID = f.Value("event")
	want.Subject, want.Body, want.SubjectEn, want.BodyEn = f.Value("subject"), f.Value("body"), f.Value("subject_en"), f.Value("body_en")
	return want
}

func (p *Pages) saveMessage(w http.ResponseWriter, r *web.Request) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	want := readMessage(f, m)
	if f.OK() {
		saved, err := p.Messages.Save(r.Context(), want, false)
		switch {
		case err == nil && f.Has("stay"):
			r.Flash("staff.message.saved")
			return web.Redirect(w, r, messagePath(r, saved, "edit"))
		case err == nil:
			return web.Redirect(w, r, messagePath(r, saved, "recipients"))
		case apperr.CategoryOf(err) == apperr.Conflict:
			return p.renderMessageClash(w, r, f)
		case !f.Take(err):
			return err
		}
	}
	return p.renderMessage(w, r, http.StatusUnprocessableEntity, messageEditModel{Message: m, Form: f})
}

// renderMessageClash keeps what was typed in the form and shows above it what
// somebody else stored. Saving again is then a decision.
func (p *Pages) renderMessageClash(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led {
		return err
	}
	model := messageEditModel{Message: m, Form: f}
	stored := filledMessage(m)
	for _, name := range []string{"subject", "body", "subject_en", "body_en"} {
		if stored.Value(name) != f.Value(name) {
			model.Clash = append(model.Clash, ui.Fact{Term: r.P.T("staff.message.label." + name), Text: orDash(stored.Value(name))})
		}
	}
	f.Set("revision", strconv.FormatInt(m.Version, 10))
	return p.renderMessage(w, r, http.StatusConflict, model)
}

// autosaveMessage stores what is typed so far, merge fields that nobody knows
// included: the word may not be finished.
func (p *Pages) autosaveMessage(w http.ResponseWriter, r *web.Request) error {
	m, err := p.messageOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	want := readMessage(f, m)
	if !f.OK() {
		return f.Errs.Err()
	}
	saved, err := p.Messages.Save(r.Context(), want, true)
	if err != nil {
		return err
	}
	w.Header().Set("Koryu-Revision", strconv.FormatInt(saved.Version, 10))
	return web.NoContent(w, r)
}

func (p *Pages) duplicateMessage(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	key, err := f.Key()
	if err != nil {
		return err
	}
	m, err := p.Messages.Duplicate(r.Context(), r.Actor, r.Org.ID, r.Path("message"), key)
	if err != nil {
		return err
	}
	r.Flash("staff.message.duplicated")
	return web.Redirect(w, r, messagePath(r, m, "edit"))
}

func (p *Pages) askRemoveMessage(w http.ResponseWriter, r *web.Request) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led {
		return err
	}
	title, err := p.messageTitle(r, m)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, confirmFrame(p.chrome(r), ui.ConfirmProps{
		Title: r.P.T("staff.message.remove_title"), Text: title, Action: messagePath(r, m, "remove"),
		Button: r.P.T("staff.message.remove"), Look: ui.Danger, Back: messagePath(r, m, "edit"),
	}))
}

func (p *Pages) removeMessage(w http.ResponseWriter, r *web.Request) error {
	if err := p.Messages.Remove(r.Context(), r.Actor, r.Org.ID, r.Path("message")); err != nil {
		return err
	}
	r.Flash("staff.message.removed")
	return web.Redirect(w, r, path(r, "messages"))
}
