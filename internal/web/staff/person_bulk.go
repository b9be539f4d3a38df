package staff

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/roster"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func personBulkBar(r *web.Request, q personQuery, rows, total int) *ui.BulkProps {
	return &ui.BulkProps{Form: bulkForm, Action: path(r, "people", "bulk"), Count: rows, Total: total,
		Hidden: map[string]string{"filter": q.Encode().Encode(), "after": q.After, "from": strconv.Itoa(q.From)},
		Buttons: []ui.ButtonProps{
			{Label: r.P.T("roster.tag_give"), Name: "do", Value: "give", Look: ui.Secondary, Small: true},
			{Label: r.P.T("roster.tag_take"), Name: "do", Value: "take", Look: ui.Secondary, Small: true},
		}}
}

// tagAsk is the page that asks which tag, and names how many persons get it or
// lose it.
type tagAsk struct {
	Title, Lead, Button, Back string
	Hidden                    map[string]string
	Form                      *web.Form
	Names                     []string    // tags to choose from while typing
	Options                   []ui.Option // tags to take
	Changed                   bool        // the list is not what it was
}

// pickedPersons are the persons that a bulk form means: all that match the
// filter, this page, or the ticked ones.
func (p *Pages) pickedPersons(r *web.Request, f *web.Form) ([]string, error) {
	filter := formFilter(f)
	switch {
	case f.Bool("all"):
		return roster.Match(r.Context(), p.DB, r.Org.ID, filter)
	case f.Value("ids") != "":
		return strings.Split(f.Value("ids"), ","), nil
	}
	ids := f.Many("id")
	if f.Bool("page") && len(ids) == 0 { // without scripts the boxes of the rows stay empty
		page, err := p.Roster.Page(r.Context(), r.Org.ID, filter, f.Value("after"), personPage)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			ids = append(ids, row.Person.ID)
		}
	}
	return ids, nil
}

// listAgain is the page from which a bulk form came: the list, or the one person
// whom it named.
func listAgain(r *web.Request, f *web.Form) string {
	if one := f.Value("back"); one != "" {
		return path(r, "people", one)
	}
	from, _ := strconv.Atoi(f.Value("from"))
	return personQuery{Filter: formFilter(f), After: f.Value("after"), From: from}.href(r)
}

// personBulk asks for the tag first, then gives or takes it. The number of
// people is said before and must still be right.
func (p *Pages) personBulk(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	do := f.RequiredChoice("do", "give", "take")
	if err := f.Errs.Err(); err != nil {
		return err
	}
	ids, err := p.pickedPersons(r, f)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		r.FlashTone(ui.Due, "staff.attendee.nobody_picked")
		return web.Redirect(w, r, listAgain(r, f))
	}
	if !f.Bool("sure") || f.Value("count") != strconv.Itoa(len(ids)) {
		return p.askTag(w, r, http.StatusOK, f, do, ids, f.Bool("sure"))
	}
	var act roster.TagAct
	if do == "give" {
		act, err = p.Roster.Give(r.Context(), r.Actor, r.Org.ID, f.Value("tag"), ids)
	} else {
		f.Label("tag", r.P.T("roster.by.tag"))
		tag := f.Required("tag", 64)
		if !f.OK() {
			return p.askTag(w, r, http.StatusUnprocessableEntity, f, do, ids, false)
		}
		act, err = p.Roster.Take(r.Context(), r.Actor, r.Org.ID, tag, ids)
	}
	if err != nil {
		if f.Take(err) {
			return p.askTag(w, r, http.StatusUnprocessableEntity, f, do, ids, false)
		}
		return err
	}
	p.flashTagged(r, act)
	return web.Redirect(w, r, listAgain(r, f))
}

func (p *Pages) flashTagged(r *web.Request, act roster.TagAct) {
	key, none := "roster.tag_taken", "roster.tag_taken_none"
	if act.Added {
		key, none = "roster.tag_given", "roster.tag_given_none"
	}
	if act.People == 0 {
		r.FlashTone(ui.Info, none, "tag", act.Tag.Name)
		return
	}
	undo := ui.UndoProps{Action: path(r, "people", "bulk", "undo"), Fields: map[string]string{"act": act.ID}}
	r.FlashUndo(undo, key, "n", r.P.Number(act.People), "tag", act.Tag.Name)
}

