package partner

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/card/network"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// tiesPage is a year of ties in words.
type tiesPage struct {
	Head    ui.HeadProps
	Tabs    []ui.TabProps
	Stats   []ui.StatProps
	Cuts    []ui.Chip
	Picture ui.NetworkProps
	Why     string // the picture is less than it could be
	Heat    ui.HeatProps
	Events  ui.GridProps
	Empty   *ui.EmptyProps
	Hidden  bool
	AsOf    string
	Files   []ui.ButtonProps
}

func tiesHref(r *web.Request, file string, programme string, c network.Cut) string {
	q := url.Values{"programme": {programme}}
	if c != network.ByPlace {
		q.Set("by", string(c))
	}
	return r.OrgPath("figures", "ties"+file) + "?" + q.Encode()
}

func tiesOf(r *web.Request, b tieBook) tiesPage {
	p := b.Programme
	page := tiesPage{
		Head: ui.HeadProps{Title: r.P.T("ties.officer.title"), Eyebrow: p.Year(r.Lang) + "  " + p.NameIn(r.Lang),
			Lead: r.P.T("ties.officer.lead", "body", p.BodyIn(r.Lang)),
			Back: &ui.LinkProps{Label: r.P.T("ties.officer.back"), Href: r.OrgPath("figures") + "?programme=" + url.QueryEscape(p.ID)}},
		AsOf: r.P.T("partner.as_of", "at", r.P.DateYear(r.Now)+" "+r.P.Time(r.Now)),
	}
	for _, other := range b.All {
		page.Tabs = append(page.Tabs, ui.TabProps{Label: other.Year(r.Lang), Href: tiesHref(r, "", other.ID, b.Cut), On: other.ID == p.ID, Count: -1})
	}
	if b.Total == 0 {
		page.Empty = &ui.EmptyProps{Kind: ui.Nothing, Seed: p.ID, Title: r.P.T("ties.officer.empty"), Text: r.P.T("ties.officer.empty_text")}
		return page
	}
	page.Stats, page.Hidden = tieStats(r, b), true
	page.Files = []ui.ButtonProps{
		{Label: r.P.T("ties.officer.utf8"), Href: tiesHref(r, ".csv", p.ID, network.ByPlace), Look: ui.Secondary, Icon: "download"},
		{Label: r.P.T("ties.officer.cp932"), Href: tiesHref(r, ".csv", p.ID, network.ByPlace) + "&encoding=cp932", Look: ui.Ghost, Icon: "download"},
	}
	if b.Withheld {
		page.Empty = &ui.EmptyProps{Kind: ui.Forbidden, Seed: p.ID, Title: r.P.T("ties.officer.withheld"), Text: r.P.T("ties.officer.withheld_text")}
		return page
	}
	for _, c := range network.Cuts {
		page.Cuts = append(page.Cuts, ui.Chip{Label: ui.CutWord(r.P, c), Href: tiesHref(r, "", p.ID, c), On: c == b.Cut, Count: -1})
	}
	page.Picture, page.Why = tiePicture(r, b)
	page.Heat, page.Events = tieHeat(r, b), tieEvents(r, b)
	return page
}

func tieStats(r *web.Request, b tieBook) []ui.StatProps {
	first := ui.StatProps{Label: r.P.T("ties.new"), Value: b.total(r)}
	if !b.Withheld {
		first.Unit = r.P.T("ties.unit")
	}
	if b.Goal.Target > 0 {
		first.Note = targetOf(r, b.Goal)
		if !b.Withheld {
			first.Target, first.Amount = b.Goal.Target, b.Total
		}
	}
	stats := []ui.StatProps{first}
	for _, c := range network.Cuts {
		s := ui.StatProps{Label: ui.AcrossWord(r.P, c), Value: r.P.T("partner.hidden")}
		if n, known, shown := b.across(c); known && shown && !b.Withheld {
			s.Value, s.Unit = strconv.Itoa(n), r.P.T("ties.unit")
		}
		stats = append(stats, s)
	}
	return append(stats,
		ui.StatProps{Label: r.P.T("ties.officer.tied"), Value: b.tied(r)},
		ui.StatProps{Label: r.P.T("ties.alone"), Value: b.people(r, b.Alone)})
}

