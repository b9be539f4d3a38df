package staff

import (
	"net/http"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

const bouncesShown = 500

type bounceListModel struct {
	Head ui.HeadProps
	Grid ui.GridProps
}

// bounceList shows the addresses that are kept out, each with the person whom it
// stands for today.
func (p *Pages) bounceList(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Messages.Bounces(r.Context(), r.Org.ID, bouncesShown)
	if err != nil {
		return err
	}
	m := bounceListModel{Head: ui.HeadProps{Title: r.P.T("staff.message.bounces"), Lead: r.P.T("staff.message.bounces_lead"),
		Back: &ui.LinkProps{Label: r.P.T("staff.nav.messages"), Href: path(r, "messages")}}}
	col := func(word string) ui.Column { return ui.Column{Label: r.P.T("staff.message.col." + word)} }
	m.Grid = ui.GridProps{Caption: m.Head.Title, Columns: []ui.Column{{Label: r.P.T("staff.message.col.address"), Lead: true}, col("person"), col("why"), col("at")},
		Empty: ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.message.no_bounces"), Text: r.P.T("staff.message.no_bounces_text")})}
	clears := r.Can(account.MessageSend)
	if clears {
		m.Grid.Columns = append(m.Grid.Columns, ui.Column{Label: r.P.T("staff.message.clear"), Hidden: true})
	}
	for _, b := range list {
		who := ui.Text("–")
		person, err := p.People.FindByEmail(r.Context(), r.Org.ID, b.Address)
		if err != nil && apperr.CategoryOf(err) != apperr.NotFound {
			return err
		}
		if person != (people.Person{}) {
			who = ui.To(path(r, "people", person.ID), person.DisplayName(r.Lang), person.Kana())
		}
		row := ui.Row{ID: b.Address, Cells: []templ.Component{ui.Text(b.Address), who,
			ui.Lines(r.P.T("staff.message.source."+string(b.Source)), b.Code), ui.Text(r.P.DateYear(b.LastAt.Time()))}}
		if clears {
			row.Cells = append(row.Cells, ui.Post(path(r, "messages", "bounces", "clear"), map[string]string{"email": b.Address},
				ui.ButtonProps{Label: r.P.T("staff.message.clear"), Hint: b.Address, Look: ui.Ghost, Small: true}))
		}
		m.Grid.Rows = append(m.Grid.Rows, row)
	}
	return web.Render(w, r, http.StatusOK, bounceListPage(p.chrome(r), r, m))
}

func (p *Pages) clearBounce(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := p.Messages.ClearBounce(r.Context(), r.Actor, r.Org.ID, f.Value("email")); err != nil {
		return err
	}
	r.Flash("staff.message.cleared", "email", f.Value("email"))
	return web.Redirect(w, r, path(r, "messages", "bounces"))
}
