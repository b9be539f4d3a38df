package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/people"
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
	Head   ui.HeadProps
	Query  string
	Action string
	Grid   ui.GridProps
	More   ui.MoreProps
	Add    string
	Twice  string // possible duplicates
}

func (p *Pages) personList(w http.ResponseWriter, r *web.Request) error {
	ctx, query := r.Context(), r.Query("q")
	page, err := p.People.Search(ctx, r.Org.ID, query, r.Query("after"), personPage)
	if err != nil {
		return err
	}
	ids := make([]string, len(page.People))
	for i, one := range page.People {
		ids[i] = one.ID
	}
	summaries, err := p.People.Summaries(ctx, r.Org.ID, ids)
	if err != nil {
		return err
	}
	total, err := p.People.Count(ctx, r.Org.ID)
	if err != nil {
		return err
	}
	m := personListModel{
		Head:  ui.HeadProps{Title: r.P.T("staff.nav.people"), Lead: r.P.N("staff.person.total", total)},
		Query: query, Action: path(r, "people"), Grid: personGrid(r, page.People, summaries, query),
	}
	if r.Can(account.PersonEdit) {
		m.Add, m.Twice = path(r, "people", "new"), path(r, "people", "duplicates")
	}
	address := func(after string) string {
		q := url.Values{}
		if query != "" {
			q.Set("q", query)
		}
		if after != "" {
			q.Set("after", after)
		}
		if len(q) == 0 {
			return m.Action
		}
		return m.Action + "?" + q.Encode()
	}
	m.More.Words = r.P.N("staff.person.shown", len(page.People))
	if r.Query("after") != "" {
		m.More.First = address("")
	}
	if page.Next != "" {
		m.More.Next = address(page.Next)
	}
	if len(page.People) == 0 {
		m.More.Words = ""
	}
	return web.Render(w, r, http.StatusOK, personListPage(p.chrome(r), m))
}

func personGrid(r *web.Request, list []people.Person, summaries map[string]people.Summary, query string) ui.GridProps {
	g := ui.GridProps{
		Caption: r.P.T("staff.nav.people"),
		Columns: []ui.Column{
			{Label: r.P.T("staff.person.name"), Lead: true}, {Label: r.P.T("staff.person.affiliation")},
			{Label: r.P.T("staff.person.email")}, {Label: r.P.T("staff.person.attended"), Numeric: true},
			{Label: r.P.T("staff.person.last")},
		},
		Empty: ui.EmptyState(ui.EmptyProps{
			Kind: ui.Nothing, Seed: r.Org.Seed, Title: r.P.T("staff.person.none"), Text: r.P.T("staff.person.none_text"),
		}),
	}
	if query != "" {
		g.Empty = ui.EmptyState(ui.EmptyProps{
			Kind: ui.NoMatch, Title: r.P.T("staff.person.no_match", "query", query), Text: r.P.T("staff.person.no_match_text"),
			Link: &ui.LinkProps{Label: r.P.T("core.verb.clear"), Href: path(r, "people")},
		})
	}
	for _, one := range list {
		s := summaries[one.ID]
		last := "–"
		if s.LastAt != 0 {
			last = r.P.DateYear(s.LastAt.Time())
		}
		g.Rows = append(g.Rows, ui.Row{
			ID: one.ID, Name: one.DisplayName(r.Lang),
			Cells: []templ.Component{
				ui.To(path(r, "people", one.ID), one.DisplayName(r.Lang), one.Kana()), ui.Text(one.Affiliation), ui.Text(one.Email),
				ui.Text(strconv.Itoa(s.Attended)), ui.Text(last),
			},
		})
	}
	return g
}
