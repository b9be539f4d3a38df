package partner

import (
	"net/http"
	"slices"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/card/network"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/text"
	"koryu/internal/kit/wareki"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// tieRoutes are the officer's pages of ties.
func tieRoutes(s Services) []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/o/{org}/figures/ties", Audience: web.Officer, Action: account.FiguresView, Handle: s.ties},
		{Method: "GET", Pattern: "/o/{org}/figures/ties.csv", Audience: web.Officer, Action: account.FiguresView, Handle: s.tiesFile},
	}
}

// tieBook is a year of ties as far as an officer may see them. It holds no name
// and no identifier of a person beside the book, which only counts and draws.
type tieBook struct {
	Programme programme.Programme
	All       []programme.Programme
	Goal      programme.Goal
	Cut       network.Cut
	Total     int // ties; meaningless when Withheld
	Tied      int // people with a tie
	Alone     int // participants without one
	Events    []event.Event
	ByEvent   column // of Events, and last of what happened at none of them
	Cuts      map[network.Cut]secretMatrix
	Books     map[network.Cut]network.Book
	Withheld  bool // so few ties that nothing may be said of them
}

// openTies reads the year of the programme that was asked for.
func (s Services) openTies(r *web.Request) (b tieBook, ok bool, err error) {
	ctx := r.Context()
	b.Cut = network.ByPlace
	if c := network.Cut(r.Query("by")); slices.Contains(network.Cuts, c) {
		b.Cut = c
	}
	if b.All, err = s.Programmes.ListProgrammes(ctx, r.Org.ID); err != nil {
		return b, false, err
	}
	if b.Programme, ok, err = s.programmeOf(r, b.All); err != nil || !ok {
		return b, false, err
	}
	goals, err := s.Programmes.ListGoals(ctx, r.Org.ID, b.Programme.ID)
	if err != nil {
		return b, false, err
	}
	if i := slices.IndexFunc(goals, func(g programme.Goal) bool { return g.Kind == programme.Ties }); i >= 0 {
		b.Goal = goals[i]
	}
	ledger, err := s.Cards.Ledger(ctx, r.Org.ID, card.Span{Programme: b.Programme})
	if err != nil {
		return b, false, err
	}
	if b.Events, err = s.Events.List(ctx, r.Org.ID, event.Filter{
		ProgrammeID: b.Programme.ID, States: []event.State{event.Published}, Limit: 500,
	}); err != nil {
		return b, false, err
	}
	b.count(ledger)
	return b, true, nil
}

// count reduces a ledger to what an officer may see.
func (b *tieBook) count(l card.Ledger) {
	at := map[string]int{}
	for i, e := range b.Events {
		at[e.ID] = i
	}
	cells := make([]int, len(b.Events)+1)
	for _, p := range l.Pairs {
		i, known := at[p.EventID]
		if !known {
			i = len(b.Events)
		}
		cells[i]++
	}
	tied := l.Tied()
	b.Total, b.Tied, b.Alone = len(l.Ties), len(tied.People), len(l.People)-len(tied.People)
	b.ByEvent = protect(cells, make([]string, len(cells)))
	b.Withheld = b.ByEvent.noTotal || b.Tied < few || small(b.Total)
	b.Cuts, b.Books = map[network.Cut]secretMatrix{}, map[network.Cut]network.Book{}
	for _, c := range network.Cuts {
		book := tied.Gather(c, few)
		secret, ok := protectMatrix(book.Matrix(c))
		b.Cuts[c], b.Books[c] = secret, book
		b.Withheld = b.Withheld || !ok
	}
}

// across is the figure between the two groups of a cut; known is false where a
// side has fewer people than may be told.
func (b *tieBook) across(c network.Cut) (n int, known, shown bool) {
	m := b.Cuts[c]
	x, y := c.Across()
	i, j := slices.Index(m.Groups, x), slices.Index(m.Groups, y)
	if i < 0 || j < 0 {
		return 0, false, false
	}
	return m.Cells[i][j], true, !m.Hidden[i][j]
}

