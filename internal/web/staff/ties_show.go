package staff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/card/network"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// tieModel is a page of ties in words.
type tieModel struct {
	tieView
	Head    ui.HeadProps
	Tabs    []ui.TabProps
	Stats   []ui.StatProps
	Bars    *ui.ChartProps
	Cuts    []ui.Chip
	Picture ui.NetworkProps
	Heat    ui.HeatProps
	Rows    *ui.GridProps // ties of two groups
	Alone   ui.GridProps
	People  ui.GridProps
	Export  string
	Empty   *ui.EmptyProps
}

// Anchors of the page.
const (
	rowsAnchor   = "#ties-rows"
	aloneAnchor  = "#ties-alone"
	peopleAnchor = "#ties-people"
)

func tieHead(r *web.Request, v tieView) ui.HeadProps {
	if v.Event != nil {
		return eventHead(r, *v.Event, r.P.T("ties.title"))
	}
	h := ui.HeadProps{Title: r.P.T("ties.title"), Lead: r.P.T("ties.lead")}
	if v.Programme.ID != "" {
		h.Eyebrow = v.Programme.Year(r.Lang) + "  " + v.Programme.NameIn(r.Lang)
	}
	return h
}

func tieYears(r *web.Request, v tieView) []ui.TabProps {
	var tabs []ui.TabProps
	for _, other := range v.All {
		o := v
		o.Programme = other
		tabs = append(tabs, ui.TabProps{Label: other.Year(r.Lang), Href: o.at(r, nil), On: other.ID == v.Programme.ID, Count: -1})
	}
	if len(tabs) < 2 {
		return nil
	}
	return tabs
}

func tieCuts(r *web.Request, v tieView) []ui.Chip {
	var chips []ui.Chip
	for _, c := range network.Cuts {
		chips = append(chips, ui.Chip{Label: ui.CutWord(r.P, c), Href: v.href(r, c, "", "", ""), On: c == v.Cut, Count: -1})
	}
	return chips
}

// tieStats are the figures above the picture; each opens its rows.
func (p *Pages) tieStats(r *web.Request, v tieView, c tieCounts) ([]ui.StatProps, error) {
	first := ui.StatProps{Label: r.P.T("ties.new"), Value: r.P.Number(len(v.Ledger.Ties)), Unit: r.P.T("ties.unit"), Href: peopleAnchor}
	var notes []string
	if v.Event != nil {
		if before, ok := c.before(v.Event.ID); ok {
			notes = append(notes, r.P.T("ties.before_event", "event", eventShort(r, before), "n", r.P.Number(c.Now.ByEvent[before.ID])))
		}
	} else {
		goal, err := p.tieGoal(r, v.Programme)
		if err != nil {
			return nil, err
		}
		if goal.Target > 0 {
			share, _ := goal.Percent(len(v.Ledger.Ties))
			first.Target, first.Amount = goal.Target, len(v.Ledger.Ties)
			notes = append(notes, r.P.T("ties.goal", "target", goal.Figure(goal.Target), "share", r.P.Number(share)))
			if share >= 100 {
				first.Tone = ui.Done
			}
		}
		if c.Before >= 0 {
			notes = append(notes, r.P.T("ties.before_year", "n", r.P.Number(c.Before)))
		}
	}
	first.Note = strings.Join(notes, r.P.T("ties.and"))
	stats := []ui.StatProps{first}
	for _, cut := range network.Cuts {
		stats = append(stats, acrossStat(r, v, cut))
	}
	alone := len(v.Ledger.Alone())
	last := ui.StatProps{Label: r.P.T("ties.alone"), Value: r.P.Number(alone), Unit: r.P.T("ties.unit_people"), Href: aloneAnchor,
		Note: r.P.T("ties.alone_note", "n", r.P.Number(len(v.Ledger.People)))}
	if alone > 0 {
		last.Tone = ui.Due
	}
	return append(stats, last), nil
}

