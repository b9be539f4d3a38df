package partner

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// figuresPage is a book in words.
type figuresPage struct {
	Head   ui.HeadProps
	Tabs   []ui.TabProps
	Goals  []ui.StatProps
	Others []ui.Fact // goals that are not counted from events
	People []ui.Fact
	Year   ui.YearProps
	Grid   ui.GridProps
	Hidden bool // the note on hidden figures is needed
	AsOf   string
	Files  []ui.ButtonProps
}

// frame is the chrome of these pages: the few nouns that partners have.
func frame(r *web.Request) ui.Chrome {
	c := r.Chrome()
	c.Nav = []ui.NavItem{
		{Label: r.P.T("partner.nav.figures"), Href: r.OrgPath("figures"), Icon: "chart", On: r.URL.Path == r.OrgPath("figures")},
		{Label: r.P.T("ties.officer.nav"), Href: r.OrgPath("figures", "ties"), Icon: "ties", On: r.URL.Path == r.OrgPath("figures", "ties")},
		{Label: r.P.T("partner.nav.events"), Href: r.OrgPath("events"), Icon: "calendar"},
	}
	return c
}

func (l line) state() string {
	switch {
	case l.Cancelled:
		return "cancelled"
	case l.Held:
		return "held"
	}
	return "ahead"
}

// applicants words one cell: a figure, a hidden one, or none for an event that
// was called off.
func (b book) applicants(r *web.Request, i int) string {
	if b.Lines[i].Cancelled {
		return r.P.T("partner.none")
	}
	return cell(r, b.Applicants, i)
}

// attendees is unknown before the event, which is not zero.
func (b book) attendees(r *web.Request, i int) string {
	if b.Lines[i].Cancelled || !b.Lines[i].Held {
		return r.P.T("partner.none")
	}
	return cell(r, b.Attendees, i)
}

func cell(r *web.Request, c column, i int) string {
	if c.hidden[i] {
		return r.P.T("partner.hidden")
	}
	return strconv.Itoa(c.cells[i])
}

func total(r *web.Request, c column) string {
	n, shown := c.sum("")
	if !shown {
		return r.P.T("partner.hidden")
	}
	return strconv.Itoa(n)
}

// persons words a count of different people. It goes where its column's total
// goes: with one event they are the same figure.
func persons(r *web.Request, n int, c column) string {
	if _, shown := c.sum(""); !shown || n > 0 && n < few {
		return r.P.T("partner.hidden")
	}
	return r.P.N("partner.people", n)
}

func figuresOf(r *web.Request, b book, all []programme.Programme) figuresPage {
	p := b.Programme
	page := figuresPage{
		Head: ui.HeadProps{Title: p.NameIn(r.Lang), Eyebrow: p.Year(r.Lang), Lead: r.P.T("partner.lead", "body", p.BodyIn(r.Lang))},
		People: []ui.Fact{
			{Term: r.P.T("partner.people.applicants"), Text: persons(r, b.People.Applicants, b.Applicants)},
			{Term: r.P.T("partner.people.attendees"), Text: persons(r, b.People.Attendees, b.Attendees)},
		},
		AsOf: r.P.T("partner.as_of", "at", r.P.DateYear(r.Now)+" "+r.P.Time(r.Now)),
		Year: ui.YearProps{FY: p.FY, Now: r.Now},
		Grid: gridOf(r, b),
	}
	for _, other := range all {
		page.Tabs = append(page.Tabs, ui.TabProps{
			Label: other.Year(r.Lang), Href: r.OrgPath("figures") + "?programme=" + url.QueryEscape(other.ID),
			On: other.ID == p.ID, Count: -1,
		})
	}
	for _, g := range b.Goals {
		if n, known, shown := b.reached(g); known {
			page.Goals = append(page.Goals, goalOf(r, g, n, shown))
		} else {
			page.Others = append(page.Others, ui.Fact{Term: g.LabelIn(r.Lang), Text: targetOf(r, g)})
		}
	}
	for _, l := range b.Lines {
		page.Year.Marks = append(page.Year.Marks, markOf(r, l))
	}
	for i := range b.Lines {
		page.Hidden = page.Hidden || b.Applicants.hidden[i] || b.Attendees.hidden[i]
	}
	file := r.OrgPath("figures.csv") + "?programme=" + url.QueryEscape(p.ID)
	page.Files = []ui.ButtonProps{
		{Label: r.P.T("partner.file.utf8"), Href: file, Look: ui.Secondary, Icon: "download"},
		{Label: r.P.T("partner.file.cp932"), Href: file + "&encoding=cp932", Look: ui.Ghost, Icon: "download"},
	}
	return page
}

