package staff

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// jobStates in the order of the tabs: what is wrong comes first.
var jobStates = []jobs.State{jobs.Dead, jobs.Ready, jobs.Running, jobs.Done}

const (
	jobsShown = 100  // on the page
	jobsMost  = 1000 // in one bulk act
	jobsForm  = "jobs-form"
)

type jobsModel struct {
	Head ui.HeadProps
	Tabs []ui.TabProps
	Lead string
	Grid ui.GridProps
	Bulk *ui.BulkProps
	More ui.MoreProps
}

func stateOfJobs(name string) jobs.State {
	for _, s := range jobStates {
		if name == string(s) {
			return s
		}
	}
	return ""
}

func (p *Pages) jobList(w http.ResponseWriter, r *web.Request) error {
	ctx := r.Context()
	m := jobsModel{Head: ui.HeadProps{Title: r.P.T("staff.nav.jobs"), Lead: r.P.T("staff.office.jobs_lead")}}
	counts := map[jobs.State]int{}
	for _, s := range jobStates {
		n, err := jobs.Count(ctx, p.DB, r.Org.ID, s)
		if err != nil {
			return err
		}
		counts[s] = n
	}
	state := stateOfJobs(r.Query("state"))
	if state == "" {
		if state = jobs.Ready; counts[jobs.Dead] > 0 {
			state = jobs.Dead
		}
	}
	for _, s := range jobStates {
		m.Tabs = append(m.Tabs, ui.TabProps{
			Label: r.P.T("staff.office.job." + string(s)), Href: path(r, "jobs") + "?state=" + string(s), On: s == state, Count: counts[s],
		})
	}
	list, err := jobs.List(ctx, p.DB, r.Org.ID, state, jobsShown)
	if err != nil {
		return err
	}
	acts := r.Can(account.JobsRetry) && (state == jobs.Dead || state == jobs.Ready) && len(list) > 0
	m.Lead, m.Grid = r.P.T("staff.office.job."+string(state)+"_lead"), jobGrid(r, state, list)
	if counts[state] > len(list) {
		m.More.Words = r.P.T("staff.office.jobs_newest", "n", r.P.Number(len(list)), "total", r.P.Number(counts[state]))
	}
	if acts {
		m.Grid.Form = jobsForm
		m.Bulk = &ui.BulkProps{
			Form: jobsForm, Action: path(r, "jobs", "retry"), Count: len(list), Total: min(counts[state], jobsMost), Hidden: map[string]string{"state": string(state)},
			Buttons: []ui.ButtonProps{
				{Label: r.P.T("staff.office.retry"), Icon: "undo", Look: ui.Secondary},
				{Label: r.P.T("staff.office.discard"), Look: ui.Ghost, Action: path(r, "jobs", "discard")},
			},
		}
	}
	return web.Render(w, r, http.StatusOK, jobsPage(p.chrome(r), m))
}

func jobGrid(r *web.Request, state jobs.State, list []jobs.Info) ui.GridProps {
	at := map[jobs.State]string{jobs.Ready: "job_due", jobs.Running: "job_lease", jobs.Done: "job_ended", jobs.Dead: "job_last_try"}[state]
	g := ui.GridProps{
		Caption: r.P.T("staff.office.job." + string(state)),
		Columns: []ui.Column{
			{Label: r.P.T("staff.office.job_kind"), Lead: true}, {Label: r.P.T("staff.office." + at)}, {Label: r.P.T("staff.office.job_tries"), Numeric: true},
			{Label: r.P.T("staff.office.job_error")},
		},
		Empty: ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.office.job." + string(state) + "_none"), Text: r.P.T("staff.office.jobs_none_text")}),
	}
	for _, j := range list {
		when := j.RunAt
		if state == jobs.Done && j.FinishedAt != 0 {
			when = j.FinishedAt
		}
		g.Rows = append(g.Rows, ui.Row{ID: j.ID, Name: jobWord(r, j.Kind), Cells: []templ.Component{
			ui.Lines(jobWord(r, j.Kind), r.P.T("staff.office.job_asked", "at", r.P.DateTime(j.CreatedAt.Time()))),
			ui.Text(r.P.DateTime(when.Time())), ui.Text(r.P.Number(int(j.Attempts))), ui.Text(shortened(j.LastError, 200)),
		}})
	}
	return g
}

