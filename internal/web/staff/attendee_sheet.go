package staff

import (
	"net/http"
	"time"

	"github.com/xuri/excelize/v2"

	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/web"
)

// cell is a text or a moment. Everything that looks like a number to a
// spreadsheet (codes, answers) is still a text.
type cell struct {
	words string
	at    db.Instant
}

func (c cell) text() string {
	if c.at != 0 {
		return c.at.Time().In(clock.JST).Format("2006-01-02 15:04")
	}
	return c.words
}

// sheet is the shape of an export: the columns and how a line fills them.
type sheet struct {
	heads []string
	row   func(event.Attendee) []cell
}

// exportColumns are the machine names of the columns; the words of the page
// stand under staff.attendee.export.<name>.
var exportColumns = []string{"code", "state", "slot", "family", "given", "kana_family", "kana_given", "email", "affiliation",
	"applied_at", "confirmed_at", "ended_at", "reason", "arrived_at", "late_note", "via", "language"}

// newSheet has a column for each of the organiser's questions after its own.
func newSheet(r *web.Request, e event.Event, names bool) sheet {
	var s sheet
	for _, name := range exportColumns {
		if !names {
			name = r.P.T("staff.attendee.export." + name)
		}
		s.heads = append(s.heads, name)
	}
	for _, q := range e.Questions {
		head := q.LabelIn(r.Lang)
		if names {
			head = "q_" + q.ID
		}
		s.heads = append(s.heads, head)
	}
	s.row = func(a event.Attendee) []cell {
		x, who := a.Registration, a.Person
		state := r.P.T("event.state." + string(x.State))
		if names {
			state = string(x.State)
		}
		cells := []cell{{words: x.Code()}, {words: state}, {words: a.Slot.NameIn(r.Lang)}, {words: who.Family}, {words: who.Given},
			{words: who.KanaFamily}, {words: who.KanaGiven}, {words: who.Email}, {words: who.Affiliation},
			{at: x.CreatedAt}, {at: x.ConfirmedAt}, {at: x.CancelledAt}, {words: x.CancelReason}, {at: x.ArrivedAt}, {words: x.LateNote},
			{words: x.Via}, {words: string(x.Lang)}}
		for _, q := range e.Questions {
			cells = append(cells, cell{words: joined(q.AnswerText(x.Answers[q.ID]))})
		}
		return cells
	}
	return s
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// writeXLSX writes the list as a workbook.
func (p *Pages) writeXLSX(w http.ResponseWriter, r *web.Request, m exportModel, s sheet, name string) error {
	return writeBook(w, r, s.heads, name, func(line func([]cell) error) error {
		return p.Events.EachAttendee(r.Context(), r.Org.ID, m.Event.ID, m.Query.filter(m.Event), func(a event.Attendee) error {
			return line(s.row(a))
		})
	})
}

// writeBook writes a workbook of one sheet: first row frozen, texts as texts,
// moments as moments, no formula anywhere. Rows go through a stream writer, so
// that the list does not have to fit into memory.
func writeBook(w http.ResponseWriter, r *web.Request, heads []string, name string, each func(line func([]cell) error) error) error {
	book := excelize.NewFile()
	defer book.Close()
	const page = "Sheet1"
	out, err := book.NewStreamWriter(page)
	if err != nil {
		return err
	}
	format := "yyyy-mm-dd hh:mm"
	moment, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return err
	}
	words, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // "@": text
	if err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := out.SetColWidth(1, len(heads), 16); err != nil {
		return err
	}
	first := make([]any, len(heads))
	for i, h := range heads {
		first[i] = excelize.Cell{StyleID: bold, Value: h}
	}
	if err := out.SetRow("A1", first); err != nil {
		return err
	}
	line := 1
	err = each(func(cells []cell) error {
		line++
		values := make([]any, len(cells))
		for i, c := range cells {
			switch {
			case c.at != 0:
				values[i] = excelize.Cell{StyleID: moment, Value: wallClock(c.at)}
			case c.words != "":
				values[i] = excelize.Cell{StyleID: words, Value: c.words}
			}
		}
		at, err := excelize.CoordinatesToCellName(1, line)
		if err != nil {
			return err
		}
		return out.SetRow(at, values)
	})
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	_, err = book.WriteTo(web.Download(w, r, name+".xlsx", xlsxType))
	return err
}

// wallClock is what a clock in Japan showed; spreadsheets know no zones.
func wallClock(i db.Instant) time.Time {
	t := i.Time().In(clock.JST)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
}
