package staff

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/text"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// pairModel is two persons who may be one, side by side.
type pairModel struct {
	Reason string
	Grid   ui.GridProps
	Links  []ui.ButtonProps
	Apart  map[string]string // the fields of "not the same person"; nil: may not
}

// apartLine is a pair of whom staff said that they are two.
type apartLine struct {
	Words  string
	Fields map[string]string
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
	may := r.Can(account.PersonMerge)
	var list []pairModel
	for i, d := range pairs {
		m := pairModel{
			Reason: r.P.T("people.duplicate." + string(d.Reason)), Grid: pairGrid(r, i+1, d, summaries),
			Links: []ui.ButtonProps{
				{Label: r.P.T("staff.person.open_first"), Hint: d.A.DisplayName(r.Lang), Href: path(r, "people", d.A.ID), Look: ui.Secondary},
				{Label: r.P.T("staff.person.open_second"), Hint: d.B.DisplayName(r.Lang), Href: path(r, "people", d.B.ID), Look: ui.Secondary},
			},
		}
		if may {
			fields := map[string]string{"one": d.A.ID, "other": d.B.ID}
			m.Apart = fields
			m.Links = append([]ui.ButtonProps{{Label: r.P.T("roster.merge"), Hint: d.A.DisplayName(r.Lang),
				Href: path(r, "people", "merge") + "?" + url.Values{"one": {d.A.ID}, "other": {d.B.ID}}.Encode(), Look: ui.Secondary}}, m.Links...)
			for j := range m.Links[1:] {
				m.Links[j+1].Look = ui.Ghost
			}
		}
		list = append(list, m)
	}
	apart, err := p.apartLines(ctx, r, may)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, duplicatesPage(p.chrome(r), ui.HeadProps{
		Title: r.P.T("staff.person.duplicates"), Lead: r.P.T("staff.person.duplicates_lead"),
		Back: &ui.LinkProps{Label: r.P.T("staff.nav.people"), Href: path(r, "people")},
	}, r, list, apart))
}

// apartLines are the pairs that are no duplicates, so that it can be taken back.
func (p *Pages) apartLines(ctx context.Context, r *web.Request, may bool) ([]apartLine, error) {
	if !may {
		return nil, nil
	}
	pairs, err := people.ListApart(ctx, p.DB, r.Org.ID, manyPairs)
	var lines []apartLine
	for _, x := range pairs {
		lines = append(lines, apartLine{
			Words:  r.P.T("roster.apart_line", "one", x.A.DisplayName(r.Lang), "other", x.B.DisplayName(r.Lang), "day", r.P.DateYear(x.At.Time())),
			Fields: map[string]string{"one": x.A.ID, "other": x.B.ID},
		})
	}
	return lines, err
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
	line("name", d.A.DisplayName(r.Lang), d.B.DisplayName(r.Lang))
	line("kana", d.A.Kana(), d.B.Kana())
	line("email", d.A.Email, d.B.Email)
	line("phone", text.FormatPhone(d.A.Phone), text.FormatPhone(d.B.Phone))
	line("birth_year", yearWord(d.A.BirthYear), yearWord(d.B.BirthYear))
	line("affiliation", d.A.Affiliation, d.B.Affiliation)
	line("attended", r.P.Number(summaries[d.A.ID].Attended), r.P.Number(summaries[d.B.ID].Attended))
	line("since", r.P.DateYear(d.A.CreatedAt.Time()), r.P.DateYear(d.B.CreatedAt.Time()))
	return g
}
