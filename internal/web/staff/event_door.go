package staff

import (
	"net/http"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type doorModel struct {
	Event   event.Event
	Form    *web.Form
	Live    []account.DoorLink
	Ended   []account.DoorLink
	Devices []account.Session
	Fresh   string // id of the link that was just made
}

func (p *Pages) doorLinks(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f := web.NewForm()
	ends := doorEnds(r, e)
	f.Set("ends_day", dayField(ends)).Set("ends_time", timeField(ends))
	return p.renderDoors(w, r, http.StatusOK, e, f)
}

// doorEnds is six hours after the event, and never sooner than in twelve hours.
func doorEnds(r *web.Request, e event.Event) db.Instant {
	soonest := instantOf(r).Add(2 * account.DoorLinkEnds)
	return max(soonest, e.EndsAt.Add(account.DoorLinkEnds))
}

func (p *Pages) renderDoors(w http.ResponseWriter, r *web.Request, status int, e event.Event, f *web.Form) error {
	m := doorModel{Event: e, Form: f, Fresh: r.Query("new")}
	links, err := p.Accounts.ListDoorLinks(r.Context(), r.Actor, r.Org.ID, e.ID)
	if err != nil {
		return err
	}
	now := instantOf(r)
	for _, l := range links {
		if l.RevokedAt == 0 && l.ExpiresAt > now {
			m.Live = append(m.Live, l)
		} else {
			m.Ended = append(m.Ended, l)
		}
	}
	if m.Devices, err = p.Accounts.ListDevices(r.Context(), r.Actor, r.Org.ID, e.ID); err != nil {
		return err
	}
	return web.Render(w, r, status, doorsPage(p.chrome(r), r, m))
}

func (p *Pages) createDoorLink(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("label", r.P.T("staff.event.door.label"))
	label := f.Required("label", 60)
	ends := f.Instant("ends_day", "ends_time")
	if ends == 0 && f.OK() {
		ends = doorEnds(r, e)
	}
	if f.OK() && ends <= instantOf(r) {
		f.Add("ends_day", "staff.event.door.in_past")
	}
	if f.OK() {
		link, err := p.Accounts.CreateDoorLink(r.Context(), r.Actor, account.NewDoorLink{Org: r.Org.ID, Event: e.ID, Label: label, Ends: ends})
		if err == nil {
			r.Flash("staff.event.door.made")
			return web.Redirect(w, r, eventPath(r, e, "doors")+"?new="+link.ID)
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.renderDoors(w, r, http.StatusUnprocessableEntity, e, f)
}

// revokeDoorLink ends a link of this event; one of another event is unknown here.
func (p *Pages) revokeDoorLink(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	links, err := p.Accounts.ListDoorLinks(r.Context(), r.Actor, r.Org.ID, e.ID)
	if err != nil {
		return err
	}
	for _, l := range links {
		if l.ID != r.Path("link") {
			continue
		}
		if l.RevokedAt == 0 {
			if err := p.Accounts.RevokeDoorLink(r.Context(), r.Actor, r.Org.ID, l.ID); err != nil {
				return err
			}
		}
		r.Flash("staff.event.door.revoked")
		return web.Redirect(w, r, eventPath(r, e, "doors"))
	}
	return web.ErrNotFound
}

func (p *Pages) revokeDevice(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	devices, err := p.Accounts.ListDevices(r.Context(), r.Actor, r.Org.ID, e.ID)
	if err != nil {
		return err
	}
	for _, d := range devices {
		if d.ID != r.Path("device") {
			continue
		}
		if err := p.Accounts.RevokeDevice(r.Context(), r.Actor, r.Org.ID, d.ID); err != nil {
			return err
		}
		r.Flash("staff.event.door.device_revoked")
		return web.Redirect(w, r, eventPath(r, e, "doors"))
	}
	return web.ErrNotFound
}

func doorURL(r *web.Request, l account.DoorLink) string { return r.Absolute("/door/" + l.Token) }

// scansOnPage is as far back as the log is shown.
const scansOnPage = 1000

func (p *Pages) scanLog(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	scans, err := p.Events.Scans(r.Context(), r.Org.ID, e.ID, scansOnPage)
	if err != nil {
		return err
	}
	refused := r.Query("show") == "refused"
	var rows []event.Scan
	bad := 0
	for _, s := range scans {
		if !s.OK {
			bad++
		}
		if !refused || !s.OK {
			rows = append(rows, s)
		}
	}
	here := eventPath(r, e, "scans")
	chips := []ui.Chip{{Label: r.P.T("staff.event.scan.all"), Href: here, On: !refused, Count: len(scans)},
		{Label: r.P.T("staff.event.scan.refused"), Href: here + "?show=refused", On: refused, Count: bad}}
	return web.Render(w, r, http.StatusOK, scansPage(p.chrome(r), r, e, chips, scanGrid(r, e, rows)))
}

func scanGrid(r *web.Request, e event.Event, scans []event.Scan) ui.GridProps {
	g := ui.GridProps{Caption: r.P.T("staff.event.tab.scans"), Columns: []ui.Column{
		{Label: r.P.T("staff.event.scan.who"), Lead: true}, {Label: r.P.T("staff.event.scan.at")},
		{Label: r.P.T("staff.event.scan.result")}, {Label: r.P.T("staff.event.scan.device")}, {Label: r.P.T("core.verb.undo"), Hidden: true}}}
	g.Empty = ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.event.scan.empty"), Text: r.P.T("staff.event.scan.empty_text"), Seed: e.ID})
	for _, s := range scans {
		name := ui.Text(r.P.T("staff.event.scan.unknown"))
		if s.RegistrationID != "" && s.Name != "" {
			name = ui.To(eventPath(r, e, "attendees", s.RegistrationID), s.Name, "")
		}
		g.Rows = append(g.Rows, ui.Row{ID: s.ID, Name: s.Name, Quiet: s.UndoneAt != 0, Cells: []templ.Component{
			name, ui.Text(r.P.DateTime(s.At.Time())), ui.Status(scanStatus(r, s)), ui.Lines(s.Device, scanNote(r, s)), scanUndo(r, e, s)}})
	}
	return g
}

func scanNote(r *web.Request, s event.Scan) string {
	switch {
	case s.Forced:
		return r.P.T("staff.event.scan.forced")
	case s.Offline:
		return r.P.T("staff.event.scan.offline")
	}
	return ""
}

func scanStatus(r *web.Request, s event.Scan) ui.StatusProps {
	st := ui.StatusProps{Tone: ui.Wrong, Label: r.P.T("event.verdict." + string(s.Reason))}
	switch {
	case s.UndoneAt != 0:
		return ui.StatusProps{Tone: ui.Quiet, Label: r.P.T("staff.event.scan.undone", "at", r.P.Time(s.UndoneAt.Time()))}
	case s.OK:
		st.Tone = ui.Done
	case s.Reason == event.AlreadyRedeemed || s.Reason == event.Waitlisted || s.Reason == event.Unapproved || s.Reason == event.NotYet:
		st.Tone = ui.Due
	}
	return st
}

func (p *Pages) undoScan(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	if _, err := p.Events.UndoCheckIn(r.Context(), r.Actor, r.Org.ID, e.ID, r.Path("scan")); err != nil {
		return err
	}
	r.Flash("staff.event.scan.undo_done")
	return web.Redirect(w, r, eventPath(r, e, "scans"))
}

func freshTone(m doorModel, l account.DoorLink) ui.Tone {
	if l.ID == m.Fresh {
		return ui.Done
	}
	return ui.Plain
}

func endedWords(r *web.Request, l account.DoorLink) string {
	if l.RevokedAt != 0 {
		return r.P.T("staff.event.door.was_revoked", "at", r.P.DateTime(l.RevokedAt.Time()))
	}
	return r.P.T("staff.event.door.has_ended", "at", r.P.DateTime(l.ExpiresAt.Time()))
}
