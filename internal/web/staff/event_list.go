package staff

import (
	"net/http"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

const eventsOnPage = 200

type eventListModel struct {
	Tabs []ui.TabProps
	Grid ui.GridProps
}

// eventList shows what is coming, what has been, or what is not published yet.
func (p *Pages) eventList(w http.ResponseWriter, r *web.Request) error {
	shelf := r.Query("show")
	if shelf != "past" && shelf != "drafts" {
		shelf = "coming"
	}
	m := eventListModel{}
	for _, s := range []string{"coming", "past", "drafts"} {
		all, err := p.Events.List(r.Context(), r.Org.ID, shelfFilter(r, s))
		if err != nil {
			return err
		}
		href := path(r, "events")
		if s != "coming" {
			href += "?show=" + s
		}
		m.Tabs = append(m.Tabs, ui.TabProps{Label: r.P.T("staff.event.list." + s), Href: href, On: s == shelf, Count: len(all)})
		if s == shelf {
			m.Grid = eventGrid(r, shelf, all)
		}
	}
	return web.Render(w, r, http.StatusOK, eventListPage(p.chrome(r), r, m))
}

func shelfFilter(r *web.Request, shelf string) event.Filter {
	now := instantOf(r)
	switch shelf {
	case "past":
		return event.Filter{States: []event.State{event.Published, event.Cancelled}, EndsBy: now, Newest: true, Limit: eventsOnPage}
	case "drafts":
		return event.Filter{States: []event.State{event.Draft}, Limit: eventsOnPage}
	}
	return event.Filter{States: []event.State{event.Published, event.Cancelled}, EndsAfter: now, Limit: eventsOnPage}
}

func eventGrid(r *web.Request, shelf string, all []event.Event) ui.GridProps {
	col := func(word string) ui.Column { return ui.Column{Label: r.P.T("staff.event.col." + word)} }
	title, seats, waiting := col("title"), col("seats"), col("waiting")
	title.Lead, seats.Numeric, waiting.Numeric = true, true, true
	g := ui.GridProps{Caption: r.P.T("staff.event.list." + shelf), Columns: []ui.Column{title, col("when"), col("place"), col("state"), seats, waiting}}
	g.Empty = ui.EmptyState(eventEmpty(r, shelf))
	for _, e := range all {
		taken, capacity, limited, queue := seatsOf(e)
		figure := r.P.Number(taken)
		if limited {
			figure = r.P.T("staff.event.of", "n", r.P.Number(taken), "max", r.P.Number(capacity))
		}
		wait := "–"
		if queue > 0 {
			wait = r.P.Number(queue)
		}
		status := eventStatus(r, e)
		g.Rows = append(g.Rows, ui.Row{ID: e.ID, Name: eventTitle(r, e), Quiet: e.State == event.Cancelled, Cells: []templ.Component{
			ui.To(eventPath(r, e), eventTitle(r, e), ""), ui.Text(eventWhen(r, e)), ui.Text(eventPlace(r, e)),
			ui.Status(status), figureLink(r, e, figure, "confirmed"), figureLink(r, e, wait, "waiting"),
		}})
	}
	return g
}

// seatsOf sums the participants' slots up; limited is false when one of them
// has no capacity.
func seatsOf(e event.Event) (taken, capacity int, limited bool, waiting int) {
	limited = true
	for _, s := range e.OpenSlots() {
		taken += s.Taken
		waiting += s.Waiting + s.Pending
		if s.Capacity == nil {
			limited = false
			continue
		}
		capacity += *s.Capacity
	}
	return taken, capacity, limited && len(e.OpenSlots()) > 0, waiting
}

// figureLink opens the rows that a figure counts.
func figureLink(r *web.Request, e event.Event, figure, state string) templ.Component {
	if figure == "–" || !r.Can(account.AttendeeView) {
		return ui.Text(figure)
	}
	return ui.To(eventPath(r, e, "attendees")+"?state="+state, figure, "")
}

func eventEmpty(r *web.Request, shelf string) ui.EmptyProps {
	e := ui.EmptyProps{Kind: ui.Nothing, Seed: r.Org.Seed + shelf,
		Title: r.P.T("staff.event.empty." + shelf), Text: r.P.T("staff.event.empty_text." + shelf)}
	if shelf != "past" && r.Can(account.EventEdit) {
		e.Button = &ui.ButtonProps{Label: r.P.T("staff.event.new"), Href: path(r, "events", "new"), Icon: "plus"}
	}
	return e
}
