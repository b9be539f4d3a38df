package staff

import (
	"context"
	"net/http"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/card/network"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// askTies asks what the file is for.
func (p *Pages) askTies(w http.ResponseWriter, r *web.Request) error {
	v, err := p.tieView(r)
	if err != nil {
		return err
	}
	if v.seed() == "" {
		return web.ErrNotFound
	}
	return web.Render(w, r, http.StatusOK, tieExportPage(p.chrome(r), r, v, web.NewForm()))
}

// exportTies writes figures, the people without a tie, or all ties, and records
// who took them and why.
func (p *Pages) exportTies(w http.ResponseWriter, r *web.Request) error {
	v, err := p.tieView(r)
	if err != nil {
		return err
	}
	if v.seed() == "" {
		return web.ErrNotFound
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("reason", r.P.T("staff.event.reason"))
	what := f.RequiredChoice("what", "figures", "alone", "ties")
	reason := f.Required("reason", 400)
	if !f.OK() {
		return web.Render(w, r, http.StatusUnprocessableEntity, tieExportPage(p.chrome(r), r, v, f))
	}
	object, id, file := "programme", v.Programme.ID, r.P.T("ties.file."+what)
	if v.Event != nil {
		object, id = "event", v.Event.ID
		file += "_" + v.Event.Slug
	}
	var rows [][]string
	switch what {
	case "figures":
		rows = tieFigures(r, v)
	case "alone":
		rows, err = p.aloneRows(r, v)
	default:
		rows, err = p.pairRows(r, v)
	}
	if err != nil {
		return err
	}
	err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		return account.Record(ctx, tx, r.Audit("ties.exported", object, id, reason, map[string]any{"what": what, "rows": len(rows) - 1}))
	})
	if err != nil {
		return err
	}
	out := text.NewCSV(web.Download(w, r, file+"_"+r.Now.In(clock.JST).Format("20060102")+".csv", "text/csv; charset=utf-8"), text.UTF8BOM)
	for _, row := range rows {
		if err := out.Row(row...); err != nil {
			return err
		}
	}
	return nil
}

// tieFigures is every cut and every two of its groups, each pair once.
func tieFigures(r *web.Request, v tieView) [][]string {
	rows := [][]string{{r.P.T("ties.cuts"), r.P.T("ties.one_group"), r.P.T("ties.other_group"), r.P.T("ties.count")}}
	for _, c := range network.Cuts {
		m := v.Ledger.Matrix(c)
		for i, a := range m.Groups {
			for j := i; j < len(m.Groups); j++ {
				rows = append(rows, []string{ui.CutWord(r.P, c), ui.GroupWord(r.P, a), ui.GroupWord(r.P, m.Groups[j]), strconv.Itoa(m.Cells[i][j])})
			}
		}
	}
	return append(rows, []string{r.P.T("ties.all"), "", "", strconv.Itoa(len(v.Ledger.Ties))})
}

func (p *Pages) aloneRows(r *web.Request, v tieView) ([][]string, error) {
	rows := [][]string{{r.P.T("ties.name"), r.P.T("ties.kana"), r.P.T("ties.mail"), r.P.T("ties.affiliation"),
		ui.CutWord(r.P, network.ByPlace), r.P.T("ties.seek"), r.P.T("ties.ever"), r.P.T("ties.next")}}
	var ids []string
	alone := v.Ledger.Alone()
	for _, i := range alone {
		ids = append(ids, v.Ledger.People[i].ID)
	}
	ever, err := p.Cards.EverTied(r.Context(), r.Org.ID, ids)
	if err != nil {
		return nil, err
	}
	ahead, err := p.Cards.Ahead(r.Context(), r.Org.ID, ids)
	for _, i := range alone {
		person := v.Ledger.People[i]
		who, next := v.Persons[person.ID], ""
		if e, ok := ahead[person.ID]; ok {
			next = eventTitle(r, e)
		}
		rows = append(rows, []string{who.DisplayName(r.Lang), who.Kana(), who.Email, who.Affiliation,
			ui.GroupWord(r.P, person.In(network.ByPlace)), v.Ledger.Seek(person.ID), strconv.Itoa(ever[person.ID]), next})
	}
	return rows, err
}

func (p *Pages) pairRows(r *web.Request, v tieView) ([][]string, error) {
	head := []string{r.P.T("ties.when"), r.P.T("ties.event"), r.P.T("ties.one"), r.P.T("ties.other")}
	for _, c := range network.Cuts {
		head = append(head, r.P.T("ties.cut_of", "cut", ui.CutWord(r.P, c), "who", r.P.T("ties.one")), r.P.T("ties.cut_of", "cut", ui.CutWord(r.P, c), "who", r.P.T("ties.other")))
	}
	events, err := p.Events.List(r.Context(), r.Org.ID, event.Filter{ProgrammeID: v.Programme.ID, Limit: 500})
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	if v.Event != nil {
		events = append(events, *v.Event)
	}
	for _, e := range events {
		titles[e.ID] = eventTitle(r, e)
	}
	persons := map[string]network.Person{}
	for _, x := range v.Ledger.People {
		persons[x.ID] = x
	}
	rows := [][]string{head}
	for _, pair := range v.Ledger.Pairs {
		row := []string{pair.At.Time().In(clock.JST).Format("2006-01-02 15:04"), titles[pair.EventID], v.name(r, pair.A), v.name(r, pair.B)}
		for _, c := range network.Cuts {
			row = append(row, ui.GroupWord(r.P, persons[pair.A].In(c)), ui.GroupWord(r.P, persons[pair.B].In(c)))
		}
		rows = append(rows, row)
	}
	return rows, nil
}
