package pdf

import (
	"bytes"
	"fmt"
	"strconv"
)

// Colour is red, green and blue from 0 to 1.
type Colour struct{ R, G, B float64 }

// RGB is a colour as the style sheets write it, 0xRRGGBB.
func RGB(hex uint32) Colour {
	return Colour{float64(hex>>16&255) / 255, float64(hex>>8&255) / 255, float64(hex&255) / 255}
}

// Align says which side of a line its x is.
type Align int

// Lines start at x, have x in their middle, or end there.
const (
	Left Align = iota
	Middle
	Right
)

// Style is how a line of text is set: its size in points, bold or not.
type Style struct {
	Size   float64
	Bold   bool
	Colour Colour
	Align  Align
}

// boldness is how much of the size a bold outline gains. Bold is the regular
// face with its outline drawn, so that characters of every font of the chain
// gain the same.
const boldness = 0.028

// Page is a page, or a stamp, being drawn; x and y are millimetres from its
// top left corner.
type Page struct {
	doc           *Document
	width, height float64
	ops           bytes.Buffer
	object        int
	marks         []*element // by number of the marked content
	open          bool       // inside a figure: what is drawn is part of it
}

// num writes a number as short as it may be.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	if s == "-0" {
		return "0"
	}
	return s
}

func (p *Page) x(mm float64) string { return num(mm / mmPerPoint) }
func (p *Page) y(mm float64) string { return num((p.height - mm) / mmPerPoint) }

// Text draws one line with its baseline at y. It is read aloud as part of the
// element that is open, and is decoration where none is.
func (p *Page) Text(x, y float64, st Style, s string) {
	line := p.doc.face.shape(s)
	if len(line) == 0 {
		return
	}
	switch w := p.doc.face.Width(s, st.Size); st.Align {
	case Middle:
		x -= w / 2
	case Right:
		x -= w
	}
	p.mark(func() {
		c := fmt.Sprintf("%s %s %s", num(st.Colour.R), num(st.Colour.G), num(st.Colour.B))
		fmt.Fprintf(&p.ops, "q BT %s rg ", c)
		if st.Bold {
			fmt.Fprintf(&p.ops, "%s RG %s w 1 j 2 Tr ", c, num(st.Size*boldness))
		}
		fmt.Fprintf(&p.ops, "%s %s Td ", p.x(x), p.y(y))
		for i := 0; i < len(line); {
			s := p.doc.subsetOf(line[i].font)
			fmt.Fprintf(&p.ops, "/F%d %s Tf <", s, num(st.Size))
			for ; i < len(line) && p.doc.subsetOf(line[i].font) == s; i++ {
				fmt.Fprintf(&p.ops, "%04X", p.doc.subsets[s].number(line[i].r))
			}
			p.ops.WriteString("> Tj ")
		}
		p.ops.WriteString("ET Q\n")
	})
}

func (d *Document) subsetOf(f *Font) int {
	for i, s := range d.subsets {
		if s.font == f {
			return i
		}
	}
	return 0
}

// Fill draws a filled rectangle.
func (p *Page) Fill(x, y, w, h float64, c Colour) {
	p.decorate("%s %s %s rg %s %s %s %s re f", num(c.R), num(c.G), num(c.B), p.x(x), p.y(y+h), num(w/mmPerPoint), num(h/mmPerPoint))
}

// Frame draws the outline of a rectangle, line mm thick.
func (p *Page) Frame(x, y, w, h, line float64, c Colour) {
	p.decorate("%s %s %s RG %s w %s %s %s %s re S", num(c.R), num(c.G), num(c.B), num(line/mmPerPoint), p.x(x), p.y(y+h), num(w/mmPerPoint), num(h/mmPerPoint))
}

