package paper

import "koryu/internal/kit/pdf"

// Size names a sheet of labels.
type Size string

// The sheets: ten of 91×55 mm (名刺4号, what most holders take), eight of
// 105×74 mm (A7), four of 105×148 mm (A6, to hang around the neck).
const (
	Ten   Size = "10"
	Eight Size = "8"
	Four  Size = "4"
)

// Sizes are all sheets, the usual one first.
var Sizes = []Size{Ten, Eight, Four}

// sheet is how labels stand on A4, in mm.
type sheet struct {
	columns, rows         int
	width, height         float64 // of one label
	left, top             float64 // of the first one
	pageWidth, pageHeight float64
}

var sheets = map[Size]sheet{
	Ten:   {2, 5, 91, 55, 14, 11, 210, 297},
	Eight: {2, 4, 105, 74.25, 0, 0, 210, 297},
	Four:  {2, 2, 105, 148.5, 0, 0, 210, 297},
}

// PerPage is how many labels a sheet has; 0 for an unknown size.
func (s Size) PerPage() int { return sheets[s].columns * sheets[s].rows }

// at is the corner of the label in place n of a page, from 0.
func (s sheet) at(n int) (x, y float64) {
	return s.left + float64(n%s.columns)*s.width, s.top + float64(n/s.columns)*s.height
}

// cut draws where to cut: in the margins where there are any, else faint lines
// between the labels.
func (s sheet) cut(p *pdf.Page, dx, dy float64) {
	const line, reach, gap = 0.1, 6.0, 1.5
	right, bottom := s.left+float64(s.columns)*s.width, s.top+float64(s.rows)*s.height
	for i := range s.columns + 1 {
		x := s.left + float64(i)*s.width + dx
		if s.top == 0 {
			p.Line(x, 0, x, s.pageHeight, line, faint)
			continue
		}
		p.Line(x, s.top+dy-gap, x, s.top+dy-gap-reach, line, black)
		p.Line(x, bottom+dy+gap, x, bottom+dy+gap+reach, line, black)
	}
	for i := range s.rows + 1 {
		y := s.top + float64(i)*s.height + dy
		if s.left == 0 {
			p.Line(0, y, s.pageWidth, y, line, faint)
			continue
		}
		p.Line(s.left+dx-gap, y, s.left+dx-gap-reach, y, line, black)
		p.Line(right+dx+gap, y, right+dx+gap+reach, y, line, black)
	}
}
