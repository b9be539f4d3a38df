package staff

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// eventModel is the page of one event: figures, slots, pictures, facts and
// what happened to it.
type eventModel struct {
	Event    event.Event
	Head     ui.HeadProps
	Banner   *ui.BannerProps
	Missing  []ui.LinkProps // what keeps a draft from being published
	Stats    []eventStat
	Slots    ui.GridProps
	Coming   *ui.ChartProps
	Arrivals *ui.ChartProps
	Facts    []ui.Fact
	History  []ui.Moment
	Live     *ui.LiveProps
}

type eventStat struct {
	ui.StatProps
	Key string
}

func (p *Pages) eventPage(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	ctx, org := r.Context(), r.Org.ID
	m := eventModel{Event: e, Head: eventHead(r, e, ""), Facts: eventFacts(r, e)}
	m.Banner, m.Missing = eventBanner(r, e)
	counts, err := p.Events.Counts(ctx, org, e.ID)
	if err != nil {
		return err
	}
	live, err := p.Events.Live(ctx, org, e.ID)
	if err != nil {
		return err
	}
	m.Stats = eventStats(r, e, counts, live)
	m.Slots = slotGrid(r, e, counts)
	if e.State != event.Draft || counts.Total.Confirmed > 0 {
		if m.Coming, err = p.comingChart(r, e); err != nil {
			return err
		}
	}
	if m.Arrivals, err = p.arrivalChart(r, e); err != nil {
		return err
	}
	if e.State == event.Published {
		m.Live = &ui.LiveProps{Stream: eventPath(r, e, "live"), Poll: eventPath(r, e, "live.json")}
	}
	if m.History, err = p.eventHistory(r, e); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, eventShowPage(p.chrome(r), r, m))
}

// eventBanner says what stands between a draft and its publication, or why the
// event is not as others are.
func eventBanner(r *web.Request, e event.Event) (*ui.BannerProps, []ui.LinkProps) {
	switch {
	case e.State == event.Cancelled:
		return &ui.BannerProps{Tone: ui.Wrong, Title: r.P.T("staff.event.is_cancelled"), Text: e.CancelReason}, nil
	case e.State == event.Draft:
		missing := missingLinks(r, e)
		if len(missing) == 0 {
			return &ui.BannerProps{Tone: ui.Info, Title: r.P.T("staff.event.ready"), Text: r.P.T("staff.event.ready_text")}, nil
		}
		return &ui.BannerProps{Tone: ui.Due, Title: r.P.N("staff.event.missing", len(missing))}, missing
	}
	return nil, nil
}

// missingLinks lead to the fields that a publication needs.
func missingLinks(r *web.Request, e event.Event) []ui.LinkProps {
	var links []ui.LinkProps
	for _, f := range e.Missing() {
		href := eventPath(r, e, "edit") + "#f-" + f.Field
		if f.Field == "slots" {
			href = eventPath(r, e, "slots")
		}
		links = append(links, ui.LinkProps{Label: r.P.T(f.Key, f.Args...), Href: href, Icon: "edit"})
	}
	return links
}

func eventStats(r *web.Request, e event.Event, c event.Counts, l event.Live) []eventStat {
	list := eventPath(r, e, "attendees")
	taken, capacity, limited, _ := seatsOf(e)
	confirmed := ui.StatProps{Label: r.P.T("staff.event.stat.confirmed"), Value: r.P.Number(c.Total.Confirmed), Href: list + "?state=confirmed"}
	if limited && capacity > 0 {
		confirmed.Target, confirmed.Amount = capacity, taken
		confirmed.Note = r.P.T("staff.event.stat.capacity", "n", r.P.Number(capacity))
	}
	stats := []eventStat{{StatProps: confirmed, Key: "confirmed"}}
	add := func(word, key, state string, n int, tone ui.Tone) {
		s := ui.StatProps{Label: r.P.T("staff.event.stat." + word), Value: r.P.Number(n), Href: list + "?" + state}
		if n > 0 {
			s.Tone = tone
		}
		stats = append(stats, eventStat{StatProps: s, Key: key})
	}
	add("waiting", "", "state=waiting", c.Total.Waiting, ui.Due)
	if asksApproval(e) || c.Total.Pending > 0 {
		add("pending", "", "state=pending", c.Total.Pending, ui.Due)
	}
	add("arrived", "arrived", "state=confirmed&arrived=1", l.Arrived, ui.Done)
	if c.Helpers.Confirmed > 0 {
		add("helpers", "", "state=confirmed", c.Helpers.Confirmed, ui.Plain)
	}
	return stats
}

func asksApproval(e event.Event) bool {
	for _, s := range e.Slots {
		if s.Mode == event.ByApproval {
			return true
		}
	}
	return false
}

