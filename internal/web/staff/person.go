package staff

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/roster"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func (p *Pages) personRoutes() []web.Route {
	const one = "/people/{person}"
	return []web.Route{
		get("/people", account.PersonView, p.personList),
		get("/people/new", account.PersonEdit, p.askPerson),
		post("/people/new", account.PersonEdit, p.addPerson),
		get("/people/duplicates", account.PersonEdit, p.duplicates),
		post("/people/apart", account.PersonMerge, p.keepApart),
		post("/people/together", account.PersonMerge, p.dropApart),
		get("/people/merge", account.PersonMerge, p.askMerge),
		post("/people/merge", account.PersonMerge, p.mergePersons),
		get("/people/unmerge", account.PersonMerge, p.askUnmerge),
		post("/people/unmerge", account.PersonMerge, p.unmergePersons),
		post("/people/bulk", account.PersonEdit, p.personBulk),
		post("/people/bulk/undo", account.PersonEdit, p.undoPersonBulk),
		get("/people/tags", account.PersonEdit, p.tagList),
		get("/people/tags/remove", account.PersonEdit, p.askRemoveTag),
		post("/people/tags/remove", account.PersonEdit, p.removeTag),
		get("/people/filters/new", account.PersonEdit, p.askSaveFilter),
		post("/people/filters/new", account.PersonEdit, p.saveFilter),
		get("/people/filters/remove", account.PersonEdit, p.askRemoveFilter),
		post("/people/filters/remove", account.PersonEdit, p.removeFilter),
		get("/people/export", account.PersonExport, p.askPersonExport),
		personExportRoute(p.exportPersons),
		get(one, account.PersonView, p.person),
		get(one+"/edit", account.PersonEdit, p.editPerson),
		post(one+"/edit", account.PersonEdit, p.savePerson),
		post(one+"/notes", account.PersonEdit, p.addNote),
		get(one+"/notes/{note}/remove", account.PersonEdit, p.askRemoveNote),
		post(one+"/notes/{note}/remove", account.PersonEdit, p.removeNote),
		get(one+"/consents/withdraw", account.PersonEdit, p.askWithdraw),
		post(one+"/consents/withdraw", account.PersonEdit, p.withdraw),
	}
}

// personPage is how many persons one page of the list shows.
const personPage = 50

type personListModel struct {
	Head                ui.HeadProps
	Query               personQuery
	Saved, On, Quick    []ui.Chip
	Form                filterForm
	Grid                ui.GridProps
	Bulk                *ui.BulkProps
	Pages               ui.PageProps
	Acts                []ui.ButtonProps
	SaveTo, ForgetSaved string
}

func (p *Pages) personList(w http.ResponseWriter, r *web.Request) error {
	ctx, q := r.Context(), readPersonQuery(r.URL.Query())
	page, err := p.Roster.Page(ctx, r.Org.ID, q.Filter, q.After, personPage)
	if err != nil {
		return err
	}
	total, err := p.Roster.Count(ctx, r.Org.ID, q.Filter)
	if err != nil {
		return err
	}
	words, err := p.filterWords(ctx, r)
	if err != nil {
		return err
	}
	m := personListModel{
		Head:  ui.HeadProps{Title: r.P.T("staff.nav.people"), Lead: personLead(r, q, total)},
		Query: q, On: words.chosen(q), Quick: words.quick(q), Form: words.form(q),
		Grid: personGrid(r, page.Rows, q, len(words.tags) > 0), Pages: personPages(r, q, page, total), Acts: personActs(r, q),
	}
	if err := p.savedChips(ctx, r, &m); err != nil {
		return err
	}
	if r.Can(account.PersonEdit) && len(page.Rows) > 0 {
		m.Grid.Form, m.Bulk = bulkForm, personBulkBar(r, q, len(page.Rows), total)
	}
	return web.Render(w, r, http.StatusOK, personListPage(p.chrome(r), r, m))
}

// savedChips are the saved filters; the one that is on can be deleted, and one
// that is not saved yet can be.
func (p *Pages) savedChips(ctx context.Context, r *web.Request, m *personListModel) error {
	saved, err := p.Roster.ListSaved(ctx, r.Org.ID)
	if err != nil {
		return err
	}
	now := m.Query.Encode().Encode()
	for _, s := range saved {
		chip := ui.Chip{Label: s.Name, Href: personQuery{Filter: s.Filter}.href(r), Count: -1}
		if s.Filter.Encode().Encode() == now {
			chip.On, chip.Href = true, path(r, "people")
			m.ForgetSaved = path(r, "people", "filters", "remove") + "?" + url.Values{"id": {s.ID}}.Encode()
		}
		m.Saved = append(m.Saved, chip)
	}
	if !r.Can(account.PersonEdit) {
		m.ForgetSaved = ""
	} else if !m.Query.Everybody() && m.ForgetSaved == "" {
		m.SaveTo = personQuery{Filter: m.Query.Filter}.href(r, "filters", "new")
	}
	return nil
}

