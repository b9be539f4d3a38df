package paper

import (
	"koryu/internal/event"
	"koryu/internal/kit/pdf"
	"koryu/internal/kit/qr"
)

// tag is what stands on one name tag.
type tag struct {
	name, kana, affiliation string
	role, slot              string
	kind                    event.SlotKind
	card                    string // address of the card, "" for none
	photo                   bool   // photos are welcome
	blank                   bool   // for somebody who comes without notice
}

// tagWords are the words that all tags of a sheet share.
type tagWords struct {
	title, photoYes, photoNo, name, affiliation string
	card                                        string // what a screen reader says of the code
}

// tagger draws tags of one size.
type tagger struct {
	doc    *pdf.Document
	w, h   float64
	u      float64 // 1 on a label of 91×55 mm
	band   sewn
	words  tagWords
	photos bool
}

// Measures of a tag of 91×55 mm, in mm. The code with its quiet zone stays
// clear of everything else.
const (
	margin   = 4.0
	codeSide = 20.0
	codeGap  = 3.0
	nameTop  = 10.4
	nameFoot = 25.8 // from the bottom of the tag
)

// nameBox is where the name goes, from the corner of the tag.
func (t *tagger) nameBox() (x, y, w, h float64) {
	return margin * t.u, nameTop * t.u, t.w - 2*margin*t.u, t.h - (nameTop+nameFoot)*t.u
}

// fit sets a name; a large tag is read from further away.
func (t *tagger) fit(name string) block {
	_, _, w, h := t.nameBox()
	return fitName(t.doc.Face(), name, w, h, max(36*t.u, min(64, h)))
}

func (t *tagger) draw(p *pdf.Page, x, y float64, g tag) {
	u, left := t.u, x+margin*t.u
	t.band.place(p, x+(t.w-t.band.width)/2, y+2.2*u)
	t.doc.Tag("Sect", func() {
		t.person(p, x, y, g)
		wide := t.w - 2*margin*u
		if g.card != "" {
			t.code(p, x, y, g)
			wide -= (codeSide + codeGap) * u
		}
		t.affiliation(p, left, y, wide, g)
		t.role(p, left, y+t.h-13.6*u, wide, g)
		t.doc.Tag("P", func() {
			b := fitText(t.doc.Face(), t.words.title, wide, 4.3*u, 6.5*u)
			b.draw(p, left, y+t.h-7*u, pdf.Style{Colour: grey})
		})
	})
}

// person is reading and name, or a line to write on.
func (t *tagger) person(p *pdf.Page, x, y float64, g tag) {
	bx, by, bw, bh := t.nameBox()
	if g.blank {
		t.doc.Tag("P", func() { p.Text(x+bx, y+by, pdf.Style{Size: 7 * t.u, Colour: grey}, t.words.name) })
		p.Line(x+bx, y+by+bh-1.5*t.u, x+bx+bw, y+by+bh-1.5*t.u, 0.2, grey)
		return
	}
	name := t.fit(g.name)
	top := y + by + (bh-name.height())/2
	if g.kana != "" {
		kana := fitText(t.doc.Face(), g.kana, bw, 3.4*t.u, 9*t.u)
		t.doc.Tag("P", func() { kana.draw(p, x+bx, top-kana.height()-0.5*t.u, pdf.Style{Colour: grey}) })
	}
	t.doc.Tag("H1", func() { name.draw(p, x+bx, top, pdf.Style{Bold: true, Colour: ink}) })
}

func (t *tagger) affiliation(p *pdf.Page, left, y, wide float64, g tag) {
	top := y + t.h - 24.2*t.u
	switch {
	case g.blank:
		t.doc.Tag("P", func() { p.Text(left, top+3*t.u, pdf.Style{Size: 7 * t.u, Colour: grey}, t.words.affiliation) })
		p.Line(left, top+8.6*t.u, left+wide, top+8.6*t.u, 0.2, grey)
	case g.affiliation != "":
		t.doc.Tag("P", func() {
			b := fitText(t.doc.Face(), g.affiliation, wide, 9.4*t.u, 11*t.u)
			b.draw(p, left, top+(9.4*t.u-b.height())/2, pdf.Style{Colour: ink})
		})
	}
}

