package paper

import (
	"context"
	"strconv"

	"koryu/internal/kit/pdf"
)

// Tables prepares cards for the tables: two on a page, how cards are exchanged
// in three steps, and a code that opens one's own card.
func (s *Service) Tables(_ context.Context, j Job) (Print, error) {
	f, err := face()
	if err != nil {
		return Print{}, err
	}
	lang := j.Printer.Lang()
	own := s.OrgURL(j) + "/me/card"
	out := Print{Title: j.Printer.T("paper.table.title", "event", j.Event.TitleIn(lang)), Pages: 1, job: j, face: f}
	out.Warnings = inspect(f, j.Event.TitleIn(lang), "", j.Event.TitleIn(lang))
	out.draw = func(_ context.Context, d *pdf.Document) error {
		p := d.Page(210, 297)
		band := sew(d, j.Band, 174, 7)
		for _, y := range []float64{0, 148.5} {
			drawTable(d, p, j, band, y, own)
		}
		p.Line(0, 148.5, 210, 148.5, 0.1, faint)
		return nil
	}
	return out, nil
}

func drawTable(d *pdf.Document, p *pdf.Page, j Job, band sewn, y float64, own string) {
	const left, wide, code = 18.0, 174.0, 46.0
	band.place(p, (210-band.width)/2, y+12)
	put := func(tag, s string, top, room, high, most float64, bold bool) {
		t := fitText(d.Face(), s, room, high, most)
		d.Tag(tag, func() { t.draw(p, left, y+top, pdf.Style{Bold: bold, Colour: ink}) })
	}
	put("P", j.Event.TitleIn(j.Printer.Lang()), 24, wide, 8, 11, false)
	put("H1", j.Printer.T("paper.table.head"), 34, wide, 16, 34, true)
	room := wide - code - 14
	for n := 1; n <= 3; n++ {
		at := 54 + 22*float64(n-1)
		p.Circle(left+5, y+at+6, 4.8, 0.5, ink)
		p.Text(left+5, y+at+8, pdf.Style{Size: 15, Bold: true, Colour: ink, Align: pdf.Middle}, strconv.Itoa(n))
		t := fitText(d.Face(), j.Printer.T("paper.table.step."+strconv.Itoa(n)), room-16, 19, 15)
		d.Tag("P", func() { t.draw(p, left+15, y+at+6-min(t.height()/2, 4), pdf.Style{Colour: ink}) })
	}
	drawCode(p, left+wide-code, y+58, code, own, j.Printer.T("paper.table.code"))
	t := fitText(d.Face(), j.Printer.T("paper.table.code"), code+8, 10, 10.5)
	d.Tag("P", func() { t.draw(p, left+wide-code, y+111, pdf.Style{Bold: true, Colour: ink}) })
}