// Line draws a line of a thickness.
func (p *Page) Line(x1, y1, x2, y2, line float64, c Colour) {
	p.decorate("%s %s %s RG %s w %s %s m %s %s l S", num(c.R), num(c.G), num(c.B), num(line/mmPerPoint), p.x(x1), p.y(y1), p.x(x2), p.y(y2))
}

// Circle draws the outline of a circle around x, y.
func (p *Page) Circle(x, y, r, line float64, c Colour) {
	const k = 0.5523 // of the radius, where a curve's handles stand
	p.decorate("%s %s %s RG %s w %s %s m %s %s %s %s %s %s c %s %s %s %s %s %s c %s %s %s %s %s %s c %s %s %s %s %s %s c s",
		num(c.R), num(c.G), num(c.B), num(line/mmPerPoint), p.x(x+r), p.y(y),
		p.x(x+r), p.y(y+k*r), p.x(x+k*r), p.y(y+r), p.x(x), p.y(y+r),
		p.x(x-k*r), p.y(y+r), p.x(x-r), p.y(y+k*r), p.x(x-r), p.y(y),
		p.x(x-r), p.y(y-k*r), p.x(x-k*r), p.y(y-r), p.x(x), p.y(y-r),
		p.x(x+k*r), p.y(y-r), p.x(x+r), p.y(y-k*r), p.x(x+r), p.y(y))
}

// Dots draws a picture of black squares in w by h mm, columns by rows, where
// black says so: a code that no printer driver smooths.
func (p *Page) Dots(x, y, w, h float64, columns, rows int, black func(column, row int) bool) {
	var bits bytes.Buffer
	for row := range rows {
		for from := 0; from < columns; from += 8 {
			var b byte
			for i := range 8 {
				if from+i >= columns || !black(from+i, row) {
					b |= 128 >> i
				}
			}
			fmt.Fprintf(&bits, "%02X", b)
		}
	}
	p.decorate("0 0 0 rg %s 0 0 %s %s %s cm BI /IM true /W %d /H %d /BPC 1 /F /AHx ID\n%s>\nEI",
		num(w/mmPerPoint), num(h/mmPerPoint), p.x(x), p.y(y+h), columns, rows, bits.Bytes())
}

// Stamp is a drawing that a document holds once and pages place many times.
type Stamp struct {
	number        int
	width, height float64
}

// Stamp keeps what draw draws on w by h mm. It is decoration wherever it
// stands: text in it is not read aloud.
func (d *Document) Stamp(w, h float64, draw func(*Page)) Stamp {
	s := &Page{doc: d, width: w, height: h, open: true}
	draw(s)
	d.stamps = append(d.stamps, s)
	return Stamp{number: len(d.stamps) - 1, width: w, height: h}
}

// Place draws a stamp with its top left corner at x, y, scaled.
func (p *Page) Place(s Stamp, x, y, scale float64) {
	p.decorate("%s 0 0 %s %s %s cm /S%d Do", num(scale), num(scale), p.x(x), p.y(y+s.height*scale), s.number)
}

// Stitches draws runs of stitches in cells of size mm: row by row, each run
// from one column up to another.
func (p *Page) Stitches(size float64, c Colour, rows [][][2]int) {
	var path bytes.Buffer
	for y, runs := range rows {
		for _, run := range runs {
			fmt.Fprintf(&path, "%s %s m %s %s l ", p.x(float64(run[0])*size), p.y((float64(y)+.5)*size), p.x(float64(run[1])*size), p.y((float64(y)+.5)*size))
		}
	}
	p.decorate("%s %s %s RG %s w %sS", num(c.R), num(c.G), num(c.B), num(size*0.7/mmPerPoint), path.Bytes())
}

// decorate writes operators that no reader speaks of, unless a figure is open.
func (p *Page) decorate(format string, values ...any) {
	if p.open {
		fmt.Fprintf(&p.ops, "q "+format+" Q\n", values...)
		return
	}
	fmt.Fprintf(&p.ops, "/Artifact BMC q "+format+" Q EMC\n", values...)
}