// personActs are the acts on the list as a whole.
func personActs(r *web.Request, q personQuery) []ui.ButtonProps {
	var acts []ui.ButtonProps
	add := func(a account.Action, key, icon, href string, look ui.Look) {
		if r.Can(a) {
			acts = append(acts, ui.ButtonProps{Label: r.P.T(key), Icon: icon, Href: href, Look: look})
		}
	}
	add(account.PersonEdit, "staff.person.new", "plus", path(r, "people", "new"), ui.Secondary)
	add(account.PersonExport, "roster.export", "download", personQuery{Filter: q.Filter}.href(r, "export"), ui.Secondary)
	add(account.PersonEdit, "roster.tags", "", path(r, "people", "tags"), ui.Ghost)
	add(account.PersonEdit, "staff.person.duplicates", "", path(r, "people", "duplicates"), ui.Ghost)
	return acts
}

func personPages(r *web.Request, q personQuery, page roster.Page, total int) ui.PageProps {
	if len(page.Rows) == 0 {
		return ui.PageProps{}
	}
	from := min(q.From, max(0, total-len(page.Rows)))
	props := ui.PageProps{From: from + 1, To: from + len(page.Rows), Total: total}
	if q.After != "" {
		props.First = personQuery{Filter: q.Filter}.href(r)
	}
	if page.Next != "" {
		props.Next = personQuery{Filter: q.Filter, After: page.Next, From: from + len(page.Rows)}.href(r)
	}
	return props
}

func personLead(r *web.Request, q personQuery, total int) string {
	key := "roster.found"
	if q.Everybody() {
		key = "staff.person.total"
	}
	return r.P.N(key, total)
}

// personGrid has a column of tags where the organisation uses them.
func personGrid(r *web.Request, list []roster.Row, q personQuery, tagged bool) ui.GridProps {
	g := ui.GridProps{
		Caption: r.P.T("staff.nav.people"),
		Columns: []ui.Column{{Label: r.P.T("staff.person.name"), Lead: true}, {Label: r.P.T("roster.affiliation_mail")}},
		Empty:   ui.EmptyState(personEmpty(r, q)),
	}
	if tagged {
		g.Columns = append(g.Columns, ui.Column{Label: r.P.T("roster.tags")})
	}
	g.Columns = append(g.Columns, ui.Column{Label: r.P.T("staff.person.attended"), Numeric: true},
		ui.Column{Label: r.P.T("roster.by.ties"), Numeric: true}, ui.Column{Label: r.P.T("staff.person.last")})
	for _, one := range list {
		last := "–"
		if one.LastAt != 0 {
			last = r.P.DateYear(one.LastAt.Time())
		}
		row := []templ.Component{
			ui.To(path(r, "people", one.Person.ID), one.Person.DisplayName(r.Lang), one.Person.Kana()),
			ui.Lines(orDash(one.Person.Affiliation), one.Person.Email),
		}
		if tagged {
			row = append(row, tagCell(one.Tags))
		}
		g.Rows = append(g.Rows, ui.Row{ID: one.Person.ID, Name: one.Person.DisplayName(r.Lang),
			Cells: append(row, ui.Text(r.P.Number(one.Attended)), ui.Text(r.P.Number(one.Ties)), ui.Text(last))})
	}
	return g
}

func personEmpty(r *web.Request, q personQuery) ui.EmptyProps {
	if q.Everybody() {
		return ui.EmptyProps{Kind: ui.Nothing, Seed: r.Org.Seed, Title: r.P.T("staff.person.none"), Text: r.P.T("staff.person.none_text")}
	}
	e := ui.EmptyProps{Kind: ui.NoMatch, Title: r.P.T("roster.no_match"), Text: r.P.T("roster.no_match_text"),
		Link: &ui.LinkProps{Label: r.P.T("core.verb.clear"), Href: path(r, "people")}}
	if (roster.Filter{Words: q.Words}).Encode().Encode() == q.Encode().Encode() {
		e.Title, e.Text = r.P.T("staff.person.no_match", "query", q.Words), r.P.T("staff.person.no_match_text")
	} else if q.AsksProfile() {
		e.Text = r.P.T("roster.no_match_profile")
	}
	return e
}
