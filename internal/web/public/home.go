package public

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/wareki"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
	"time"
)

// homeModel is everything on the home of an organisation.
type homeModel struct {
	Programme programme.Programme // zero when none is running
	Lead      *ui.EventCardProps
	Coming    []ui.EventCardProps
	Past      []ui.EventCardProps
	Year      ui.YearProps
	Figures   []ui.StatProps
	Partners  []partnerGroup
}

type partnerGroup struct {
	Kind  string
	Links []ui.LinkProps
}

func (p *Pages) home(w http.ResponseWriter, r *web.Request) error {
	m, err := p.homeModel(r)
	if err != nil {
		return err
	}
	c := p.chrome(r)
	if m.Programme.ID != "" {
		c.Org.Programme = m.Programme.Year(r.Lang)
	}
	return web.Render(w, r, http.StatusOK, homePage(c, r, m))
}

func (p *Pages) homeModel(r *web.Request) (homeModel, error) {
	ctx, now := r.Context(), instant(r.Now)
	m := homeModel{Year: ui.YearProps{FY: wareki.FiscalYear(r.Now), Now: r.Now}}
	var err error
	if m.Programme, err = p.Programmes.CurrentProgramme(ctx, r.Org.ID, m.Year.FY); err != nil {
		if apperr.CategoryOf(err) != apperr.NotFound {
			return m, err
		}
	} else {
		m.Year.FY = m.Programme.FY
	}
	coming, err := p.Events.Upcoming(ctx, r.Org.ID, 12)
	if err != nil {
		return m, err
	}
	past, err := p.Events.Past(ctx, r.Org.ID, 12)
	if err != nil {
		return m, err
	}
	m.split(r, coming, now)
	if err := p.pastCards(r, &m, past, now); err != nil {
		return m, err
	}
	m.Year.Marks = yearMarks(r, append(past, coming...), m, now)
	if m.Figures, err = p.figures(ctx, r, m.Programme); err != nil {
		return m, err
	}
	m.Partners, err = p.partners(ctx, r)
	return m, err
}

// split puts the next event that still takes people first; it is the one thing
// on the page.
func (m *homeModel) split(r *web.Request, coming []event.Event, now db.Instant) {
	lead := -1
	for i, e := range coming {
		if phaseOf(e, now).takes() {
			lead = i
			break
		}
	}
	for i, e := range coming {
		c := listed(r, e, now)
		if i == lead {
			c.Lead = true
			c.Button = &ui.ButtonProps{
				Label: r.P.T("public.home.lead_button"), Href: c.Href, Look: ui.Apple, Icon: "forward",
			}
			m.Lead = &c
			continue
		}
		m.Coming = append(m.Coming, c)
	}
}

func (p *Pages) pastCards(r *web.Request, m *homeModel, past []event.Event, now db.Instant) error {
	for i, e := range past {
		if i == 4 {
			break
		}
		c := listed(r, e, now)
		n, err := p.Events.Counts(r.Context(), r.Org.ID, e.ID)
		if err != nil {
			return err
		}
		c.Came = n.Total.Arrived
		m.Past = append(m.Past, c)
	}
	return nil
}

func yearMarks(r *web.Request, events []event.Event, m homeModel, now db.Instant) []ui.YearMark {
	var marks []ui.YearMark
	for _, e := range events {
		if wareki.FiscalYear(e.StartsAt.Time()) != m.Year.FY {
			continue
		}
		label := cmp.Or(e.Place.AreaIn(r.Lang), e.TitleIn(r.Lang))
		if e.Place.IsZero() && e.Online() {
			label = r.P.T("public.online")
		}
		mark := ui.YearMark{At: e.StartsAt.Time(), Label: label, Href: r.OrgPath("events", e.Slug)}
		switch {
		case e.State == event.Cancelled:
			mark.Tone = ui.Quiet
		case e.Over(now):
			mark.Tone = ui.Done
		case m.Lead != nil && mark.Href == m.Lead.Href:
			mark.Tone = ui.Now
		}
		marks = append(marks, mark)
	}
	return marks
}

// figures are the facts of the fiscal year so far, told without goals: a
// visitor wants to know that people come, not how the contract stands.
func (p *Pages) figures(ctx context.Context, r *web.Request, prog programme.Programme) ([]ui.StatProps, error) {
	if prog.ID == "" {
		return nil, nil
	}
	from := time.Date(prog.FY, time.April, 1, 0, 0, 0, 0, clock.JST)
	n, err := p.People.CountFacts(ctx, r.Org.ID, people.Period{From: db.FromTime(from), Until: db.FromTime(from.AddDate(1, 0, 0))})
	if err != nil {
		return nil, err
	}
	stat := func(key string, v int) ui.StatProps {
		return ui.StatProps{Label: r.P.T("public.figure." + key), Value: r.P.Number(v), Unit: r.P.T("public.figure." + key + "_unit")}
	}
	if n[people.Registered].Facts == 0 {
		return nil, nil
	}
	return []ui.StatProps{
		stat("registered", n[people.Registered].Persons),
		stat("came", n[people.Attended].Facts),
		stat("people", n[people.Attended].Persons),
	}, nil
}

func (p *Pages) partners(ctx context.Context, r *web.Request) ([]partnerGroup, error) {
	all, err := p.Programmes.ListPartners(ctx, r.Org.ID)
	if err != nil {
		return nil, err
	}
	var groups []partnerGroup
	for _, kind := range programme.PartnerKinds {
		g := partnerGroup{Kind: r.P.T("public.partner." + string(kind))}
		for _, partner := range all {
			if partner.Kind == kind && !partner.Retired {
				g.Links = append(g.Links, ui.LinkProps{Label: partner.NameIn(r.Lang), Href: partner.URL})
			}
		}
		if len(g.Links) > 0 {
			groups = append(groups, g)
		}
	}
	return groups, nil
}

// list shows all public events: what comes, then what has been, by fiscal year.
func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	now := instant(r.Now)
	coming, err := p.Events.Upcoming(r.Context(), r.Org.ID, 100)
	if err != nil {
		return err
	}
	past, err := p.Events.Past(r.Context(), r.Org.ID, 100)
	if err != nil {
		return err
	}
	var m listModel
	for _, e := range coming {
		m.Coming = append(m.Coming, listed(r, e, now))
	}
	for _, e := range past {
		fy := wareki.FiscalYear(e.StartsAt.Time())
		if n := len(m.Years); n == 0 || m.Years[n-1].fy != fy {
			m.Years = append(m.Years, pastYear{fy: fy, Name: programme.YearName(r.Lang, fy), ID: "fy" + strconv.Itoa(fy)})
		}
		y := &m.Years[len(m.Years)-1]
		y.Cards = append(y.Cards, listed(r, e, now))
	}
	return web.Render(w, r, http.StatusOK, listPage(p.chrome(r), r, m))
}

type listModel struct {
	Coming []ui.EventCardProps
	Years  []pastYear // newest first
}

type pastYear struct {
	fy       int
	Name, ID string
	Cards    []ui.EventCardProps
}
