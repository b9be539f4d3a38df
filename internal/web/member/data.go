package member

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/privacy"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// dataRoutes are what an organisation holds of whoever is signed in: to look at,
// to take along, to have corrected and to have deleted.
func (s Services) dataRoutes() []web.Route {
	const root = "/o/{org}/me/data"
	get := func(path string, h web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: root + path, Audience: web.SignedIn, Action: account.OwnView, Scope: web.ScopeOwn, Handle: h}
	}
	post := func(path string, h web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: root + path, Audience: web.SignedIn, Action: account.OwnChange, Scope: web.ScopeOwn, Handle: h}
	}
	file := post("/all", s.dataFile)
	file.Stream = true
	file.Limit = web.Limit{Name: "export", Max: 10, Per: time.Hour}
	return []web.Route{
		get("", s.data), get("/all", s.dataAll), file,
		get("/correction", s.askCorrection), post("/correction", s.sendCorrection),
		get("/erasure", s.askErasure), post("/erasure", s.sendErasure), post("/erasure/take-back", s.takeBack),
	}
}

// withSelf runs a page for the person of the organisation whose address proved
// itself. Who is not known there is told so, since there is nothing to show.
func (s Services) withSelf(w http.ResponseWriter, r *web.Request, page func(people.Person) error) error {
	who, err := s.People.FindByEmail(r.Context(), r.Org.ID, r.Actor.Email)
	if apperr.CategoryOf(err) == apperr.NotFound {
		return web.Render(w, r, http.StatusNotFound, dataNobody(r.Chrome(), r))
	}
	if err != nil {
		return err
	}
	return page(who)
}

// dataModel is the first page of one's data.
type dataModel struct {
	Root     string
	Erasure  *privacy.Request // that is still to come
	Until    string
	Requests ui.GridProps
}

func (s Services) data(w http.ResponseWriter, r *web.Request) error {
	return s.withSelf(w, r, func(who people.Person) error {
		list, err := s.Privacy.Of(r.Context(), r.Org.ID, who.ID)
		if err != nil {
			return err
		}
		m := dataModel{Root: dataPath(r), Requests: requestGrid(r.P, list)}
		for i, q := range list {
			if q.Kind == privacy.Erasure && q.State.Live() {
				m.Erasure, m.Until = &list[i], dataMoment(r.P, q.FinalAt.Time())
			}
		}
		return web.Render(w, r, http.StatusOK, dataPage(r.Chrome(), r, m))
	})
}

func dataPath(r *web.Request, parts ...string) string {
	return r.OrgPath(append([]string{"me", "data"}, parts...)...)
}

// dataMoment has the year: deadlines are kept.
func dataMoment(p *i18n.Printer, t time.Time) string { return p.DateYear(t) + " " + p.Time(t) }

func requestGrid(p *i18n.Printer, list []privacy.Request) ui.GridProps {
	g := ui.GridProps{Caption: p.T("member_data.requests"), Columns: []ui.Column{
		{Label: p.T("member_data.request.what"), Lead: true}, {Label: p.T("member_data.request.state")}, {Label: p.T("member_data.request.answer")},
	}}
	for _, q := range list {
		state := ui.StatusProps{Tone: ui.Quiet, Label: p.T("member_data.state." + string(q.Kind) + "." + string(q.State))}
		switch q.State {
		case privacy.Open, privacy.Confirmed:
			state.Tone = ui.Due
		case privacy.Done:
			state.Tone = ui.Done
		}
		answer := q.Answer
		if q.State.Live() {
			answer = p.T("member_data.request.due", "day", p.DateYear(q.DueAt.Time()))
		}
		g.Rows = append(g.Rows, ui.Row{ID: q.ID, Cells: []templ.Component{
			ui.Lines(p.T("privacy.value.kind."+string(q.Kind)), p.DateYear(q.AskedAt.Time())), ui.Status(state), ui.Text(answer),
		}})
	}
	return g
}