// acrossStat counts the ties that the programme wants in one cut. While nobody
// of a side is known, that is said instead of a zero.
func acrossStat(r *web.Request, v tieView, c network.Cut) ui.StatProps {
	a, b := c.Across()
	m := v.Ledger.Matrix(c)
	people := func(g network.Group) int {
		if i := slices.Index(m.Groups, g); i >= 0 {
			return m.People[i]
		}
		return 0
	}
	s := ui.StatProps{Label: ui.AcrossWord(r.P, c)}
	if people(a) == 0 || people(b) == 0 {
		s.Value, s.Note = "–", r.P.T("ties.nobody_known", "group", missingSide(r, a, b, people(a)))
		return s
	}
	s.Value, s.Unit = r.P.Number(v.Ledger.Between(c, a, b)), r.P.T("ties.unit")
	s.Note = r.P.T("ties.sides", "a", ui.GroupWord(r.P, a), "n", r.P.Number(people(a)), "b", ui.GroupWord(r.P, b), "m", r.P.Number(people(b)))
	s.Href = v.href(r, c, a, b, rowsAnchor)
	return s
}

func missingSide(r *web.Request, a, b network.Group, inA int) string {
	if inA == 0 {
		return ui.GroupWord(r.P, a)
	}
	return ui.GroupWord(r.P, b)
}

func (p *Pages) tieGoal(r *web.Request, of programme.Programme) (programme.Goal, error) {
	goals, err := p.Programmes.ListGoals(r.Context(), r.Org.ID, of.ID)
	if i := slices.IndexFunc(goals, func(g programme.Goal) bool { return g.Kind == programme.Ties }); i >= 0 {
		return goals[i], err
	}
	return programme.Goal{}, err
}

// tiePicture is the network with the names that staff may see.
func tiePicture(r *web.Request, v tieView) ui.NetworkProps {
	if len(v.Ledger.People) > network.MaxDrawn {
		return ui.NetworkProps{Title: r.P.T("ties.picture"), Empty: r.P.T("ties.too_many", "n", r.P.Number(network.MaxDrawn))}
	}
	n := ui.PictureOf(r.P, v.Ledger.Book, v.Cut, v.seed())
	n.Past = &ui.LinkProps{Label: r.P.T("ties.past"), Href: peopleAnchor}
	n.Source = r.P.T("ties.source", "at", r.P.DateYear(r.Now)+" "+r.P.Time(r.Now))
	degrees := v.Ledger.Degrees()
	for i, person := range v.Ledger.People {
		name := v.name(r, person.ID)
		n.Dots[i].Name = name
		n.Dots[i].Label = r.P.T("ties.dot", "name", name, "group", ui.GroupWord(r.P, person.In(v.Cut)), "ties", r.P.N("ties.ties", degrees[i]))
		n.Dots[i].Href = path(r, "people", person.ID)
	}
	return n
}

func tieHeat(r *web.Request, v tieView) ui.HeatProps {
	m := v.Ledger.Matrix(v.Cut)
	h := ui.HeatProps{Caption: r.P.T("ties.matrix"), Corner: r.P.T("ties.corner"), Notes: []string{r.P.T("ties.matrix_note")}}
	top := 0
	for i, g := range m.Groups {
		h.Heads = append(h.Heads, ui.GroupWord(r.P, g))
		top = max(top, slices.Max(m.Cells[i]))
	}
	h.Heads = append(h.Heads, r.P.T("ties.sum"), r.P.T("ties.persons"), r.P.T("ties.alone"))
	for i, g := range m.Groups {
		row := ui.HeatRow{Shape: ui.GroupShape(g), Label: ui.GroupWord(r.P, g)}
		for j, other := range m.Groups {
			c := ui.HeatCell{Text: r.P.Number(m.Cells[i][j]), Level: ui.HeatLevel(m.Cells[i][j], top)}
			if m.Cells[i][j] > 0 {
				c.Href = v.href(r, v.Cut, g, other, rowsAnchor)
				c.Hint = r.P.T("ties.across", "a", ui.GroupWord(r.P, g), "b", ui.GroupWord(r.P, other))
				c.On = v.A == g && v.B == other || v.A == other && v.B == g
			}
			row.Cells = append(row.Cells, c)
		}
		for _, n := range []int{m.Touching(i), m.People[i], m.Alone[i]} {
			row.Cells = append(row.Cells, ui.HeatCell{Text: r.P.Number(n), Sum: true})
		}
		h.Rows = append(h.Rows, row)
	}
	foot := ui.HeatRow{Label: r.P.T("ties.all")}
	for range m.Groups {
		foot.Cells = append(foot.Cells, ui.HeatCell{Sum: true})
	}
	for _, n := range []int{m.Total, len(v.Ledger.People), len(v.Ledger.Alone())} {
		foot.Cells = append(foot.Cells, ui.HeatCell{Text: r.P.Number(n), Sum: true})
	}
	h.Foot = &foot
	return h
}