// goalOf sets a goal against what is reached.
func goalOf(r *web.Request, g programme.Goal, n int, shown bool) ui.StatProps {
	stat := ui.StatProps{Label: g.LabelIn(r.Lang), Note: targetOf(r, g)}
	if !shown {
		stat.Value = r.P.T("partner.hidden")
		return stat
	}
	stat.Value, stat.Unit, stat.Target, stat.Amount = g.Figure(n), g.UnitIn(r.Lang), g.Target, n
	if percent, ok := g.Percent(n); ok && percent >= 100 {
		stat.Tone = ui.Done
	}
	return stat
}

func targetOf(r *web.Request, g programme.Goal) string {
	return r.P.T("partner.goal.target", "target", g.Figure(g.Target), "unit", g.UnitIn(r.Lang))
}

func markOf(r *web.Request, l line) ui.YearMark {
	mark := ui.YearMark{
		At: l.Event.StartsAt.Time(), Label: l.Event.TitleIn(r.Lang), Href: r.OrgPath("events", l.Event.Slug),
	}
	switch {
	case l.Cancelled:
		mark.Tone = ui.Quiet
	case l.Held:
		mark.Tone = ui.Done
	}
	return mark
}

func gridOf(r *web.Request, b book) ui.GridProps {
	word := func(key string) string { return r.P.T("partner.column." + key) }
	grid := ui.GridProps{
		Caption: r.P.T("partner.by_event"),
		Columns: []ui.Column{
			{Label: word("day")}, {Label: word("event"), Lead: true}, {Label: word("place")}, {Label: word("state")},
			{Label: word("applicants"), Numeric: true}, {Label: word("attendees"), Numeric: true},
		},
		Totals: []string{"", r.P.T("partner.total"), "", "", total(r, b.Applicants), total(r, b.Attendees)},
		Empty: ui.EmptyState(ui.EmptyProps{
			Kind: ui.Nothing, Seed: b.Programme.ID, Title: r.P.T("partner.no_events"), Text: r.P.T("partner.no_events_text"),
		}),
	}
	for i, l := range b.Lines {
		row := ui.Row{ID: l.Event.ID, Name: l.Event.TitleIn(r.Lang), Quiet: l.Cancelled}
		row.Cells = append(row.Cells,
			ui.Text(r.P.Date(l.Event.StartsAt.Time().In(clock.JST))),
			ui.To(r.OrgPath("events", l.Event.Slug), l.Event.TitleIn(r.Lang), ""),
			placeCell(r, l), ui.Status(statusOf(r, l)),
			ui.Text(b.applicants(r, i)), ui.Text(b.attendees(r, i)))
		grid.Rows = append(grid.Rows, row)
	}
	return grid
}

func placeCell(r *web.Request, l line) templ.Component {
	if l.Area == "" && l.Place == "" && l.Event.Online() {
		return ui.Text(r.P.T("core.event.online"))
	}
	return ui.Lines(l.Area, l.Place)
}

func statusOf(r *web.Request, l line) ui.StatusProps {
	s := ui.StatusProps{Label: r.P.T("partner.state." + l.state())}
	switch {
	case l.Cancelled:
		s.Tone = ui.Quiet
	case l.Held:
		s.Tone = ui.Done
	case !l.Event.Over(db.FromTime(r.Now)):
		s.Tone = ui.Info
	}
	return s
}
