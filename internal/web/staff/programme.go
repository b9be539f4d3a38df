package staff

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/wareki"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func (p *Pages) programmeRoutes() []web.Route {
	var routes []web.Route
	both := func(pattern string, ask, save web.Handler) {
		routes = append(routes, get(pattern, account.ProgrammeEdit, ask), post(pattern, account.ProgrammeEdit, save))
	}
	list := func(pattern string, show web.Handler) {
		routes = append(routes, get(pattern, account.ProgrammeEdit, show))
	}
	list("/programme", p.programmeList)
	both("/programme/new", p.askProgramme, p.addProgramme)
	both("/programme/{programme}", p.editProgramme, p.saveProgramme)
	both("/programme/{programme}/goals", p.editGoals, p.saveGoals)
	list("/venues", p.venueList)
	both("/venues/new", p.askVenue, p.addVenue)
	both("/venues/{venue}", p.editVenue, p.saveVenue)
	list("/partners", p.partnerList)
	both("/partners/new", p.askPartner, p.addPartner)
	both("/partners/{partner}", p.editPartner, p.savePartner)
	both("/organisation", p.editOrg, p.saveOrg)
	return routes
}

func (p *Pages) programmeList(w http.ResponseWriter, r *web.Request) error {
	all, err := p.Programmes.ListProgrammes(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	g := ui.GridProps{
		Caption: r.P.T("staff.nav.programme"),
		Columns: []ui.Column{
			{Label: r.P.T("staff.programme.fy"), Lead: true}, {Label: r.P.T("staff.programme.name")}, {Label: r.P.T("staff.programme.body")},
			{Label: r.P.T("staff.programme.state")}, {Label: r.P.T("staff.programme.goals"), Numeric: true}, {Label: r.P.T("staff.programme.acts"), Hidden: true},
		},
		Empty: ui.EmptyState(ui.EmptyProps{
			Kind: ui.Nothing, Seed: r.Org.Seed, Title: r.P.T("staff.programme.none"), Text: r.P.T("staff.programme.none_text"),
			Button: &ui.ButtonProps{Label: r.P.T("staff.programme.new"), Href: path(r, "programme", "new")},
		}),
	}
	for _, one := range all {
		goals, err := p.Programmes.ListGoals(r.Context(), r.Org.ID, one.ID)
		if err != nil {
			return err
		}
		g.Rows = append(g.Rows, ui.Row{ID: one.ID, Name: one.NameIn(r.Lang), Cells: []templ.Component{
			ui.To(path(r, "programme", one.ID), one.Year(r.Lang), contractWords(r, one)), ui.Text(one.NameIn(r.Lang)), ui.Text(one.BodyIn(r.Lang)),
			ui.Status(ui.StatusProps{Tone: programmeTone[one.State], Label: r.P.T("programme.state." + string(one.State))}),
			ui.Text(strconv.Itoa(len(goals))), ui.To(path(r, "programme", one.ID, "goals"), r.P.T("staff.programme.edit_goals"), ""),
		}})
	}
	return web.Render(w, r, http.StatusOK, settingsList(p.chrome(r), ui.HeadProps{
		Title: r.P.T("staff.nav.programme"), Lead: r.P.T("staff.programme.lead"),
	}, g, []ui.ButtonProps{
		{Label: r.P.T("staff.programme.new"), Href: path(r, "programme", "new"), Icon: "plus", Look: ui.Secondary},
		{Label: r.P.T("staff.programme.organisation"), Href: path(r, "organisation"), Icon: "gear", Look: ui.Ghost},
	}))
}

var programmeTone = map[programme.State]ui.Tone{programme.Planned: ui.Info, programme.Active: ui.Done, programme.Closed: ui.Quiet}

func contractWords(r *web.Request, one programme.Programme) string {
	if one.ContractStart == "" || one.ContractEnd == "" {
		return ""
	}
	return r.P.DateYear(one.ContractStart.Time()) + "–" + r.P.DateYear(one.ContractEnd.Time())
}

var programmeFields = []string{
	"fy", "name", "name_en", "body", "body_en", "summary", "summary_en", "hashtag", "contract_start", "contract_end", "state",
}

func programmeValues(one programme.Programme) map[string]string {
	return map[string]string{
		"fy": strconv.Itoa(one.FY), "name": one.Name, "name_en": one.NameEn, "body": one.Body, "body_en": one.BodyEn,
		"summary": one.Summary, "summary_en": one.SummaryEn, "hashtag": one.Hashtag, "contract_start": string(one.ContractStart),
		"contract_end": string(one.ContractEnd), "state": string(one.State),
	}
}

func formOf(values map[string]string) *web.Form {
	f := web.NewForm()
	for name, value := range values {
		f.Set(name, value)
	}
	return f
}

func readProgramme(r *web.Request, f *web.Form) programme.Programme {
	f.Label("fy", r.P.T("staff.programme.fy")).Label("contract_start", r.P.T("staff.programme.contract_start")).
		Label("contract_end", r.P.T("staff.programme.contract_end"))
	one := programme.Programme{
		OrgID: r.Org.ID, FY: readYear(f), Name: f.Value("name"), NameEn: f.Value("name_en"), Body: f.Value("body"), BodyEn: f.Value("body_en"),
		Summary: f.Value("summary"), SummaryEn: f.Value("summary_en"), Hashtag: f.Value("hashtag"),
		ContractStart: f.Day("contract_start"), ContractEnd: f.Day("contract_end"), State: programme.State(f.Value("state")),
	}
	return one
}

// readYear understands 2024, ２０２４, 令和6年度 and R6.
func readYear(f *web.Form) int {
	if y, ok := yearFrom(f.Value("fy")); ok {
		return y
	}
	f.Add("fy", "programme.error.fy")
	return 2000 // a year that Validate lets pass, so that the field is named once
}

func (p *Pages) askProgramme(w http.ResponseWriter, r *web.Request) error {
	f := formOf(map[string]string{"fy": strconv.Itoa(wareki.FiscalYear(r.Now)), "state": string(programme.Planned)})
	return p.showProgramme(w, r, newProgramme(r, f))
}

func newProgramme(r *web.Request, f *web.Form) editor {
	return editor{
		Title: r.P.T("staff.programme.new"), Action: path(r, "programme", "new"), Form: f,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.programme"), Href: path(r, "programme")},
	}
}

func (p *Pages) showProgramme(w http.ResponseWriter, r *web.Request, e editor) error {
	return web.Render(w, r, e.status(), programmeFormPage(p.chrome(r), r, e))
}

func (p *Pages) addProgramme(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	one := readProgramme(r, f)
	if f.OK() {
		err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			var err error
			if one, err = programme.CreateProgramme(ctx, tx, one); err != nil {
				return err
			}
			return account.Record(ctx, tx, r.Audit("programme.create", "programme", one.ID, "", nil))
		})
		if err == nil {
			r.Flash("staff.programme.created")
			return web.Redirect(w, r, path(r, "programme", one.ID, "goals"))
		}
		if !took(f, err) {
			return err
		}
	}
	return p.showProgramme(w, r, newProgramme(r, f))
}