// tieRows are the ties between the two chosen groups.
func tieRows(r *web.Request, v tieView) *ui.GridProps {
	title := r.P.T("ties.across", "a", ui.GroupWord(r.P, v.A), "b", ui.GroupWord(r.P, v.B))
	g := &ui.GridProps{
		Caption: title, Columns: []ui.Column{{Label: r.P.T("ties.one"), Lead: true}, {Label: r.P.T("ties.other")}, {Label: r.P.T("ties.when")}},
		Empty: ui.EmptyState(ui.EmptyProps{Kind: ui.NoMatch, Title: r.P.T("ties.no_rows", "groups", title), Text: r.P.T("ties.no_rows_text")}),
	}
	wanted := map[network.Pair]bool{}
	for _, t := range v.Ledger.Joining(v.Cut, v.A, v.B) {
		wanted[network.Pair{A: v.Ledger.People[t.A].ID, B: v.Ledger.People[t.B].ID}] = true
	}
	for _, pair := range v.Ledger.Pairs {
		if wanted[network.Pair{A: pair.A, B: pair.B}] || wanted[network.Pair{A: pair.B, B: pair.A}] {
			g.Rows = append(g.Rows, ui.Row{ID: pair.TieID, Cells: []templ.Component{
				v.personCell(r, pair.A), v.personCell(r, pair.B), ui.Text(r.P.DateTime(pair.At.Time())),
			}})
		}
	}
	return g
}

func (v tieView) personCell(r *web.Request, id string) templ.Component {
	who := v.Persons[id]
	return ui.To(path(r, "people", id), who.DisplayName(r.Lang), who.Affiliation)
}

// aloneGrid lists those whom somebody should look after, the loneliest first,
// with what they look for and where they are expected next.
func (p *Pages) aloneGrid(r *web.Request, v tieView) (ui.GridProps, error) {
	var ids []string
	for _, i := range v.Ledger.Alone() {
		ids = append(ids, v.Ledger.People[i].ID)
	}
	g := ui.GridProps{
		Caption: r.P.T("ties.alone_title"),
		Columns: []ui.Column{
			{Label: r.P.T("ties.name"), Lead: true}, {Label: ui.CutWord(r.P, network.ByPlace)}, {Label: r.P.T("ties.seek")},
			{Label: r.P.T("ties.ever"), Numeric: true}, {Label: r.P.T("ties.next")},
		},
		Empty: ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("ties.nobody_alone"), Text: r.P.T("ties.nobody_alone_text"), Seed: v.seed()}),
	}
	ever, err := p.Cards.EverTied(r.Context(), r.Org.ID, ids)
	if err != nil {
		return g, err
	}
	ahead, err := p.Cards.Ahead(r.Context(), r.Org.ID, ids)
	if err != nil {
		return g, err
	}
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(ever[a], ever[b]), cmp.Compare(v.Persons[a].SortKey(), v.Persons[b].SortKey()))
	})
	groups := map[string]network.Group{}
	for _, person := range v.Ledger.People {
		groups[person.ID] = person.In(network.ByPlace)
	}
	for _, id := range ids {
		next := ui.Text("")
		if e, ok := ahead[id]; ok {
			next = ui.To(eventPath(r, e, "attendees"), eventShort(r, e), r.P.Date(e.StartsAt.Time()))
		}
		g.Rows = append(g.Rows, ui.Row{ID: id, Cells: []templ.Component{
			ui.To(path(r, "people", id), v.name(r, id), v.Persons[id].Kana()),
			ui.InGroup(ui.GroupShape(groups[id]), ui.GroupWord(r.P, groups[id])),
			ui.Text(v.Ledger.Seek(id)), ui.Text(r.P.Number(ever[id])), next,
		}})
	}
	return g, nil
}

