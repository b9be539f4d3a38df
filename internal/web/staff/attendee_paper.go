package staff

import (
	"net/http"

	"github.com/a-h/templ"

	"koryu/internal/event"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// paperList is the list for the door when all devices fail: by kana, with a box
// to tick. It shows no address and no answer.
func (p *Pages) paperList(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	g := ui.GridProps{Caption: r.P.T("staff.attendee.paper")}
	for _, word := range []string{"tick", "initial", "kana", "name", "slot", "affiliation", "note"} {
		g.Columns = append(g.Columns, ui.Column{Label: r.P.T("staff.attendee.paper." + word), Lead: word == "name"})
	}
	initial := ""
	filter := event.AttendeeFilter{States: []event.RegState{event.Confirmed}, Order: event.ByKana}
	err = p.Events.EachAttendee(r.Context(), r.Org.ID, e.ID, filter, func(a event.Attendee) error {
		mark := ""
		if now := a.Person.Initial(); now != initial {
			initial, mark = now, now
		}
		note := a.Registration.LateNote
		if a.Registration.ArrivedAt != 0 {
			note = r.P.T("staff.attendee.came", "at", r.P.Time(a.Registration.ArrivedAt.Time()))
		}
		g.Rows = append(g.Rows, ui.Row{ID: a.Registration.ID, Name: a.Person.DisplayName(r.Lang), Cells: []templ.Component{
			ui.Tick(), ui.Text(mark), ui.Text(a.Person.Kana()), ui.Lines(a.Person.DisplayName(r.Lang), ""),
			ui.Text(a.Slot.NameIn(r.Lang)), ui.Text(a.Person.Affiliation), ui.Text(note)}})
		return nil
	})
	if err != nil {
		return err
	}
	g.Empty = ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.attendee.empty"), Text: r.P.T("staff.attendee.empty_text"), Seed: e.ID})
	return web.Render(w, r, http.StatusOK, paperPage(p.chrome(r), r, e, g, len(g.Rows)))
}