func (p *Pages) editProgramme(w http.ResponseWriter, r *web.Request) error {
	one, err := p.Programmes.FindProgramme(r.Context(), r.Org.ID, r.Path("programme"))
	if err != nil {
		return err
	}
	return p.showProgramme(w, r, programmeEditor(r, one, formOf(programmeValues(one)), nil))
}

func programmeEditor(r *web.Request, one programme.Programme, f *web.Form, stale *staleProps) editor {
	return editor{
		Title: r.P.T("staff.programme.edit", "year", one.Year(r.Lang)), Lead: one.NameIn(r.Lang), Action: path(r, "programme", one.ID), Form: f, Stale: stale,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.programme"), Href: path(r, "programme")},
	}.withVersion(one.Version)
}

func (p *Pages) saveProgramme(w http.ResponseWriter, r *web.Request) error {
	before, err := p.Programmes.FindProgramme(r.Context(), r.Org.ID, r.Path("programme"))
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	one := readProgramme(r, f)
	one.ID = before.ID
	if one.Version, err = versionOf(f); err != nil {
		return err
	}
	if f.OK() {
		err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			if _, err := programme.UpdateProgramme(ctx, tx, one); err != nil {
				return err
			}
			return account.Record(ctx, tx, r.Audit("programme.update", "programme", one.ID, "", nil))
		})
		switch {
		case err == nil:
			r.Flash("staff.programme.saved")
			return web.Redirect(w, r, path(r, "programme"))
		case isStale(err):
			now, err := p.Programmes.FindProgramme(r.Context(), r.Org.ID, one.ID)
			if err != nil {
				return err
			}
			stale := staleOf(r, "staff.programme.", programmeFields, programmeValues(now), f)
			return p.showProgramme(w, r, programmeEditor(r, now, f, stale))
		case !took(f, err):
			return err
		}
	}
	return p.showProgramme(w, r, programmeEditor(r, before, f, nil))
}

func stateOptions(r *web.Request) []ui.Option {
	var list []ui.Option
	for _, s := range programme.States {
		list = append(list, ui.Option{Value: string(s), Label: r.P.T("programme.state." + string(s))})
	}
	return list
}
