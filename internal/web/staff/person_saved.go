package staff

import (
	"net/http"

	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// saveAsk is the page that asks for the name of a filter.
type saveAsk struct {
	Chips  []ui.Chip
	Back   string
	Filter string
	Form   *web.Form
}

func (p *Pages) askSaveFilter(w http.ResponseWriter, r *web.Request) error {
	q := readPersonQuery(r.URL.Query())
	return p.showSaveFilter(w, r, http.StatusOK, q, web.NewForm())
}

func (p *Pages) showSaveFilter(w http.ResponseWriter, r *web.Request, status int, q personQuery, f *web.Form) error {
	words, err := p.filterWords(r.Context(), r)
	if err != nil {
		return err
	}
	q.After = ""
	return web.Render(w, r, status, saveFilterPage(p.chrome(r), r, saveAsk{
		Chips: words.chosen(q), Back: q.href(r), Filter: q.Encode().Encode(), Form: f,
	}))
}

func (p *Pages) saveFilter(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	q := personQuery{Filter: formFilter(f)}
	saved, err := p.Roster.Save(r.Context(), r.Actor, r.Org.ID, f.Value("name"), q.Filter)
	if err != nil {
		if f.Take(err) {
			return p.showSaveFilter(w, r, http.StatusUnprocessableEntity, q, f)
		}
		return err
	}
	r.Flash("roster.filter_saved", "name", saved.Name)
	return web.Redirect(w, r, q.href(r))
}

func (p *Pages) askRemoveFilter(w http.ResponseWriter, r *web.Request) error {
	saved, err := p.Roster.FindSaved(r.Context(), r.Org.ID, r.Query("id"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, confirmFrame(p.chrome(r), ui.ConfirmProps{
		Title: r.P.T("roster.forget_title", "name", saved.Name), Points: []string{r.P.T("roster.forget_point")},
		Action: path(r, "people", "filters", "remove"), Hidden: map[string]string{"id": saved.ID}, Button: r.P.T("roster.forget"),
		Look: ui.Danger, Back: personQuery{Filter: saved.Filter}.href(r),
	}))
}

func (p *Pages) removeFilter(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := p.Roster.Forget(r.Context(), r.Actor, r.Org.ID, f.Value("id")); err != nil {
		return err
	}
	r.Flash("roster.filter_removed")
	return web.Redirect(w, r, path(r, "people"))
}
