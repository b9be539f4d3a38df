package staff

import (
	"net/http"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// attendeesOnPage is one page of the list, and what "this page" ticks.
const attendeesOnPage = 50

// bulkForm is the id of the form that the boxes of the list belong to.
const bulkForm = "bulk"

type attendeeListModel struct {
	Event                           event.Event
	Query                           attendeeQuery
	States, Slots, Arrived, Initial []ui.Chip
	Grid                            ui.GridProps
	Bulk                            *ui.BulkProps
	Pages                           ui.PageProps
	Total                           int
}

func (p *Pages) attendeeList(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	m := attendeeListModel{Event: e, Query: readQuery(r.Query)}
	f := m.Query.filter(e)
	f.Limit = attendeesOnPage
	page, err := p.Events.Attendees(r.Context(), r.Org.ID, e.ID, f)
	if err != nil {
		return err
	}
	if m.Total, err = p.Events.CountAttendees(r.Context(), r.Org.ID, e.ID, f); err != nil {
		return err
	}
	counts, err := p.Events.Counts(r.Context(), r.Org.ID, e.ID)
	if err != nil {
		return err
	}
	m.States = stateChips(r, e, m.Query, counts)
	m.Slots, m.Arrived, m.Initial = moreChips(r, e, m.Query)
	m.Grid = attendeeGrid(r, m, page.Rows)
	m.Pages = pagesOf(r, m, page)
	if r.Can(account.AttendeeChange) && len(page.Rows) > 0 {
		m.Grid.Form = bulkForm
		m.Bulk = bulkBar(r, m, len(page.Rows))
	}
	return web.Render(w, r, http.StatusOK, attendeeListPage(p.chrome(r), r, m))
}

func pagesOf(r *web.Request, m attendeeListModel, page event.AttendeePage) ui.PageProps {
	from := min(m.Query.From, max(0, m.Total-len(page.Rows)))
	props := ui.PageProps{From: from + 1, To: from + len(page.Rows), Total: m.Total}
	if len(page.Rows) == 0 {
		return ui.PageProps{}
	}
	if m.Query.After != "" {
		props.First = m.Query.with(func(*attendeeQuery) {}).href(r, m.Event)
	}
	if page.Next != "" {
		next := m.Query
		next.After, next.From = page.Next, from+len(page.Rows)
		props.Next = next.href(r, m.Event)
	}
	return props
}

func attendeeGrid(r *web.Request, m attendeeListModel, rows []event.Attendee) ui.GridProps {
	e, q := m.Event, m.Query
	byKana := q.with(func(x *attendeeQuery) { x.Sort = "kana" })
	byNumber := q.with(func(x *attendeeQuery) { x.Sort = "" })
	name := ui.Column{Label: r.P.T("staff.attendee.col.name"), Lead: true, Sort: byKana.href(r, e)}
	came := ui.Column{Label: r.P.T("staff.attendee.col.applied"), Sort: byNumber.href(r, e)}
	if q.Sort == "kana" {
		name.Sorted = "ascending"
	} else {
		came.Sorted = "ascending"
	}
	col := func(word string) ui.Column { return ui.Column{Label: r.P.T("staff.attendee.col." + word)} }
	g := ui.GridProps{Caption: r.P.T("staff.attendee.caption", "title", eventTitle(r, e)),
		Columns: []ui.Column{name, col("state"), col("slot"), col("affiliation"), came, col("code")}}
	g.Empty = ui.EmptyState(attendeeEmpty(r, m))
	for _, a := range rows {
		reg := a.Registration
		g.Rows = append(g.Rows, ui.Row{ID: reg.ID, Name: a.Person.DisplayName(r.Lang), Quiet: !reg.State.Live(), Cells: []templ.Component{
			ui.To(eventPath(r, e, "attendees", reg.ID), a.Person.DisplayName(r.Lang), a.Person.Kana()),
			stateCell(r, reg, a.Position), ui.Text(a.Slot.NameIn(r.Lang)), ui.Text(orDash(a.Person.Affiliation)),
			ui.Lines(r.P.DateTime(reg.CreatedAt.Time()), viaWords(r, reg)), ui.Text(reg.Code()),
		}})
	}
	if len(rows) > 0 {
		g.Totals = []string{r.P.N("staff.attendee.total", m.Total), "", "", "", "", ""}
	}
	return g
}

// viaWords tell how it came in, where that is not the usual way.
func viaWords(r *web.Request, reg event.Registration) string {
	if reg.Via == event.ViaWeb {
		return ""
	}
	return r.P.T("event.via." + reg.Via)
}

// regStatus is a registration's state as icon and word.
func regStatus(r *web.Request, reg event.Registration, position int) ui.StatusProps {
	if reg.ArrivedAt != 0 {
		return ui.StatusProps{Tone: ui.Done, Label: r.P.T("staff.attendee.came", "at", r.P.Time(reg.ArrivedAt.Time()))}
	}
	label := r.P.T("event.state." + string(reg.State))
	switch reg.State {
	case event.Confirmed:
		return ui.StatusProps{Tone: ui.Info, Label: label}
	case event.Waiting:
		if position > 0 {
			label = r.P.T("staff.attendee.position", "state", label, "n", r.P.Number(position))
		}
		return ui.StatusProps{Tone: ui.Due, Label: label}
	case event.Pending:
		return ui.StatusProps{Tone: ui.Due, Label: label}
	}
	return ui.StatusProps{Tone: ui.Quiet, Label: label}
}

func attendeeEmpty(r *web.Request, m attendeeListModel) ui.EmptyProps {
	if m.Query.narrowed() {
		return ui.EmptyProps{Kind: ui.NoMatch, Title: r.P.T("staff.attendee.no_match"), Text: r.P.T("staff.attendee.no_match_text"),
			Link: &ui.LinkProps{Label: r.P.T("core.verb.clear"), Href: eventPath(r, m.Event, "attendees")}}
	}
	return ui.EmptyProps{Kind: ui.Nothing, Seed: m.Event.ID, Title: r.P.T("staff.attendee.empty"), Text: r.P.T("staff.attendee.empty_text"),
		Link: &ui.LinkProps{Label: r.P.T("staff.event.public_page"), Href: r.OrgPath("events", m.Event.Slug)}}
}

func bulkBar(r *web.Request, m attendeeListModel, rows int) *ui.BulkProps {
	b := &ui.BulkProps{Form: bulkForm, Action: eventPath(r, m.Event, "attendees", "bulk"), Count: rows, Total: m.Total, Hidden: m.Query.hidden()}
	if m.Query.After != "" || m.Query.From > 0 {
		b.Hidden["f_after"] = m.Query.After
	}
	look := ui.Secondary
	add := func(do event.BulkAction, icon string) {
		b.Buttons = append(b.Buttons, ui.ButtonProps{Label: r.P.T("staff.attendee.do." + string(do)), Name: "do", Value: string(do), Icon: icon, Look: look, Small: true})
	}
	state := event.RegState(m.Query.State)
	if state == "" || state == "all" || state == event.Pending {
		add(event.BulkApprove, "check")
	}
	if state == "" || state == "all" || state == event.Waiting {
		add(event.BulkPromote, "up")
	}
	if state == "" || state == "all" || state == event.Pending || state == event.Waiting {
		add(event.BulkDecline, "minus")
	}
	if state == "" || state == "all" || state.Live() {
		add(event.BulkCancel, "close")
	}
	if state == "all" || state == "ended" || state == event.CancelledReg || state == event.Declined {
		add(event.BulkReinstate, "undo")
	}
	if r.Can(account.AttendeeExport) {
		b.Buttons = append(b.Buttons, ui.ButtonProps{Label: r.P.T("staff.attendee.addresses"), Icon: "mail", Look: ui.Ghost, Small: true,
			Action: eventPath(r, m.Event, "attendees", "addresses")})
	}
	return b
}

// narrowed says that a filter beside the state is on.
func (m attendeeListModel) narrowed() bool {
	return m.Query.Slot != "" || m.Query.Arrived != "" || m.Query.Initial != ""
}