func (p *Pages) askTag(w http.ResponseWriter, r *web.Request, status int, f *web.Form, do string, ids []string, changed bool) error {
	tags, err := p.Roster.ListTags(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	title, button := "roster.tag_title."+do, "roster.tag_now."+do
	m := tagAsk{
		Title: r.P.N(title, len(ids)), Lead: r.P.T("roster.tag_lead." + do), Button: r.P.N(button, len(ids)),
		Back: listAgain(r, f), Form: f, Changed: changed,
		Hidden: map[string]string{"filter": f.Value("filter"), "after": f.Value("after"), "from": f.Value("from"), "back": f.Value("back"), "do": do, "sure": "1", "count": strconv.Itoa(len(ids))},
	}
	if f.Bool("all") {
		m.Hidden["all"] = "1"
	} else {
		m.Hidden["ids"] = strings.Join(ids, ",")
	}
	for _, t := range tags {
		m.Names = append(m.Names, t.Name)
		m.Options = append(m.Options, ui.Option{Value: t.ID, Label: t.Name})
	}
	if do == "give" {
		m.Options = nil
	} else if len(tags) == 0 {
		r.FlashTone(ui.Due, "roster.no_tags")
		return web.Redirect(w, r, m.Back)
	}
	return web.Render(w, r, status, tagAskPage(p.chrome(r), r, m))
}

// undoPersonBulk takes a bulk act back.
func (p *Pages) undoPersonBulk(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	act, err := p.Roster.Undo(r.Context(), r.Actor, r.Org.ID, f.Value("act"))
	if err != nil {
		return err
	}
	r.Flash("roster.tag_undone", "tag", act.Tag.Name)
	return web.Redirect(w, r, path(r, "people"))
}

func (p *Pages) tagList(w http.ResponseWriter, r *web.Request) error {
	tags, err := p.Roster.ListTags(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	g := ui.GridProps{Caption: r.P.T("roster.tags"),
		Columns: []ui.Column{{Label: r.P.T("roster.by.tag"), Lead: true}, {Label: r.P.T("roster.tag_people"), Numeric: true}, {Label: r.P.T("roster.acts"), Hidden: true}},
		Empty:   ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Seed: r.Org.Seed, Title: r.P.T("roster.no_tags"), Text: r.P.T("roster.no_tags_text")}),
	}
	for _, t := range tags {
		g.Rows = append(g.Rows, ui.Row{ID: t.ID, Cells: []templ.Component{
			ui.To(personQuery{Filter: roster.Filter{Tags: []string{t.ID}}}.href(r), t.Name, ""), ui.Text(r.P.Number(t.People)),
			ui.To(path(r, "people", "tags", "remove")+"?"+url.Values{"id": {t.ID}}.Encode(), r.P.T("core.verb.remove"), "")}})
	}
	return web.Render(w, r, http.StatusOK, tagListPage(p.chrome(r), ui.HeadProps{Title: r.P.T("roster.tags"), Lead: r.P.T("roster.tags_lead"),
		Back: &ui.LinkProps{Label: r.P.T("staff.nav.people"), Href: path(r, "people")}}, g))
}

// tagOf finds a tag by its id.
func (p *Pages) tagOf(r *web.Request, id string) (roster.Tag, error) {
	tags, err := p.Roster.ListTags(r.Context(), r.Org.ID)
	for _, t := range tags {
		if t.ID == id {
			return t, nil
		}
	}
	if err == nil {
		err = web.ErrNotFound
	}
	return roster.Tag{}, err
}

func (p *Pages) askRemoveTag(w http.ResponseWriter, r *web.Request) error {
	t, err := p.tagOf(r, r.Query("id"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, confirmFrame(p.chrome(r), ui.ConfirmProps{
		Title: r.P.T("roster.tag_remove_title", "tag", t.Name), Points: []string{r.P.N("roster.tag_remove_point", t.People)},
		Action: path(r, "people", "tags", "remove"), Hidden: map[string]string{"id": t.ID}, Button: r.P.T("roster.tag_remove"),
		Look: ui.Danger, Back: path(r, "people", "tags"),
	}))
}

func (p *Pages) removeTag(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := p.Roster.RemoveTag(r.Context(), r.Actor, r.Org.ID, f.Value("id")); err != nil {
		return err
	}
	r.Flash("roster.tag_removed")
	return web.Redirect(w, r, path(r, "people", "tags"))
}
