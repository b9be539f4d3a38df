package staff

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// pairModel is two persons who may be one, side by side.
type pairModel struct {
	Reason string
	Grid   ui.GridProps
	Links  []ui.ButtonProps
}

const manyPairs = 50

// duplicates lists possible duplicates for somebody to look at. It compares;
// which of the two is right, or whether they are two people, only a human can
// say.
func (p *Pages) duplicates(w http.ResponseWriter, r *web.Request) error {
	ctx := r.Context()
	pairs, err := p.People.Duplicates(ctx, r.Org.ID, manyPairs)
	if err != nil {
		return err
	}
	var ids []string
	for _, d := range pairs {
		ids = append(ids, d.A.ID, d.B.ID)
	}
	summaries, err := p.People.Summaries(ctx, r.Org.ID, ids)
	if err != nil {
		return err
	}
	var list []pairModel
	for i, d := range pairs {
		list = append(list, pairModel{
			Reason: r.P.T("people.duplicate." + string(d.Reason)), Grid: pairGrid(r, i+1, d, summaries),
			Links: []ui.ButtonProps{
				{Label: r.P.T("staff.person.open_first"), Hint: d.A.DisplayName(r.Lang), Href: path(r, "people", d.A.ID), Look: ui.Secondary},
				{Label: r.P.T("staff.person.open_second"), Hint: d.B.DisplayName(r.Lang), Href: path(r, "people", d.B.ID), Look: ui.Secondary},
			},
		})
	}
	return web.Render(w, r, http.StatusOK, duplicatesPage(p.chrome(r), ui.HeadProps{
		Title: r.P.T("staff.person.duplicates"), Lead: r.P.T("staff.person.duplicates_lead"),
		Back: &ui.LinkProps{Label: r.P.T("staff.nav.people"), Href: path(r, "people")},
	}, list))
}

func pairGrid(r *web.Request, n int, d people.Duplicate, summaries map[string]people.Summary) ui.GridProps {
	g := ui.GridProps{
		Caption: r.P.T("staff.person.pair", "n", strconv.Itoa(n)),
		Columns: []ui.Column{
			{Label: r.P.T("staff.person.compare"), Lead: true}, {Label: r.P.T("staff.person.first")}, {Label: r.P.T("staff.person.second")}, {Label: r.P.T("staff.person.differs")},
		},
	}
	line := func(key, a, b string) {
		same := ui.StatusProps{Tone: ui.Done, Label: r.P.T("staff.person.same")}
		if a != b {
			same = ui.StatusProps{Tone: ui.Due, Label: r.P.T("staff.person.different")}
		}
		if a == "" || b == "" {
			same = ui.StatusProps{Tone: ui.Quiet, Label: r.P.T("staff.person.missing")}
		}
		if a == "" && b == "" {
			return
		}
		g.Rows = append(g.Rows, ui.Row{ID: key, Cells: []templ.Component{
			ui.Text(r.P.T("staff.person." + key)), ui.Text(a), ui.Text(b), ui.Status(same),
		}})
	}
	year := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	line("name", d.A.DisplayName(r.Lang), d.B.DisplayName(r.Lang))
	line("kana", d.A.Kana(), d.B.Kana())
	line("email", d.A.Email, d.B.Email)
	line("phone", d.A.Phone, d.B.Phone)
	line("birth_year", year(d.A.BirthYear), year(d.B.BirthYear))
	line("affiliation", d.A.Affiliation, d.B.Affiliation)
	line("attended", r.P.Number(summaries[d.A.ID].Attended), r.P.Number(summaries[d.B.ID].Attended))
	line("since", r.P.DateYear(d.A.CreatedAt.Time()), r.P.DateYear(d.B.CreatedAt.Time()))
	return g
}