// ties is the officer's page.
func (s Services) ties(w http.ResponseWriter, r *web.Request) error {
	b, ok, err := s.openTies(r)
	if err != nil {
		return err
	}
	if !ok {
		return web.Render(w, r, http.StatusOK, showNoFigures(frame(r)))
	}
	return web.Render(w, r, http.StatusOK, showTies(frame(r), tiesOf(r, b)))
}

// tiesFile is the same as a file, for every cut.
func (s Services) tiesFile(w http.ResponseWriter, r *web.Request) error {
	b, ok, err := s.openTies(r)
	if err != nil {
		return err
	}
	if !ok {
		return web.ErrNotFound
	}
	encoding, contentType := text.Encoding(text.UTF8BOM), "text/csv; charset=utf-8"
	if r.Query("encoding") == "cp932" {
		encoding, contentType = text.CP932, "text/csv; charset=Shift_JIS"
	}
	name := r.P.T("ties.officer.file", "year", wareki.FiscalYearName(b.Programme.FY), "day", r.Now.In(clock.JST).Format("20060102"))
	out := text.NewCSV(web.Download(w, r, name+".csv", contentType), encoding)
	for _, row := range tieFileRows(r, b) {
		if err := out.Row(row...); err != nil {
			return err
		}
	}
	return nil
}

func tieFileRows(r *web.Request, b tieBook) [][]string {
	rows := [][]string{{r.P.T("ties.officer.kind"), r.P.T("ties.one_group"), r.P.T("ties.other_group"), r.P.T("ties.count")}}
	rows = append(rows, []string{r.P.T("ties.new"), "", "", b.total(r)},
		[]string{r.P.T("ties.officer.tied"), "", "", b.tied(r)}, []string{r.P.T("ties.alone"), "", "", b.people(r, b.Alone)})
	if b.Withheld {
		return rows
	}
	for i := range b.ByEvent.cells {
		if title, there := b.occasion(r, i); there {
			rows = append(rows, []string{r.P.T("ties.event"), title, "", cell(r, b.ByEvent, i)})
		}
	}
	for _, c := range network.Cuts {
		m := b.Cuts[c]
		for i, g := range m.Groups {
			for j := i; j < len(m.Groups); j++ {
				rows = append(rows, []string{ui.CutWord(r.P, c), groupWord(r, g), groupWord(r, m.Groups[j]), m.cell(r, i, j)})
			}
		}
	}
	return rows
}

// occasion names a line of the events; what happened at none of them is the
// last, and there only if something did.
func (b tieBook) occasion(r *web.Request, i int) (title string, there bool) {
	if i < len(b.Events) {
		return b.Events[i].TitleIn(r.Lang), true
	}
	return r.P.T("ties.elsewhere"), b.ByEvent.cells[i] > 0
}

func (b tieBook) total(r *web.Request) string {
	if b.Withheld && b.Total > 0 {
		return r.P.T("partner.hidden")
	}
	return strconv.Itoa(b.Total)
}

// tied goes where the total goes: few people have few ties.
func (b tieBook) tied(r *web.Request) string {
	if b.Withheld && b.Tied > 0 {
		return r.P.T("partner.hidden")
	}
	return b.people(r, b.Tied)
}

func (b tieBook) people(r *web.Request, n int) string {
	if small(n) {
		return r.P.T("partner.hidden")
	}
	return strconv.Itoa(n)
}

func (m secretMatrix) cell(r *web.Request, i, j int) string {
	if m.Hidden[i][j] {
		return r.P.T("partner.hidden")
	}
	return strconv.Itoa(m.Cells[i][j])
}

// groupWord names a group; small ones are counted as unknown.
func groupWord(r *web.Request, g network.Group) string {
	if g == network.Unknown {
		return r.P.T("ties.officer.unknown")
	}
	return ui.GroupWord(r.P, g)
}
