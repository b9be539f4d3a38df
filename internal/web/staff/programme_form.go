package staff

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/kit/apperr"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// staleProps is shown when somebody saved in between: what stands now beside
// what was typed. Saving again is then a decision.
type staleProps struct{ Grid ui.GridProps }

// versionOf is the version that the editor read. A form without one is not
// ours.
func versionOf(f *web.Form) (int64, error) {
	n, err := strconv.ParseInt(f.Value("version"), 10, 64)
	if err != nil {
		return 0, web.Malformed(err)
	}
	return n, nil
}

func versionField(version string) map[string]string {
	if version == "" {
		return nil
	}
	return map[string]string{"version": version}
}

// isStale tells that an edit was refused because of another one.
func isStale(err error) bool {
	e, ok := apperr.As(err)
	return ok && e.Category == apperr.Conflict && e.Field == ""
}

// took keeps a refusal about a field of the form, conflicts such as a name that
// is taken included.
func took(f *web.Form, err error) bool {
	if e, ok := apperr.As(err); ok && e.Category == apperr.Conflict && e.Field != "" {
		f.Errs = append(f.Errs, e)
		return true
	}
	return f.Take(err)
}

// staleOf lists the fields in which what stands differs from what was typed.
// words is the beginning of the catalogue keys of the fields.
func staleOf(r *web.Request, words string, names []string, now map[string]string, f *web.Form) *staleProps {
	g := ui.GridProps{
		Caption: r.P.T("staff.programme.stale"),
		Columns: []ui.Column{
			{Label: r.P.T("staff.programme.field"), Lead: true}, {Label: r.P.T("staff.programme.saved_now")}, {Label: r.P.T("staff.programme.typed")},
		},
	}
	for _, name := range names {
		if now[name] == f.Value(name) {
			continue
		}
		g.Rows = append(g.Rows, ui.Row{ID: name, Cells: []templ.Component{
			ui.Text(r.P.T(words + name)), ui.Text(orNone(r, now[name])), ui.Text(orNone(r, f.Value(name))),
		}})
	}
	return &staleProps{Grid: g}
}

func orNone(r *web.Request, s string) string {
	if s == "" {
		return r.P.T("staff.programme.blank")
	}
	return s
}

// kanaFor lets the script fill the reading in from what was typed.
func kanaFor(field string) templ.Attributes {
	return templ.Attributes{"data-kana-for": "f-" + field}
}

// editor is a settings page of one thing with a version.
type editor struct {
	Title, Lead, Action, Version string
	Back                         ui.LinkProps
	Form                         *web.Form
	Stale                        *staleProps
}

// version is what the hidden field holds: what the editor read, and after a
// conflict that was shown, what stands now.
func (e editor) withVersion(stands int64) editor {
	e.Version = e.Form.Value("version")
	if e.Version == "" || e.Stale != nil {
		e.Version = strconv.FormatInt(stands, 10)
	}
	return e
}

func (e editor) refused() bool { return !e.Form.OK() || e.Stale != nil }

// status of a form that is shown again.
func (e editor) status() int {
	switch {
	case e.Stale != nil:
		return http.StatusConflict
	case !e.Form.OK():
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