// dataAll shows everything. It is not written into the trail: one looks at what
// is one's own.
func (s Services) dataAll(w http.ResponseWriter, r *web.Request) error {
	return s.withSelf(w, r, func(who people.Person) error {
		d, err := s.Privacy.Export(r.Context(), r.P, r.Org.ID, who.ID)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, dataAllPage(r.Chrome(), r, d))
	})
}

// dataFile gives everything as a file, and notes that it was taken.
func (s Services) dataFile(w http.ResponseWriter, r *web.Request) error {
	return s.withSelf(w, r, func(who people.Person) error {
		d, err := s.Privacy.Export(r.Context(), r.P, r.Org.ID, who.ID)
		if err != nil {
			return err
		}
		b, err := d.JSON()
		if err != nil {
			return err
		}
		if err := s.Privacy.NoteExport(r.Context(), r.Actor, r.Org.ID, who.ID, ""); err != nil {
			return err
		}
		_, err = web.Download(w, r, "koryu-"+r.Org.Slug+"-my-data.json", "application/json; charset=utf-8").Write(b)
		return err
	})
}

func (s Services) askCorrection(w http.ResponseWriter, r *web.Request) error {
	return s.withSelf(w, r, func(people.Person) error { return correction(w, r, http.StatusOK, web.NewForm()) })
}

func correction(w http.ResponseWriter, r *web.Request, status int, f *web.Form) error {
	return web.Render(w, r, status, dataCorrectionPage(r.Chrome(), r, f))
}

func (s Services) sendCorrection(w http.ResponseWriter, r *web.Request) error {
	return s.withSelf(w, r, func(who people.Person) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		f.Label("words", r.P.T("member_data.correction.words"))
		words := f.Required("words", 2000)
		if f.OK() {
			q, err := s.Privacy.AskCorrection(r.Context(), r.Actor, r.Org.ID, who.ID, words)
			if err == nil {
				r.Flash("member_data.correction.sent", "day", r.P.DateYear(q.DueAt.Time()))
				return web.Redirect(w, r, dataPath(r))
			}
			if !f.Take(err) {
				return err
			}
		}
		return correction(w, r, http.StatusUnprocessableEntity, f)
	})
}

func (s Services) askErasure(w http.ResponseWriter, r *web.Request) error {
	return s.withSelf(w, r, func(who people.Person) error {
		_, err := s.Privacy.LiveErasure(r.Context(), r.Org.ID, who.ID)
		if err == nil {
			return web.Redirect(w, r, dataPath(r)) // asked already: that page says so
		}
		if apperr.CategoryOf(err) != apperr.NotFound {
			return err
		}
		return erasure(w, r, http.StatusOK, web.NewForm())
	})
}

func erasure(w http.ResponseWriter, r *web.Request, status int, f *web.Form) error {
	return web.Render(w, r, status, dataErasurePage(r.Chrome(), r, f))
}

func (s Services) sendErasure(w http.ResponseWriter, r *web.Request) error {
	return s.withSelf(w, r, func(who people.Person) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		if !f.Bool("sure") {
			f.Add("sure", "member_data.erasure.not_sure")
			return erasure(w, r, http.StatusUnprocessableEntity, f)
		}
		q, err := s.Privacy.AskErasure(r.Context(), r.Actor, privacy.Wish{Org: r.Org.ID, Person: who.ID, Channel: people.ChannelWeb})
		if err != nil {
			return err
		}
		r.FlashTone(ui.Due, "member_data.erasure.sent", "time", dataMoment(r.P, q.FinalAt.Time()))
		return web.Redirect(w, r, dataPath(r))
	})
}

func (s Services) takeBack(w http.ResponseWriter, r *web.Request) error {
	return s.withSelf(w, r, func(who people.Person) error {
		err := s.Privacy.TakeBack(r.Context(), r.Actor, r.Org.ID, who.ID)
		if err != nil && apperr.CategoryOf(err) != apperr.NotFound { // taken back before: the wish is met
			return err
		}
		r.Flash("member_data.erasure.taken_back")
		return web.Redirect(w, r, dataPath(r))
	})
}
