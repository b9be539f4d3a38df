package staff

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// goalsModel is the editor of the goals. Rows are added and marked for removal
// without a script: another row is another page of the same form.
type goalsModel struct {
	editor
	Rows []int
}

const (
	spareRows = 1  // blank rows under the goals
	moreRows  = 3  // for every press of 行を増やす
	mostGoals = 30 // as many as a programme may have
)

func (p *Pages) editGoals(w http.ResponseWriter, r *web.Request) error {
	one, err := p.Programmes.FindProgramme(r.Context(), r.Org.ID, r.Path("programme"))
	if err != nil {
		return err
	}
	goals, err := p.Programmes.ListGoals(r.Context(), r.Org.ID, one.ID)
	if err != nil {
		return err
	}
	f := web.NewForm()
	for i, g := range goals {
		at := goalAt(i)
		f.Set(at+"kind", string(g.Kind)).Set(at+"label", g.Label).Set(at+"label_en", g.LabelEn).Set(at+"target", g.Figure(g.Target))
		f.Set(at+"unit", g.Unit).Set(at+"unit_en", g.UnitEn).Set(at+"prefecture", g.Prefecture)
	}
	return p.showGoals(w, r, one, f, len(goals)+spareRows, nil)
}

func goalAt(i int) string { return "goals." + strconv.Itoa(i) + "." }

func (p *Pages) showGoals(w http.ResponseWriter, r *web.Request, one programme.Programme, f *web.Form, rows int, stale *staleProps) error {
	m := goalsModel{editor: editor{
		Title: r.P.T("staff.programme.goals_of", "year", one.Year(r.Lang)), Lead: r.P.T("staff.programme.goals_lead"),
		Action: path(r, "programme", one.ID, "goals"), Form: f, Stale: stale,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.programme"), Href: path(r, "programme")},
	}.withVersion(one.Version)}
	for i := range min(rows, mostGoals) {
		m.Rows = append(m.Rows, i)
	}
	return web.Render(w, r, m.status(), goalsPage(p.chrome(r), r, m))
}

var decimalFigure = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,2})?$`)

// readTarget reads "300" or "4.0" as a number of 10^-decimals.
func readTarget(s string) (target, decimals int, ok bool) {
	s = strings.ReplaceAll(text.Digits(strings.TrimSpace(s)), ",", "")
	if !decimalFigure.MatchString(s) {
		return 0, 0, false
	}
	whole, part, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole + part)
	return n, len(part), err == nil
}

// readGoals reads the rows that say something. Blank rows and those marked for
// removal are left out; at tells which row each goal came from.
func readGoals(f *web.Form) (goals []programme.Goal, at []int, rows int) {
	for i := range mostGoals {
		name := goalAt(i)
		if !f.Has(name + "label") {
			break
		}
		rows = i + 1
		blank := strings.TrimSpace(f.Value(name+"label")+f.Value(name+"target")) == ""
		if blank || f.Bool(name+"remove") {
			continue
		}
		g := programme.Goal{
			Kind: programme.GoalKind(f.Value(name + "kind")), Label: f.Value(name + "label"), LabelEn: f.Value(name + "label_en"),
			Unit: f.Value(name + "unit"), UnitEn: f.Value(name + "unit_en"), Prefecture: f.Value(name + "prefecture"),
		}
		var ok bool
		if g.Target, g.Decimals, ok = readTarget(f.Value(name + "target")); !ok {
			f.Add(name+"target", "programme.error.goal_target")
		}
		goals, at = append(goals, g), append(at, i)
	}
	return goals, at, rows
}

func (p *Pages) saveGoals(w http.ResponseWriter, r *web.Request) error {
	one, err := p.Programmes.FindProgramme(r.Context(), r.Org.ID, r.Path("programme"))
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	version, err := versionOf(f)
	if err != nil {
		return err
	}
	if f.Value("act") == "more" {
		_, _, rows := readGoals(f)
		f.Errs = nil
		return p.showGoals(w, r, one, f, rows+moreRows, nil)
	}
	goals, at, rows := readGoals(f)
	if f.OK() {
		err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			if _, err := programme.SetGoals(ctx, tx, r.Org.ID, one.ID, version, goals); err != nil {
				return err
			}
			return account.Record(ctx, tx, r.Audit("goal.set", "programme", one.ID, "", map[string]int{"goals": len(goals)}))
		})
		switch {
		case err == nil:
			r.Flash("staff.programme.goals_saved")
			return web.Redirect(w, r, path(r, "programme"))
		case isStale(err):
			now, err := p.Programmes.FindProgramme(r.Context(), r.Org.ID, one.ID)
			if err != nil {
				return err
			}
			return p.showGoals(w, r, now, f, rows+spareRows, &staleProps{})
		case !took(f, err):
			return err
		}
		putBack(f, at)
	}
	return p.showGoals(w, r, one, f, max(rows, spareRows), nil)
}

// putBack names errors by the rows of the page again: goals were counted
// without the blank ones between them.
func putBack(f *web.Form, at []int) {
	for _, e := range f.Errs {
		rest, ok := strings.CutPrefix(e.Field, "goals.")
		if !ok {
			continue
		}
		n, name, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(n); err == nil && i < len(at) {
			e.Field = goalAt(at[i]) + name
		}
	}
}

func goalKindOptions(r *web.Request) []ui.Option {
	var list []ui.Option
	for _, k := range programme.GoalKinds {
		list = append(list, ui.Option{Value: string(k), Label: r.P.T("programme.goal_kind." + string(k))})
	}
	return list
}

// prefectureOptions begin with "everywhere".
func prefectureOptions(r *web.Request, none string) []ui.Option {
	list := []ui.Option{{Label: none}}
	for n := 1; n <= 47; n++ {
		code := strconv.Itoa(100 + n)[1:]
		list = append(list, ui.Option{Value: code, Label: r.P.T("programme.prefecture." + code)})
	}
	return list
}
