package paper

import "koryu/internal/kit/pdf"

// Band is one repeat of a kogin band: runs of stitches for each row.
type Band struct {
	Columns int
	Rows    [][][2]int
}

// Ink and the colours of roles: each dark enough for white words and for a
// black-and-white printer.
var (
	ink   = pdf.RGB(0x14213d)
	grey  = pdf.RGB(0x55606f)
	faint = pdf.RGB(0xb8bfc8)
	white = pdf.RGB(0xffffff)
	black = pdf.RGB(0x000000)
)

// sewn is a band of whole repeats, w mm long and about h mm high, kept as a
// stamp.
type sewn struct {
	stamp pdf.Stamp
	width float64
}

func sew(d *pdf.Document, b Band, w, h float64) sewn {
	if b.Columns == 0 || len(b.Rows) == 0 {
		return sewn{}
	}
	repeats := max(1, int(w/h*float64(len(b.Rows))/float64(b.Columns)+0.5))
	size := w / float64(b.Columns*repeats)
	rows := make([][][2]int, len(b.Rows))
	for y, runs := range b.Rows {
		for n := range repeats {
			for _, run := range runs {
				rows[y] = append(rows[y], [2]int{run[0] + n*b.Columns, run[1] + n*b.Columns})
			}
		}
	}
	return sewn{d.Stamp(w, size*float64(len(b.Rows)), func(p *pdf.Page) { p.Stitches(size, ink, rows) }), w}
}

// place draws the band with its left end at x.
func (s sewn) place(p *pdf.Page, x, y float64) {
	if s.width > 0 {
		p.Place(s.stamp, x, y, 1)
	}
}