// tiePeople is the picture as a table: everybody with whom they met.
func tiePeople(r *web.Request, v tieView) ui.GridProps {
	g := ui.GridProps{Caption: r.P.T("ties.table"), Columns: []ui.Column{
		{Label: r.P.T("ties.name"), Lead: true}, {Label: ui.CutWord(r.P, v.Cut)}, {Label: r.P.T("ties.count"), Numeric: true}, {Label: r.P.T("ties.met")},
	}}
	met := make([][]string, len(v.Ledger.People))
	for _, t := range v.Ledger.Ties {
		met[t.A] = append(met[t.A], v.name(r, v.Ledger.People[t.B].ID))
		met[t.B] = append(met[t.B], v.name(r, v.Ledger.People[t.A].ID))
	}
	order := make([]int, len(met))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(len(met[b]), len(met[a])),
			cmp.Compare(v.Persons[v.Ledger.People[a].ID].SortKey(), v.Persons[v.Ledger.People[b].ID].SortKey()))
	})
	for _, i := range order {
		person := v.Ledger.People[i]
		group := person.In(v.Cut)
		g.Rows = append(g.Rows, ui.Row{ID: person.ID, Cells: []templ.Component{
			v.personCell(r, person.ID), ui.InGroup(ui.GroupShape(group), ui.GroupWord(r.P, group)),
			ui.Text(r.P.Number(len(met[i]))), ui.Text(strings.Join(met[i], r.P.T("ties.and"))),
		}})
	}
	return g
}

// tieBars compares the events of the year.
func (p *Pages) tieBars(r *web.Request, v tieView, c tieCounts) (*ui.ChartProps, error) {
	if len(c.Events) < 2 {
		return nil, nil
	}
	chart := &ui.ChartProps{Title: r.P.T("ties.by_event"), Unit: r.P.T("ties.unit"), XLabel: r.P.T("ties.event"), Name: r.P.T("ties.new"), Now: -1,
		Source: r.P.T("ties.source", "at", r.P.DateYear(r.Now)+" "+r.P.Time(r.Now))}
	known := c.Now.ByEvent[""]
	for i, e := range c.Events {
		chart.Points = append(chart.Points, ui.Point{Label: eventShort(r, e), Value: c.Now.ByEvent[e.ID]})
		if v.Event != nil && e.ID == v.Event.ID {
			chart.Now = i
		}
		known += c.Now.ByEvent[e.ID]
	}
	if known == 0 {
		return nil, nil
	}
	if n := c.Now.ByEvent[""]; n > 0 {
		chart.Points = append(chart.Points, ui.Point{Label: r.P.T("ties.elsewhere"), Value: n})
	}
	return chart, nil
}

// noTies explains how ties come about, and leads to what makes them.
func (p *Pages) noTies(r *web.Request, v tieView) (*ui.EmptyProps, error) {
	e := &ui.EmptyProps{Kind: ui.Nothing, Seed: v.seed(), Title: r.P.T("ties.empty"), Text: r.P.T("ties.empty_text")}
	target := v.Event
	if target == nil {
		next, err := p.Events.Upcoming(r.Context(), r.Org.ID, 1)
		if err != nil {
			return nil, err
		}
		if len(next) > 0 {
			target = &next[0]
		}
	}
	if target == nil {
		e.Link = &ui.LinkProps{Label: r.P.T("ties.to_events"), Href: path(r, "events")}
		return e, nil
	}
	if r.Can(account.PaperPrint) {
		e.Button = &ui.ButtonProps{Label: r.P.T("ties.poster", "event", eventShort(r, *target)), Href: eventPath(r, *target, "paper") + "?what=poster", Icon: "print", Look: ui.Secondary}
		e.Link = &ui.LinkProps{Label: r.P.T("ties.tags"), Href: eventPath(r, *target, "paper") + "?what=tags"}
	}
	return e, nil
}
