package door

import (
	"net/http"

	"koryu/internal/event"
	"koryu/internal/web"
)

// rows are the keys of the list of names: the first kana of each row.
var rows = []string{"あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ", "他"}

// longest is how many names a phone shows at once; typing more narrows it.
const longest = 60

type searchModel struct {
	Initial, Query string
	Found          []guest
	More           bool
}

type guest struct {
	ID, Name, Kana, Slot, State, Late string
	Arrived                           string // time, when the guest is in
	Open                              bool   // may be checked in
	Key                               string
}

// search finds a guest by the row of the first kana or by a few letters. It
// shows what the door needs to tell two guests apart.
func (p *Pages) search(w http.ResponseWriter, r *web.Request) error {
	e, err := p.event(r)
	if err != nil {
		return err
	}
	m := searchModel{Initial: r.Query("row"), Query: r.Query("q")}
	if m.Initial != "" || m.Query != "" {
		page, err := p.Events.Attendees(r.Context(), r.Org.ID, e.ID, event.AttendeeFilter{
			States:  []event.RegState{event.Confirmed, event.Waiting, event.Pending},
			Initial: m.Initial, Query: m.Query, Order: event.ByKana, Limit: longest,
		})
		if err != nil {
			return err
		}
		m.More = page.Next != ""
		for _, a := range page.Rows {
			m.Found = append(m.Found, newGuest(r, a))
		}
	}
	return web.Render(w, r, http.StatusOK, searchPage(p.chrome(r, e, path(r)), r, m))
}

func newGuest(r *web.Request, a event.Attendee) guest {
	g := guest{
		ID: a.Registration.ID, Name: a.Person.DisplayName(r.Lang), Kana: a.Person.Kana(), Slot: a.Slot.NameIn(r.Lang),
		Late: a.Registration.LateNote, Key: r.NewKey(),
	}
	switch {
	case a.Registration.ArrivedAt != 0:
		g.Arrived = r.P.Time(a.Registration.ArrivedAt.Time())
	case a.Registration.State == event.Confirmed:
		g.Open = true
	case a.Registration.State == event.Waiting:
		g.State = r.P.T("door.reason.waitlisted")
	default:
		g.State = r.P.T("door.reason.unapproved")
	}
	return g
}
