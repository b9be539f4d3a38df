package paper

import (
	"context"

	"koryu/internal/event"
	"koryu/internal/kit/pdf"
)

// ListOptions say who stands on the list.
type ListOptions struct{ Filter event.AttendeeFilter }

// List prepares the list for the door: by kana, a box to tick, room to write.
// It shows no address and no answer.
func (s *Service) List(ctx context.Context, j Job, o ListOptions) (Print, error) {
	f, err := face()
	if err != nil {
		return Print{}, err
	}
	who, err := s.attendees(ctx, j, TagOptions{Filter: o.Filter})
	if err != nil {
		return Print{}, err
	}
	lang := j.Printer.Lang()
	out := Print{Title: j.Printer.T("paper.list.title", "event", j.Event.TitleIn(lang)), Count: len(who), job: j, face: f}
	for _, a := range who {
		name := a.Person.DisplayName(lang)
		out.Warnings = append(out.Warnings, inspect(f, name, a.Registration.ID, name, a.Person.Kana(), a.Person.Affiliation)...)
	}
	if len(who) > 0 {
		out.First, out.Last = who[0].Person.DisplayName(lang), who[len(who)-1].Person.DisplayName(lang)
		out.Pages = (len(who) + listRows - 1) / listRows
	}
	pages := out.Pages
	out.draw = func(_ context.Context, d *pdf.Document) error {
		drawList(d, j, who, pages)
		return nil
	}
	return out, nil
}

// Measures of the list on A4, in mm. A row is high enough for a pen.
const (
	listLeft = 12.0
	listWide = 186.0
	listTop  = 39.0
	rowHigh  = 9.0
	listRows = 25
)

// listColumn is a column: the key of its head and its width.
type listColumn struct {
	key  string
	wide float64
}

var listColumns = []listColumn{
	{"tick", 11}, {"initial", 9}, {"kana", 37}, {"name", 43}, {"slot", 27}, {"affiliation", 35}, {"note", 24},
}

func drawList(d *pdf.Document, j Job, who []event.Attendee, pages int) {
	initial := ""
	for from := 0; from < len(who); from += listRows {
		p := d.Page(210, 297)
		listHead(d, p, j, len(who), from/listRows+1, pages)
		d.Tag("Table", func() {
			d.Tag("TR", func() { listRow(d, p, listTop, "TH", listHeads(j), pdf.Style{Size: 8.5, Bold: true, Colour: ink}) })
			for i, a := range who[from:min(from+listRows, len(who))] {
				y := listTop + rowHigh*float64(i+1)
				mark := a.Person.Initial()
				if mark == initial && i > 0 {
					mark = ""
				} else {
					initial = mark
				}
				p.Frame(listLeft+3.2, y+2.2, 4.6, 4.6, 0.3, ink)
				d.Tag("TR", func() { listRow(d, p, y, "TD", listCells(j, a, mark), pdf.Style{Size: 10, Colour: ink}) })
			}
		})
	}
}

func listHead(d *pdf.Document, p *pdf.Page, j Job, count, page, pages int) {
	lang, right := j.Printer.Lang(), listLeft+listWide
	number := j.Printer.T("paper.list.page", "n", page, "of", pages)
	title := fitText(d.Face(), j.Event.TitleIn(lang), listWide-40, 14, 16)
	d.Tag("H1", func() { title.draw(p, listLeft, 12, pdf.Style{Bold: true, Colour: ink}) })
	p.Text(right, 17, pdf.Style{Size: 9, Colour: ink, Align: pdf.Right}, number)
	d.Tag("P", func() {
		lead := fitText(d.Face(), j.Printer.T("paper.list.lead", "when", when(j, " "), "place", j.Event.Place.NameIn(lang), "n", count,
			"at", j.Printer.DateTime(j.Now)), listWide, 8, 9)
		lead.draw(p, listLeft, 15+title.height(), pdf.Style{Colour: ink})
	})
	band := sew(d, j.Band, 34, 3)
	band.place(p, right-band.width, 20)
	p.Text(listLeft, 288, pdf.Style{Size: 7.5, Colour: grey}, j.Printer.T("paper.list.foot"))
}

func listHeads(j Job) []string {
	var heads []string
	for _, c := range listColumns {
		heads = append(heads, j.Printer.T("paper.list."+c.key))
	}
	return heads
}

func listCells(j Job, a event.Attendee, initial string) []string {
	lang, note := j.Printer.Lang(), a.Registration.LateNote
	switch {
	case a.Registration.State != event.Confirmed:
		note = j.Printer.T("event.state." + string(a.Registration.State))
	case a.Registration.ArrivedAt != 0:
		note = j.Printer.T("paper.list.came", "at", j.Printer.Time(a.Registration.ArrivedAt.Time()))
	}
	return []string{"", initial, a.Person.Kana(), a.Person.DisplayName(lang), a.Slot.NameIn(lang), a.Person.Affiliation, note}
}

// listRow writes cells that shrink into their column, and the line below.
func listRow(d *pdf.Document, p *pdf.Page, y float64, tag string, cells []string, st pdf.Style) {
	x := listLeft
	for i, text := range cells {
		c := listColumns[i]
		own := st
		own.Bold = st.Bold || c.key == "name"
		d.Tag(tag, func() {
			if text != "" {
				b := fitText(d.Face(), text, c.wide-2, rowHigh-1.4, st.Size)
				b.draw(p, x+1, y+(rowHigh-b.height())/2, own)
			}
		})
		x += c.wide
	}
	p.Line(listLeft, y+rowHigh, listLeft+listWide, y+rowHigh, 0.15, grey)
}
