package public

import (
	"net/http"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// ticketModel is the page behind the person's own link.
type ticketModel struct {
	Of      event.Registered
	Base    string // /t/<token>
	Ticket  ui.TicketProps
	Fresh   bool // straight from the form
	Changes bool // answers may still be changed
	Cancels bool
	Late    bool
	Banner  *ui.BannerProps
}

// own finds the registration of the link and the organisation it belongs to.
func (p *Pages) own(r *web.Request) (event.Registered, error) {
	of, err := p.Events.FindByManageToken(r.Context(), r.Path("token"))
	if err != nil {
		return of, err
	}
	r.Org, err = p.Programmes.FindOrg(r.Context(), of.Registration.OrgID)
	return of, err
}

func (p *Pages) ticket(w http.ResponseWriter, r *web.Request) error {
	of, err := p.own(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, ticketPage(p.chrome(r), r, p.newTicket(r, of)))
}

func (p *Pages) newTicket(r *web.Request, of event.Registered) ticketModel {
	now, e, reg := instant(r.Now), of.Event, of.Registration
	m := ticketModel{Of: of, Base: "/t/" + r.Path("token"), Fresh: r.Query("new") == "1"}
	live := reg.State.Live() && e.State == event.Published && !e.Over(now)
	m.Changes = live && now < e.StartsAt && len(e.Asked()) > 0
	m.Cancels = live && reg.ArrivedAt == 0
	m.Late = live && reg.State == event.Confirmed && reg.ArrivedAt == 0
	m.Banner = ticketBanner(r, of)
	m.Ticket = ui.TicketProps{
		Event: e.TitleIn(r.Lang), Name: of.Person.DisplayName(r.Lang), Kana: of.Person.Kana(),
		Start: e.StartsAt.Time(), End: e.EndsAt.Time(), Place: e.Place.NameIn(r.Lang), Slot: slotName(r, of), Seed: e.ID,
		Status: ticketStatus(r, of),
		QR: ui.QRProps{
			Text: p.Events.TicketURL(reg), Alt: r.P.T("public.ticket.qr", "code", reg.Code()),
			Caption: r.P.T("public.ticket.show"), Code: reg.Code(),
		},
	}
	return m
}

// slotName is left out where there is only one slot to be in.
func slotName(r *web.Request, of event.Registered) string {
	if len(of.Event.OpenSlots()) == 1 && of.Slot.Kind == event.ForParticipants {
		return ""
	}
	return of.Slot.NameIn(r.Lang)
}

func ticketStatus(r *web.Request, of event.Registered) ui.StatusProps {
	reg := of.Registration
	switch {
	case of.Event.State == event.Cancelled:
		return ui.StatusProps{Tone: ui.Wrong, Label: r.P.T("public.phase.cancelled")}
	case reg.ArrivedAt != 0:
		return ui.StatusProps{Tone: ui.Done, Label: r.P.T("public.ticket.arrived", "at", r.P.Time(reg.ArrivedAt.Time()))}
	}
	tone := map[event.RegState]ui.Tone{
		event.Confirmed: ui.Done, event.Waiting: ui.Due, event.Pending: ui.Due, event.CancelledReg: ui.Quiet, event.Declined: ui.Quiet,
	}[reg.State]
	return ui.StatusProps{Tone: tone, Label: r.P.T("public.ticket." + string(reg.State))}
}

func ticketBanner(r *web.Request, of event.Registered) *ui.BannerProps {
	reg, e := of.Registration, of.Event
	switch {
	case e.State == event.Cancelled:
		return &ui.BannerProps{Tone: ui.Wrong, Title: r.P.T("public.show.cancelled"), Text: e.CancelReason}
	case reg.State == event.Waiting:
		return &ui.BannerProps{Tone: ui.Due, Title: r.P.T("public.ticket.position", "n", r.P.Number(of.Position)), Text: r.P.T("public.ticket.waiting_text")}
	case reg.State == event.Pending:
		return &ui.BannerProps{Tone: ui.Due, Title: r.P.T("public.ticket.pending"), Text: r.P.T("public.ticket.pending_text")}
	case reg.State == event.CancelledReg:
		return &ui.BannerProps{Tone: ui.Quiet, Title: r.P.T("public.ticket.cancelled_title"), Text: r.P.T("public.ticket.cancelled_text")}
	case reg.State == event.Declined:
		return &ui.BannerProps{Tone: ui.Quiet, Title: r.P.T("public.ticket.declined_title"), Text: r.P.T("public.ticket.declined_text")}
	case reg.LateAt != 0 && reg.ArrivedAt == 0:
		return &ui.BannerProps{Tone: ui.Info, Title: r.P.T("public.ticket.late_told"), Text: reg.LateNote}
	}
	return nil
}

func (p *Pages) ticketCalendar(w http.ResponseWriter, r *web.Request) error {
	of, err := p.own(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", web.Disposition("attachment", of.Event.Slug+".ics"))
	return web.Bytes(w, r, calendarType, p.Events.Calendar(of.Event, r.Org.Slug, instant(r.Now)))
}

// scanned answers whoever reads the QR of a ticket with an ordinary camera: the
// guest, without any personal data, or a phone at the door of this event,
// which gets the button to check in.
func (p *Pages) scanned(w http.ResponseWriter, r *web.Request) error {
	of, err := p.Events.FindByTicket(r.Context(), r.Path("token"))
	if err != nil {
		return err
	}
	if r.Org, err = p.Programmes.FindOrg(r.Context(), of.Registration.OrgID); err != nil {
		return err
	}
	at := r.Session.ActorIn(of.Event.OrgID) // the path names no organisation
	atDoor := at.Kind == account.KindDoor && at.Can(account.CheckinDo) && at.EventID == of.Event.ID
	return web.Render(w, r, http.StatusOK, scannedPage(p.chrome(r), r, of, atDoor))
}

func (p *Pages) askCancel(w http.ResponseWriter, r *web.Request) error {
	of, err := p.own(r)
	if err != nil {
		return err
	}
	m := p.newTicket(r, of)
	if !m.Cancels {
		return web.Redirect(w, r, m.Base) // it says how things stand
	}
	return web.Render(w, r, http.StatusOK, cancelPage(p.chrome(r), r, m))
}

// cancel gives the place back. A second tap finds it given back and is fine.
func (p *Pages) cancel(w http.ResponseWriter, r *web.Request) error {
	of, err := p.own(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if of.Registration.State.Live() {
		if _, err := p.Events.Cancel(r.Context(), r.Org.ID, of.Registration.ID, f.Text("reason", 200), r.Actor); err != nil {
			return err
		}
	}
	return web.Redirect(w, r, "/t/"+r.Path("token"))
}

func (p *Pages) late(w http.ResponseWriter, r *web.Request) error {
	of, err := p.own(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if _, err := p.Events.MarkLate(r.Context(), r.Org.ID, of.Registration.ID, f.Text("note", 100), r.Actor); err != nil {
		return err
	}
	r.Flash("public.ticket.late_done")
	return web.Redirect(w, r, "/t/"+r.Path("token"))
}

func (p *Pages) askChange(w http.ResponseWriter, r *web.Request) error {
	of, err := p.own(r)
	if err != nil {
		return err
	}
	m := p.newTicket(r, of)
	if !m.Changes {
		return web.Redirect(w, r, m.Base)
	}
	f := web.NewForm()
	for id, v := range of.Registration.Answers {
		f.Set("q_"+id, v...)
	}
	return web.Render(w, r, http.StatusOK, changePage(p.chrome(r), r, m, f))
}

func (p *Pages) change(w http.ResponseWriter, r *web.Request) error {
	of, err := p.own(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	_, err = p.Events.ChangeAnswers(r.Context(), r.Org.ID, of.Registration.ID, answers(of.Event, f), r.Actor)
	if err == nil {
		r.Flash("public.ticket.changed")
		return web.Redirect(w, r, "/t/"+r.Path("token"))
	}
	if !f.Take(err) {
		return err
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, changePage(p.chrome(r), r, p.newTicket(r, of), f))
}
