package staff

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/wareki"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func (p *Pages) dashboardRoutes() []web.Route {
	stream := get("/live/stream", account.DashboardView, p.liveStream)
	stream.Stream = true
	return []web.Route{
		get("", account.DashboardView, p.today),
		get("/live", account.DashboardView, p.livePoll),
		stream,
	}
}

// desk is everything the first page of the console is made from.
type desk struct {
	Now       db.Instant
	Programme programme.Programme
	Goals     []goalState
	Ahead     []event.Event // published, not over, soonest first
	Drafts    []event.Event
	Past      []event.Event // of the programme's year, latest first
	Running   *event.Event  // doors are open now
}

// doorsOpen is how long before its start an event counts as running.
const doorsOpen = 2 * time.Hour

func (p *Pages) desk(ctx context.Context, r *web.Request) (desk, error) {
	d := desk{Now: db.FromTime(r.Now)}
	var err error
	if d.Programme, err = p.thisYear(ctx, r); err != nil {
		return d, err
	}
	if d.Ahead, err = p.Events.List(ctx, r.Org.ID, event.Filter{States: []event.State{event.Published}, EndsAfter: d.Now, Limit: 30}); err != nil {
		return d, err
	}
	if d.Drafts, err = p.Events.List(ctx, r.Org.ID, event.Filter{States: []event.State{event.Draft}, Limit: 30}); err != nil {
		return d, err
	}
	d.Past, err = p.Events.List(ctx, r.Org.ID, event.Filter{States: []event.State{event.Published}, EndsBy: d.Now, Newest: true, Limit: 20})
	if err != nil {
		return d, err
	}
	for i, e := range d.Ahead {
		if e.StartsAt != 0 && e.StartsAt.Add(-doorsOpen) <= d.Now {
			d.Running = &d.Ahead[i]
			break
		}
	}
	if d.Programme.ID != "" {
		d.Goals, err = p.goalStates(ctx, r, d.Programme)
	}
	return d, err
}

// thisYear is the programme of the fiscal year, or the latest one, or none.
func (p *Pages) thisYear(ctx context.Context, r *web.Request) (programme.Programme, error) {
	found, err := p.Programmes.CurrentProgramme(ctx, r.Org.ID, wareki.FiscalYear(r.Now))
	if apperr.CategoryOf(err) != apperr.NotFound {
		return found, err
	}
	all, err := p.Programmes.ListProgrammes(ctx, r.Org.ID)
	if err != nil || len(all) == 0 {
		return programme.Programme{}, err
	}
	return all[0], nil
}

// todayModel is the page in words.
type todayModel struct {
	Head     ui.HeadProps
	Todos    []ui.TodoProps
	Works    bool // the reader changes things, so something can wait for them
	Next     []ui.EventCardProps
	Live     *liveModel
	Growth   *ui.ChartProps
	Goals    []ui.StatProps
	Year     *ui.YearProps
	Activity []ui.Moment
	AuditAll string
	NewEvent string
	Setup    string // no programme yet: where to make one
}

func (p *Pages) today(w http.ResponseWriter, r *web.Request) error {
	ctx := r.Context()
	d, err := p.desk(ctx, r)
	if err != nil {
		return err
	}
	m := todayModel{Works: r.Can(account.EventEdit), Head: todayHead(r, d)}
	if m.Works {
		m.NewEvent = path(r, "events", "new")
		if m.Todos, err = p.todos(ctx, r, d); err != nil {
			return err
		}
	}
	for i, e := range d.Ahead {
		if i == 4 {
			break
		}
		m.Next = append(m.Next, nextCard(r, e))
	}
	if d.Running != nil {
		if m.Live, err = p.liveNow(ctx, r, *d.Running); err != nil {
			return err
		}
	}
	if m.Growth, err = p.growth(ctx, r, d); err != nil {
		return err
	}
	for _, g := range d.Goals {
		m.Goals = append(m.Goals, g.stat(r))
	}
	m.Year = yearLine(r, d)
	if d.Programme.ID == "" && r.Can(account.ProgrammeEdit) {
		m.Setup = path(r, "programme", "new")
	}
	if r.Can(account.AuditView) {
		m.AuditAll = path(r, "audit")
		if m.Activity, err = p.latest(ctx, r); err != nil {
			return err
		}
	}
	c := p.chrome(r)
	c.Org.Programme = d.Programme.NameIn(r.Lang)
	return web.Render(w, r, http.StatusOK, todayPage(c, m))
}

func todayHead(r *web.Request, d desk) ui.HeadProps {
	h := ui.HeadProps{Title: r.P.T("staff.today.title", "date", r.P.DateYear(r.Now)), Seed: r.Org.Seed}
	if d.Programme.ID != "" {
		h.Eyebrow = d.Programme.Year(r.Lang) + "  " + d.Programme.NameIn(r.Lang)
	}
	if !r.Can(account.EventEdit) {
		h.Lead = r.P.T("staff.today.figures_only")
	}
	return h
}

func nextCard(r *web.Request, e event.Event) ui.EventCardProps {
	c := ui.EventCardProps{
		Href: path(r, "events", e.Slug), Title: e.TitleIn(r.Lang), Start: e.StartsAt.Time(), End: e.EndsAt.Time(),
		Place: e.Place.NameIn(r.Lang), Area: e.Place.AreaIn(r.Lang), Online: e.Online(), Seed: e.ID,
	}
	seats := ui.SeatProps{Closed: e.ClosesAt != 0 && e.ClosesAt <= db.FromTime(r.Now)}
	for _, s := range e.OpenSlots() {
		seats.Taken += s.Taken
		seats.Waiting += s.Waiting
		if s.Capacity != nil {
			seats.Capacity += *s.Capacity
		}
	}
	c.Seats = &seats
	return c
}

// yearLine is the fiscal year with its events on it.
func yearLine(r *web.Request, d desk) *ui.YearProps {
	y := ui.YearProps{FY: wareki.FiscalYear(r.Now), Now: r.Now.In(clock.JST)}
	mark := func(e event.Event, tone ui.Tone) {
		if e.StartsAt != 0 && wareki.FiscalYear(e.StartsAt.Time()) == y.FY {
			y.Marks = append(y.Marks, ui.YearMark{At: e.StartsAt.Time(), Label: cmp.Or(e.Place.AreaIn(r.Lang), e.TitleIn(r.Lang)), Href: path(r, "events", e.Slug), Tone: tone})
		}
	}
	for i := len(d.Past) - 1; i >= 0; i-- {
		mark(d.Past[i], ui.Done)
	}
	for i, e := range d.Ahead {
		if i == 0 {
			mark(e, ui.Now)
		} else {
			mark(e, ui.Plain)
		}
	}
	for _, e := range d.Drafts {
		mark(e, ui.Quiet)
	}
	if len(y.Marks) == 0 {
		return nil
	}
	return &y
}

func (p *Pages) latest(ctx context.Context, r *web.Request) ([]ui.Moment, error) {
	page, err := p.Accounts.Trail(ctx, r.Actor, r.Org.ID, account.TrailFilter{Limit: 6})
	if err != nil {
		return nil, err
	}
	names := p.objectNames(ctx, r, page.Entries)
	var list []ui.Moment
	for _, e := range page.Entries {
		obj := names[e.Object+" "+e.ObjectID]
		list = append(list, ui.Moment{
			When: r.P.DateTime(e.At.Time()), ISO: e.At.Time().Format(time.RFC3339), Title: actionWord(r.P, e.Action),
			Text: obj.Label, Href: obj.Href, Who: actorWord(r.P, e),
		})
	}
	return list, nil
}
