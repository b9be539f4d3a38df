package staff

import (
	"net/http"

	"koryu/internal/event"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// editLook keeps one primary button a page: while a draft is ready, that is
// its publication.
func editLook(m eventModel) ui.Look {
	if m.Event.State == event.Draft && len(m.Missing) > 0 {
		return ui.Primary
	}
	return ui.Secondary
}

func previewLabel(r *web.Request, e event.Event) string {
	if e.State == event.Draft {
		return r.P.T("staff.event.preview")
	}
	return r.P.T("staff.event.public_page")
}

func (p *Pages) askPublish(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	if e.State != event.Draft {
		return web.Redirect(w, r, eventPath(r, e))
	}
	if missing := missingLinks(r, e); len(missing) > 0 {
		return web.Render(w, r, http.StatusOK, missingPage(p.chrome(r), r, e, missing))
	}
	q := ui.ConfirmProps{Title: r.P.T("staff.event.publish_title"), Text: eventTitle(r, e), Action: eventPath(r, e, "publish"),
		Points: []string{r.P.T("staff.event.publish_points." + string(e.Visibility)), r.P.T("staff.event.publish_points.undo")},
		Button: r.P.T("staff.event.publish"), Back: eventPath(r, e)}
	return web.Render(w, r, http.StatusOK, confirmPage(p.chrome(r), r, q, nil))
}

func (p *Pages) publishEvent(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	if missing := missingLinks(r, e); e.State == event.Draft && len(missing) > 0 {
		return web.Render(w, r, http.StatusUnprocessableEntity, missingPage(p.chrome(r), r, e, missing))
	}
	if e, err = p.Events.Publish(r.Context(), r.Actor, r.Org.ID, e.ID); err != nil {
		return err
	}
	r.FlashUndo(ui.UndoProps{Action: eventPath(r, e, "unpublish")}, "staff.event.published")
	return web.Redirect(w, r, eventPath(r, e))
}

// reasonField asks why; the answer goes into the audit trail, so it must not
// name people.
func reasonField(r *web.Request, f *web.Form, support string, required bool) *ui.FieldProps {
	field := f.Fill(r.P, ui.FieldProps{Name: "reason", Label: r.P.T("staff.event.reason"), Support: support, Rows: 2,
		MaxLength: 400, Required: required, Optional: !required})
	return &field
}

func (p *Pages) askUnpublish(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	return p.renderUnpublish(w, r, http.StatusOK, e, web.NewForm())
}

func (p *Pages) renderUnpublish(w http.ResponseWriter, r *web.Request, status int, e event.Event, f *web.Form) error {
	q := ui.ConfirmProps{Title: r.P.T("staff.event.unpublish_title"), Text: eventTitle(r, e), Action: eventPath(r, e, "unpublish"),
		Points: []string{r.P.T("staff.event.unpublish_points.page"), r.P.T("staff.event.unpublish_points.people")},
		Button: r.P.T("staff.event.unpublish"), Back: eventPath(r, e), Ask: reasonField(r, f, r.P.T("staff.event.unpublish_why"), false)}
	return web.Render(w, r, status, confirmPage(p.chrome(r), r, q, f.Errors(r.P)))
}

func (p *Pages) unpublishEvent(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	reason := f.Text("reason", 400)
	if e.State == event.Published && reason == "" {
		counts, err := p.Events.Counts(r.Context(), r.Org.ID, e.ID)
		if err != nil {
			return err
		}
		if n := counts.Total; n.Confirmed+n.Waiting+n.Pending+counts.Helpers.Confirmed > 0 {
			f.Add("reason", "event.error.unpublish_reason")
		}
	}
	if !f.OK() {
		return p.renderUnpublish(w, r, http.StatusUnprocessableEntity, e, f)
	}
	if e.State == event.Published {
		if e, err = p.Events.Unpublish(r.Context(), r.Actor, r.Org.ID, e.ID, reason); err != nil {
			return err
		}
	}
	r.FlashUndo(ui.UndoProps{Action: eventPath(r, e, "publish")}, "staff.event.unpublished")
	return web.Redirect(w, r, eventPath(r, e))
}

func (p *Pages) askCancelEvent(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	if e.State != event.Published {
		return web.Redirect(w, r, eventPath(r, e))
	}
	return p.renderCancel(w, r, http.StatusOK, e, web.NewForm())
}

func (p *Pages) renderCancel(w http.ResponseWriter, r *web.Request, status int, e event.Event, f *web.Form) error {
	n, err := p.Events.CountAttendees(r.Context(), r.Org.ID, e.ID, event.AttendeeFilter{States: liveStates})
	if err != nil {
		return err
	}
	q := ui.ConfirmProps{Title: r.P.T("staff.event.cancel_title"), Text: eventTitle(r, e) + "　" + eventWhen(r, e), Action: eventPath(r, e, "cancel"),
		Points: []string{r.P.N("staff.event.cancel_points.mail", n), r.P.T("staff.event.cancel_points.page"), r.P.T("staff.event.cancel_points.final")},
		Button: r.P.N("staff.event.cancel_now", n), Look: ui.Danger, Back: eventPath(r, e), Ask: reasonField(r, f, r.P.T("staff.event.cancel_why"), true)}
	return web.Render(w, r, status, confirmPage(p.chrome(r), r, q, f.Errors(r.P)))
}

func (p *Pages) cancelEvent(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("reason", r.P.T("staff.event.reason"))
	reason := f.Required("reason", 400)
	if f.OK() {
		if e, err = p.Events.CancelEvent(r.Context(), r.Actor, r.Org.ID, e.ID, reason); err == nil {
			r.FlashTone(ui.Due, "staff.event.cancelled")
			return web.Redirect(w, r, eventPath(r, e))
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.renderCancel(w, r, http.StatusUnprocessableEntity, e, f)
}