func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// jobWord says what a job does; kinds of later parts show their name.
func jobWord(r *web.Request, kind string) string {
	if key := "staff.office.kind." + kind; r.P.Has(key) {
		return r.P.T(key)
	}
	return kind
}

// chosenJobs are the ticked rows, or all of the tab.
func (p *Pages) chosenJobs(r *web.Request, f *web.Form) ([]string, jobs.State, error) {
	state := stateOfJobs(f.Value("state"))
	if state == "" {
		state = jobs.Dead
	}
	ids := f.Values("id")
	if joined := f.Value("ids"); joined != "" {
		ids = strings.Split(joined, ",")
	}
	limit := 0
	if f.Bool("page") {
		limit = jobsShown
	}
	if f.Bool("all") {
		limit = jobsMost
	}
	if limit > 0 {
		list, err := jobs.List(r.Context(), p.DB, r.Org.ID, state, limit)
		if err != nil {
			return nil, state, err
		}
		ids = nil
		for _, j := range list {
			ids = append(ids, j.ID)
		}
	}
	return ids[:min(len(ids), jobsMost)], state, nil
}

// eachJob does act to every job; one that has gone on by itself meanwhile is
// passed over. All of it is one commit with its entries in the trail.
func (p *Pages) eachJob(r *web.Request, ids []string, action string, act func(context.Context, *db.Tx, string, string) error) (int, error) {
	done := 0
	err := p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		done = 0
		var entries []account.Entry
		for _, id := range ids {
			err := act(ctx, tx, r.Org.ID, id)
			if apperr.CategoryOf(err) == apperr.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			done++
			entries = append(entries, r.Audit(action, "job", id, "", nil))
		}
		return account.Record(ctx, tx, entries...)
	})
	return done, err
}

func (p *Pages) retryJobs(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ids, state, err := p.chosenJobs(r, f)
	if err != nil {
		return err
	}
	n, err := p.eachJob(r, ids, "job.retried", jobs.Retry)
	if err != nil {
		return err
	}
	r.FlashTone(toneOf(n), "staff.office.retried", "n", r.P.Number(n))
	return web.Redirect(w, r, path(r, "jobs")+"?state="+string(state))
}

func toneOf(n int) ui.Tone {
	if n == 0 {
		return ui.Due
	}
	return ui.Done
}

// discardJobs asks first: what was given up is never sent.
func (p *Pages) discardJobs(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ids, state, err := p.chosenJobs(r, f)
	if err != nil {
		return err
	}
	back := path(r, "jobs") + "?state=" + string(state)
	if len(ids) == 0 {
		r.FlashTone(ui.Due, "staff.office.none_chosen")
		return web.Redirect(w, r, back)
	}
	if !f.Bool("sure") {
		return web.Render(w, r, http.StatusOK, confirmFrame(p.chrome(r), ui.ConfirmProps{
			Title: r.P.N("staff.office.discard_title", len(ids)), Text: r.P.T("staff.office.discard_text"), Points: []string{r.P.T("staff.office.discard_point")},
			Action: path(r, "jobs", "discard"), Hidden: map[string]string{"ids": strings.Join(ids, ","), "state": string(state), "sure": "1"},
			Button: r.P.N("staff.office.discard_n", len(ids)), Look: ui.Danger, Back: back,
		}))
	}
	n, err := p.eachJob(r, ids, "job.discarded", jobs.Discard)
	if err != nil {
		return err
	}
	r.FlashTone(toneOf(n), "staff.office.discarded", "n", r.P.Number(n))
	return web.Redirect(w, r, back)
}