// tiePicture draws the people with a tie, without a name or a link. Where a cell
// of the matrix is hidden, lines between shapes would show it: the picture then
// knows no groups, not even in where it puts people.
func tiePicture(r *web.Request, b tieBook) (n ui.NetworkProps, why string) {
	book := b.Books[b.Cut]
	if len(book.People) > network.MaxDrawn {
		return ui.NetworkProps{Title: r.P.T("ties.picture"), Empty: r.P.T("ties.too_many", "n", r.P.Number(network.MaxDrawn))}, ""
	}
	plain := b.Cuts[b.Cut].any
	if plain {
		for i := range book.People {
			book.People[i].Groups = nil
		}
	}
	n = ui.PictureOf(r.P, book, b.Cut, b.Programme.ID)
	n.Alt = r.P.T("ties.officer.alt", "people", r.P.Number(b.Tied), "ties", r.P.Number(b.Total))
	for i := range n.Groups {
		if n.Groups[i].Shape == ui.Ring {
			n.Groups[i].Label = r.P.T("ties.officer.unknown")
		}
	}
	if plain {
		n.Lead = r.P.T("ties.officer.no_lead")
		n.Groups = []ui.NetworkGroup{{Shape: ui.Disc, Label: r.P.T("ties.officer.everybody"), Count: r.P.N("ties.people", b.Tied)}}
		for i := range n.Dots {
			n.Dots[i].Shape = ui.Disc
		}
		why = r.P.T("ties.officer.plain_picture")
	}
	return n, why
}

func tieHeat(r *web.Request, b tieBook) ui.HeatProps {
	m := b.Cuts[b.Cut]
	h := ui.HeatProps{Caption: r.P.T("ties.matrix"), Corner: r.P.T("ties.corner")}
	top := 0 // of what is shown: a depth must not tell what a figure does not
	for i, g := range m.Groups {
		h.Heads = append(h.Heads, groupWord(r, g))
		for j := range m.Groups {
			if !m.Hidden[i][j] {
				top = max(top, m.Cells[i][j])
			}
		}
	}
	h.Heads = append(h.Heads, r.P.T("ties.sum"), r.P.T("ties.persons"))
	for i, g := range m.Groups {
		row := ui.HeatRow{Shape: ui.GroupShape(g), Label: groupWord(r, g)}
		for j := range m.Groups {
			c := ui.HeatCell{Text: m.cell(r, i, j)}
			if !m.Hidden[i][j] {
				c.Level = ui.HeatLevel(m.Cells[i][j], top)
			}
			row.Cells = append(row.Cells, c)
		}
		sum := r.P.T("partner.hidden")
		if !m.NoSum[i] {
			sum = strconv.Itoa(m.Touching(i))
		}
		row.Cells = append(row.Cells, ui.HeatCell{Text: sum, Sum: true}, ui.HeatCell{Text: b.people(r, m.People[i]), Sum: true})
		h.Rows = append(h.Rows, row)
	}
	foot := ui.HeatRow{Label: r.P.T("ties.all")}
	for range m.Groups {
		foot.Cells = append(foot.Cells, ui.HeatCell{Sum: true})
	}
	foot.Cells = append(foot.Cells, ui.HeatCell{Text: b.total(r), Sum: true}, ui.HeatCell{Text: b.people(r, b.Tied), Sum: true})
	h.Foot = &foot
	return h
}

func tieEvents(r *web.Request, b tieBook) ui.GridProps {
	g := ui.GridProps{
		Caption: r.P.T("ties.by_event"),
		Columns: []ui.Column{{Label: r.P.T("partner.column.day")}, {Label: r.P.T("ties.event"), Lead: true}, {Label: r.P.T("ties.new"), Numeric: true}},
		Totals:  []string{"", r.P.T("ties.all"), b.total(r)},
	}
	order := make([]int, len(b.ByEvent.cells))
	for i := range order {
		order[i] = i
	}
	starts := func(i int) int64 {
		if i == len(b.Events) {
			return 1<<62 - 1
		}
		return int64(b.Events[i].StartsAt)
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(starts(i), starts(j)) })
	for _, i := range order {
		title, there := b.occasion(r, i)
		if !there {
			continue
		}
		row := ui.Row{Name: title, Cells: []templ.Component{ui.Text(""), ui.Text(title), ui.Text(cell(r, b.ByEvent, i))}}
		if i < len(b.Events) {
			row = eventRow(r, b.Events[i], row)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func eventRow(r *web.Request, e event.Event, row ui.Row) ui.Row {
	row.ID = e.ID
	row.Cells[0] = ui.Text(r.P.Date(e.StartsAt.Time().In(clock.JST)))
	row.Cells[1] = ui.To(r.OrgPath("events", e.Slug), e.TitleIn(r.Lang), "")
	return row
}
