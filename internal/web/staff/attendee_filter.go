package staff

import (
	"net/url"
	"strconv"

	"koryu/internal/event"
	"koryu/internal/kit/text"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

var (
	liveStates  = []event.RegState{event.Confirmed, event.Waiting, event.Pending}
	endedStates = []event.RegState{event.CancelledReg, event.Declined}
)

// kanaRows are the chips of the first kana, in the order of the syllabary.
var kanaRows = []string{"あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ", "他"}

// attendeeQuery is what the address says about the list. The empty query is
// everybody who is live.
type attendeeQuery struct {
	State, Slot, Arrived, Initial, Q, Sort string
	After                                  string // cursor of the page
	From                                   int    // rows before it, for the words below the list
}

func readQuery(get func(string) string) attendeeQuery {
	q := attendeeQuery{State: get("state"), Slot: get("slot"), Arrived: get("arrived"), Initial: get("initial"), Q: get("q"),
		Sort: get("sort"), After: get("after")}
	q.From, _ = strconv.Atoi(get("from"))
	q.From = max(0, min(q.From, 10_000_000))
	if q.Sort != "kana" {
		q.Sort = ""
	}
	if q.Arrived != "1" && q.Arrived != "0" {
		q.Arrived = ""
	}
	return q
}

// filter is the query in the words of the use case.
func (q attendeeQuery) filter(e event.Event) event.AttendeeFilter {
	f := event.AttendeeFilter{Query: q.Q, Initial: q.Initial, After: q.After, Order: event.AttendeeOrder(q.Sort)}
	if _, ok := e.Slot(q.Slot); ok {
		f.Slot = q.Slot
	}
	switch s := event.RegState(q.State); {
	case q.State == "all":
	case q.State == "ended":
		f.States = endedStates
	case s.Live() || s == event.CancelledReg || s == event.Declined:
		f.States = []event.RegState{s}
	default:
		f.States = liveStates
	}
	if q.Arrived != "" {
		came := q.Arrived == "1"
		f.Arrived = &came
	}
	return f
}

// values are the parameters that are not empty.
func (q attendeeQuery) values() map[string]string {
	all := map[string]string{}
	for name, v := range map[string]string{"state": q.State, "slot": q.Slot, "arrived": q.Arrived, "initial": q.Initial, "q": q.Q, "sort": q.Sort} {
		if v != "" {
			all[name] = v
		}
	}
	return all
}

// href is the list with this query.
func (q attendeeQuery) href(r *web.Request, e event.Event, parts ...string) string {
	v := url.Values{}
	for name, x := range q.values() {
		v.Set(name, x)
	}
	if q.After != "" {
		v.Set("after", q.After)
		v.Set("from", strconv.Itoa(q.From))
	}
	at := eventPath(r, e, append([]string{"attendees"}, parts...)...)
	if len(v) == 0 {
		return at
	}
	return at + "?" + v.Encode()
}

// with is the query with one filter changed, on its first page.
func (q attendeeQuery) with(change func(*attendeeQuery)) attendeeQuery {
	q.After, q.From = "", 0
	change(&q)
	return q
}

// formQuery reads the query that a form carries along.
func formQuery(f *web.Form) attendeeQuery {
	return readQuery(func(name string) string { return text.Clean(f.Value("f_" + name)) })
}

// hidden is the query for a form.
func (q attendeeQuery) hidden() map[string]string {
	all := map[string]string{}
	for name, v := range q.values() {
		all["f_"+name] = v
	}
	return all
}

// stateChips choose by state, with how many there are in the chosen slot.
func stateChips(r *web.Request, e event.Event, q attendeeQuery, c event.Counts) []ui.Chip {
	n := event.SlotCounts{}
	for id, s := range c.BySlot {
		if q.Slot == "" || q.Slot == id {
			n.Confirmed, n.Waiting, n.Pending = n.Confirmed+s.Confirmed, n.Waiting+s.Waiting, n.Pending+s.Pending
			n.Cancelled, n.Declined = n.Cancelled+s.Cancelled, n.Declined+s.Declined
		}
	}
	chips := []ui.Chip{}
	add := func(state, label string, count int) {
		to := q.with(func(x *attendeeQuery) { x.State = state })
		chips = append(chips, ui.Chip{Label: label, Href: to.href(r, e), On: q.State == state, Count: count})
	}
	add("", r.P.T("staff.attendee.state.live"), n.Confirmed+n.Waiting+n.Pending)
	for _, s := range []struct {
		state event.RegState
		n     int
	}{{event.Confirmed, n.Confirmed}, {event.Waiting, n.Waiting}, {event.Pending, n.Pending}, {event.CancelledReg, n.Cancelled}, {event.Declined, n.Declined}} {
		if s.n > 0 || q.State == string(s.state) || s.state == event.Confirmed || s.state == event.Waiting {
			add(string(s.state), r.P.T("event.state."+string(s.state)), s.n)
		}
	}
	if q.State == "ended" {
		add("ended", r.P.T("staff.attendee.state.ended"), n.Cancelled+n.Declined)
	}
	add("all", r.P.T("staff.attendee.state.all"), -1)
	return chips
}

// moreChips choose by slot, by arrival and by the first kana. A second tap on a
// chip takes it away.
func moreChips(r *web.Request, e event.Event, q attendeeQuery) (slots, arrived, initials []ui.Chip) {
	toggle := func(now *string, v string) {
		if *now == v {
			v = ""
		}
		*now = v
	}
	for _, s := range e.Slots {
		to := q.with(func(x *attendeeQuery) { toggle(&x.Slot, s.ID) })
		slots = append(slots, ui.Chip{Label: s.NameIn(r.Lang), Href: to.href(r, e), On: q.Slot == s.ID, Count: -1})
	}
	if len(slots) < 2 && q.Slot == "" {
		slots = nil
	}
	for _, a := range []string{"1", "0"} {
		to := q.with(func(x *attendeeQuery) { toggle(&x.Arrived, a) })
		arrived = append(arrived, ui.Chip{Label: r.P.T("staff.attendee.arrived." + a), Href: to.href(r, e), On: q.Arrived == a, Count: -1})
	}
	for _, k := range kanaRows {
		to := q.with(func(x *attendeeQuery) { toggle(&x.Initial, k) })
		initials = append(initials, ui.Chip{Label: k, Href: to.href(r, e), On: q.Initial == k, Count: -1})
	}
	return slots, arrived, initials
}

// narrowed says that the list shows less than everybody who is live.
func (q attendeeQuery) narrowed() bool {
	return q.State != "" || q.Slot != "" || q.Arrived != "" || q.Initial != "" || q.Q != ""
}
