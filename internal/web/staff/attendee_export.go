package staff

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/event"
	"koryu/internal/kit/text"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type exportModel struct {
	Event event.Event
	Query attendeeQuery
	Form  *web.Form
	Total int
	Lost  int
}

// again is the same export once more, in another format.
func (m exportModel) again(format string, sure bool) map[string]string {
	h := m.Query.hidden()
	h["format"], h["heads"], h["reason"] = format, m.Form.Value("heads"), m.Form.Value("reason")
	if sure {
		h["sure"] = "1"
	}
	return h
}

func (p *Pages) askExport(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	return p.renderExport(w, r, http.StatusOK, exportModel{Event: e, Query: readQuery(r.Query), Form: web.NewForm()})
}

func (p *Pages) renderExport(w http.ResponseWriter, r *web.Request, status int, m exportModel) error {
	var err error
	if m.Total, err = p.Events.CountAttendees(r.Context(), r.Org.ID, m.Event.ID, m.Query.with(noChange).filter(m.Event)); err != nil {
		return err
	}
	return web.Render(w, r, status, exportPage(p.chrome(r), r, m))
}

// export streams the list that the filter chooses. It says first what the old
// encoding cannot hold, and records who took it and why.
func (p *Pages) export(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	m := exportModel{Event: e, Query: formQuery(f).with(noChange), Form: f}
	f.Label("reason", r.P.T("staff.event.reason"))
	format := f.RequiredChoice("format", "xlsx", "utf8", "cp932", "lost")
	names := f.Choice("heads", "words", "names") == "names"
	reason := f.Required("reason", 400)
	if !f.OK() {
		return p.renderExport(w, r, http.StatusUnprocessableEntity, m)
	}
	sheet := newSheet(r, e, names)
	var lost []text.Substitution
	if format == "cp932" || format == "lost" {
		if lost, err = p.lostIn(r, m, sheet); err != nil {
			return err
		}
	}
	if format == "cp932" && len(lost) > 0 && !f.Bool("sure") {
		m.Lost = len(lost)
		return web.Render(w, r, http.StatusOK, lostPage(p.chrome(r), r, m, lostGrid(r, sheet, lost)))
	}
	if err := p.audit(r, "attendees.exported", e, reason, map[string]any{"format": format, "filter": m.Query.State, "substitutions": len(lost)}); err != nil {
		return err
	}
	name := r.P.T("staff.attendee.file") + "_" + e.Slug
	switch format {
	case "xlsx":
		return p.writeXLSX(w, r, m, sheet, name)
	case "lost":
		out := web.Download(w, r, name+"_"+r.P.T("staff.attendee.lost_file")+".csv", "text/csv; charset=utf-8")
		return writeLost(r, out, sheet, lost)
	case "cp932":
		out := web.Download(w, r, name+".csv", "text/csv; charset=Shift_JIS")
		return p.writeCSV(r, m, sheet, text.NewCSV(out, text.CP932))
	}
	out := web.Download(w, r, name+".csv", "text/csv; charset=utf-8")
	return p.writeCSV(r, m, sheet, text.NewCSV(out, text.UTF8BOM))
}

// writeCSV hands every line to c, a page of the list at a time.
func (p *Pages) writeCSV(r *web.Request, m exportModel, s sheet, c *text.CSV) error {
	if err := c.Row(s.heads...); err != nil {
		return err
	}
	return p.Events.EachAttendee(r.Context(), r.Org.ID, m.Event.ID, m.Query.filter(m.Event), func(a event.Attendee) error {
		cells := s.row(a)
		words := make([]string, len(cells))
		for i, cell := range cells {
			words[i] = cell.text()
		}
		return c.Row(words...)
	})
}

// lostIn are the characters that CP932 cannot hold.
func (p *Pages) lostIn(r *web.Request, m exportModel, s sheet) ([]text.Substitution, error) {
	c := text.NewCSV(io.Discard, text.CP932)
	err := p.writeCSV(r, m, s, c)
	return c.Substitutions(), err
}

// lostOnPage is how many lines the page shows; the report file has them all.
const lostOnPage = 200

func lostGrid(r *web.Request, s sheet, lost []text.Substitution) ui.GridProps {
	g := ui.GridProps{Caption: r.P.T("staff.attendee.lost")}
	for _, head := range lostHeads(r) {
		g.Columns = append(g.Columns, ui.Column{Label: head})
	}
	g.Columns[0].Lead = true
	for i, x := range lost {
		if i == lostOnPage {
			break
		}
		var cells []templ.Component
		for _, c := range lostCells(r, s, x) {
			cells = append(cells, ui.Text(c))
		}
		g.Rows = append(g.Rows, ui.Row{Cells: cells})
	}
	return g
}

func lostHeads(r *web.Request) []string {
	var heads []string
	for _, word := range []string{"row", "column", "character", "code", "wrote"} {
		heads = append(heads, r.P.T("staff.attendee.lost."+word))
	}
	return heads
}

func lostCells(r *web.Request, s sheet, x text.Substitution) []string {
	column := ""
	if x.Column > 0 && x.Column <= len(s.heads) {
		column = s.heads[x.Column-1]
	}
	return []string{r.P.Number(x.Row), column, string(x.Rune), fmt.Sprintf("U+%04X", x.Rune), x.Wrote}
}

func writeLost(r *web.Request, out io.Writer, s sheet, lost []text.Substitution) error {
	c := text.NewCSV(out, text.UTF8BOM)
	if err := c.Row(lostHeads(r)...); err != nil {
		return err
	}
	for _, x := range lost {
		if err := c.Row(lostCells(r, s, x)...); err != nil {
			return err
		}
	}
	return nil
}

func joined(values []string) string { return strings.Join(values, "、") }