// role is the word on the colour of the role, and beside it what the person
// said about photos. The word says it all where colours cannot be seen.
func (t *tagger) role(p *pdf.Page, x, y, wide float64, g tag) {
	const high = 6.2
	u := t.u
	word := g.role
	if g.slot != "" {
		word = g.slot
	}
	room := wide
	if t.photos {
		room -= 24 * u
	}
	b := fitText(t.doc.Face(), word, room-4*u, (high-0.8)*u, 11*u)
	w := 0.0
	for _, l := range b.Lines {
		w = max(w, t.doc.Face().Width(l, b.Size))
	}
	w += 4 * u
	words := white
	switch g.kind {
	case event.ForSpeakers:
		p.Fill(x, y, w, high*u, pdf.RGB(0xa3182b))
	case event.ForStaff:
		p.Fill(x, y, w, high*u, pdf.RGB(0x14532d))
	default:
		words = ink
		p.Frame(x+0.25*u, y+0.25*u, w-0.5*u, (high-0.5)*u, 0.5*u, ink)
	}
	t.doc.Tag("P", func() {
		b.draw(p, x+2*u, y+(high*u-b.height())/2, pdf.Style{Bold: true, Colour: words})
	})
	if t.photos {
		t.photo(p, x+w+2.5*u, y+0.6*u, g)
	}
}

// photo is a camera with the word that goes with it; the camera of who wants
// no photos is crossed out. On a blank tag both can be ticked.
func (t *tagger) photo(p *pdf.Page, x, y float64, g tag) {
	u := t.u
	st := pdf.Style{Size: 8 * u, Bold: true, Colour: ink}
	if g.blank {
		st.Bold, st.Size = false, 7*u
		for i, word := range []string{t.words.photoYes, t.words.photoNo} {
			top := y - 0.4*u + float64(i)*3*u
			p.Frame(x, top, 2.2*u, 2.2*u, 0.2, ink)
			t.doc.Tag("P", func() { p.Text(x+3.2*u, top+2*u, st, word) })
		}
		return
	}
	word := t.words.photoNo
	if g.photo {
		word = t.words.photoYes
	}
	p.Frame(x, y+1.1*u, 6*u, 3.9*u, 0.4*u, ink)
	p.Fill(x+1.9*u, y+0.2*u, 2.2*u, 1*u, ink)
	p.Circle(x+3*u, y+3.05*u, 1.2*u, 0.4*u, ink)
	if !g.photo {
		p.Line(x-0.4*u, y+5.4*u, x+6.4*u, y+0.1*u, 1.5*u, white)
		p.Line(x-0.4*u, y+5.4*u, x+6.4*u, y+0.1*u, 0.6*u, ink)
	}
	t.doc.Tag("P", func() {
		b := fitText(t.doc.Face(), word, 15*u, 5*u, st.Size)
		b.draw(p, x+7.6*u, y+(5*u-b.height())/2, st)
	})
}

func (t *tagger) code(p *pdf.Page, x, y float64, g tag) {
	side := codeSide * t.u
	drawCode(p, x+t.w-margin*t.u-side, y+t.h-3.6*t.u-side, side, g.card, t.words.card)
}

// drawCode draws a QR code with a side of so many mm. An address is always
// short enough for one.
func drawCode(p *pdf.Page, x, y, side float64, text, alt string) {
	grid, err := qr.GridOf(text)
	if err != nil {
		return
	}
	p.Figure(alt, func() {
		p.Dots(x, y, side, side, grid.Size, grid.Size, func(c, r int) bool { return grid.Black(c, r) })
	})
}
