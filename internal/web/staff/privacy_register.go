package staff

import (
	"encoding/csv"
	"net/http"

	"github.com/a-h/templ"

	"koryu/internal/privacy"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// registerColumns are the columns of the register, on the page and in the file.
var registerColumns = []string{"table", "columns", "store", "purpose", "consent", "retention", "roles"}

// registerRow words one line of the register.
func registerRow(r *web.Request, e privacy.Entry) []string {
	consent := r.P.T("staff.privacy.register.no_consent")
	if e.Consent != "" {
		consent = e.Consent + " " + r.P.T("people.consent."+e.Consent)
	}
	return []string{
		privacy.TableName(r.P, e.Table), e.ColumnList(), r.P.T("privacy.store." + string(e.Store)),
		r.P.T("privacy.purpose." + e.Purpose), consent, r.P.T("privacy.retention." + e.Retention), r.P.T("privacy.roles." + e.Roles),
	}
}

func (p *Pages) register(w http.ResponseWriter, r *web.Request) error {
	f, err := p.privacyFrame(r, "register", "staff.privacy.lead.register")
	if err != nil {
		return err
	}
	f.Grid = ui.GridProps{Caption: r.P.T("staff.privacy.tab.register")}
	for _, name := range registerColumns {
		if name == "columns" {
			continue // stands below the name of the table
		}
		f.Grid.Columns = append(f.Grid.Columns, ui.Column{Label: r.P.T("staff.privacy.register." + name), Lead: name == "table"})
	}
	for _, e := range privacy.Register() {
		words := registerRow(r, e)
		row := ui.Row{ID: e.Table, Cells: []templ.Component{ui.Lines(words[0], e.Table+": "+words[1])}}
		for _, text := range words[2:] {
			row.Cells = append(row.Cells, ui.Text(text))
		}
		f.Grid.Rows = append(f.Grid.Rows, row)
	}
	f.Acts = []ui.ButtonProps{{Label: r.P.T("staff.privacy.register.file"), Href: path(r, "privacy", "register.csv"), Look: ui.Secondary, Icon: "download"}}
	return web.Render(w, r, http.StatusOK, privacyListPage(p.chrome(r), f))
}

// registerFile is the register as a table for the commissioning body. It holds
// no personal data, so nobody needs a reason.
func (p *Pages) registerFile(w http.ResponseWriter, r *web.Request) error {
	out := web.Download(w, r, r.P.T("staff.privacy.register.name")+".csv", "text/csv; charset=utf-8")
	if _, err := out.Write([]byte("\uFEFF")); err != nil {
		return err
	}
	file := csv.NewWriter(out)
	file.UseCRLF = true
	head := make([]string, len(registerColumns))
	for i, name := range registerColumns {
		head[i] = r.P.T("staff.privacy.register." + name)
	}
	if err := file.Write(head); err != nil {
		return err
	}
	for _, e := range privacy.Register() {
		if err := file.Write(registerRow(r, e)); err != nil {
			return err
		}
	}
	file.Flush()
	return file.Error()
}