// slotGrid counts each slot; every figure opens its rows.
func slotGrid(r *web.Request, e event.Event, c event.Counts) ui.GridProps {
	g := ui.GridProps{Caption: r.P.T("staff.event.slots"), Columns: []ui.Column{{Label: r.P.T("staff.event.col.slot"), Lead: true}}}
	for _, word := range []string{"capacity", "confirmed", "free", "waiting", "pending", "cancelled", "arrived"} {
		g.Columns = append(g.Columns, ui.Column{Label: r.P.T("staff.event.col." + word), Numeric: true})
	}
	g.Empty = ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.event.no_slots"), Text: r.P.T("staff.event.no_slots_text"), Seed: e.ID})
	var sum event.SlotCounts
	for _, s := range e.Slots {
		n := c.BySlot[s.ID]
		rows := func(count int, query string) templ.Component {
			if count == 0 {
				return ui.Text("0")
			}
			return ui.To(eventPath(r, e, "attendees")+"?slot="+s.ID+"&"+query, r.P.Number(count), "")
		}
		capacity, free := r.P.T("staff.event.no_limit"), "–"
		if left, limited := s.Free(); limited {
			capacity, free = r.P.Number(*s.Capacity), r.P.Number(left)
		}
		g.Rows = append(g.Rows, ui.Row{ID: s.ID, Cells: []templ.Component{
			ui.Lines(s.NameIn(r.Lang), slotKindWords(r, s)), ui.Text(capacity), rows(n.Confirmed, "state=confirmed"), ui.Text(free),
			rows(n.Waiting, "state=waiting"), rows(n.Pending, "state=pending"), rows(n.Cancelled+n.Declined, "state=ended"),
			rows(n.Arrived, "state=confirmed&arrived=1"),
		}})
		sum.Confirmed, sum.Waiting, sum.Pending = sum.Confirmed+n.Confirmed, sum.Waiting+n.Waiting, sum.Pending+n.Pending
		sum.Cancelled, sum.Arrived = sum.Cancelled+n.Cancelled+n.Declined, sum.Arrived+n.Arrived
	}
	if len(g.Rows) > 1 {
		g.Totals = []string{r.P.T("staff.event.total"), "", r.P.Number(sum.Confirmed), "", r.P.Number(sum.Waiting),
			r.P.Number(sum.Pending), r.P.Number(sum.Cancelled), r.P.Number(sum.Arrived)}
	}
	return g
}

func slotKindWords(r *web.Request, s event.Slot) string {
	words := s.EligibilityIn(r.Lang)
	if s.Kind != event.ForParticipants {
		words = r.P.T("staff.event.kind." + string(s.Kind))
	}
	if s.Mode == event.ByApproval {
		if words != "" {
			words += "・"
		}
		words += r.P.T("staff.event.mode.approval")
	}
	return words
}

func eventFacts(r *web.Request, e event.Event) []ui.Fact {
	change := func(anchor string) *ui.LinkProps {
		if !r.Can(account.EventEdit) || e.State == event.Cancelled {
			return nil
		}
		return &ui.LinkProps{Label: r.P.T("core.verb.change"), Href: eventPath(r, e, "edit") + "#f-" + anchor}
	}
	facts := []ui.Fact{{Term: r.P.T("staff.event.fact.when"), Icon: "calendar", Text: eventWhen(r, e), Change: change("starts_at")}}
	where := eventPlace(r, e)
	if where == "" {
		where = r.P.T("staff.event.no_place")
	}
	facts = append(facts, ui.Fact{Term: r.P.T("staff.event.fact.where"), Icon: "place", Text: where, Change: change("place")})
	if e.Online() {
		facts = append(facts, ui.Fact{Term: r.P.T("staff.event.fact.online"), Icon: "online", Text: e.OnlineURL, Change: change("online_url")})
	}
	opens := r.P.T("staff.event.opens_now")
	if e.OpensAt != 0 {
		opens = r.P.DateTime(e.OpensAt.Time())
	}
	facts = append(facts, ui.Fact{Term: r.P.T("staff.event.fact.opens"), Icon: "clock", Text: opens, Change: change("opens_at")})
	if e.ClosesAt != 0 {
		facts = append(facts, ui.Fact{Term: r.P.T("staff.event.fact.closes"), Icon: "clock", Text: until(r, e.ClosesAt), Change: change("closes_rule-0")})
	}
	return append(facts,
		ui.Fact{Term: r.P.T("staff.event.fact.visibility"), Icon: "eye", Text: r.P.T("staff.event.visibility." + string(e.Visibility)), Change: change("visibility-0")},
		ui.Fact{Term: r.P.T("staff.event.fact.address"), Icon: "link", Value: ui.Copy(r.Absolute(r.OrgPath("events", e.Slug)), r.P.T("core.verb.copy"))})
}

// eventState is what the figures of the page show; events and polling give the same.
func eventState(r *web.Request, l event.Live) map[string]string {
	return map[string]string{"arrived": r.P.Number(l.Arrived), "confirmed": r.P.Number(l.Expected), "walk_ins": r.P.Number(l.WalkIns)}
}

func (p *Pages) eventLive(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	return web.Stream(w, r, func() (string, any, error) {
		l, err := p.Events.Live(r.Context(), r.Org.ID, e.ID)
		return strconv.FormatInt(l.Seq, 10) + "." + strconv.FormatInt(l.Version, 10), eventState(r, l), err
	})
}

func (p *Pages) eventFigures(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	l, err := p.Events.Live(r.Context(), r.Org.ID, e.ID)
	if err != nil {
		return err
	}
	return web.JSON(w, r, http.StatusOK, eventState(r, l))
}
