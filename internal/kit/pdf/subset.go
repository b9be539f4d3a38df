package pdf

import "bytes"

// subset is what a document uses of one font. Each character has a number of
// its own, so that copied text is exactly what was drawn; the parts of
// composite glyphs come after them.
type subset struct {
	font    *Font
	numbers map[rune]uint16
	glyphs  []uint16 // by number; 0 is the box for "no glyph"
	runes   []rune   // by number
}

func newSubset(f *Font) *subset {
	return &subset{font: f, numbers: map[rune]uint16{}, glyphs: []uint16{0}, runes: []rune{0}}
}

func (s *subset) number(r rune) uint16 {
	n, known := s.numbers[r]
	if !known {
		n = uint16(len(s.glyphs))
		s.numbers[r] = n
		s.glyphs = append(s.glyphs, s.font.glyph(r))
		s.runes = append(s.runes, r)
	}
	return n
}

// Flags of the parts of a composite glyph.
const (
	wordArguments = 1 << 0
	hasScale      = 1 << 3
	moreParts     = 1 << 5
	hasTwoScales  = 1 << 6
	hasMatrix     = 1 << 7
)

// parts calls fn with the place of each glyph number in a composite outline.
func parts(outline []byte, fn func(place []byte)) {
	if len(outline) == 0 || int16(be.Uint16(outline)) >= 0 {
		return
	}
	for at, flags := 10, uint16(moreParts); flags&moreParts != 0; {
		flags = be.Uint16(outline[at:])
		fn(outline[at+2 : at+4])
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&hasScale != 0:
			at += 2
		case flags&hasTwoScales != 0:
			at += 4
		case flags&hasMatrix != 0:
			at += 8
		}
	}
}

// file is a TrueType font of the used glyphs.
func (s *subset) file() []byte {
	all := append([]uint16(nil), s.glyphs...)
	extra := map[uint16]uint16{} // glyph of the font → number, for parts
	var glyf, loca, hmtx bytes.Buffer
	for i := 0; i < len(all); i++ {
		write32(&loca, uint32(glyf.Len()))
		write16(&hmtx, uint16(s.font.metric(all[i], 0)), uint16(s.font.metric(all[i], 2)))
		outline := bytes.Clone(s.font.outline(all[i]))
		parts(outline, func(place []byte) {
			glyph := be.Uint16(place)
			n, known := extra[glyph]
			if !known {
				n = uint16(len(all))
				extra[glyph] = n
				all = append(all, glyph)
			}
			be.PutUint16(place, n)
		})
		glyf.Write(outline)
		glyf.Write(make([]byte, -len(outline)&3))
	}
	write32(&loca, uint32(glyf.Len()))
	head, hhea, maxp := bytes.Clone(s.font.tables["head"]), bytes.Clone(s.font.tables["hhea"]), bytes.Clone(s.font.tables["maxp"])
	be.PutUint32(head[8:], 0)
	be.PutUint16(hhea[34:], uint16(len(all)))
	be.PutUint16(maxp[4:], uint16(len(all)))
	return assemble([]table{{"glyf", glyf.Bytes()}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx.Bytes()}, {"loca", loca.Bytes()}, {"maxp", maxp}})
}

// metric is the advance (at 0) or the left bearing (at 2) of a glyph. Glyphs
// after the last metric share its advance and have bearings only.
func (f *Font) metric(glyph uint16, at int) uint16 {
	hmtx, n := f.tables["hmtx"], int(glyph)
	switch {
	case n < f.numMetrics:
		return be.Uint16(hmtx[4*n+at:])
	case at == 0:
		return be.Uint16(hmtx[4*(f.numMetrics-1):])
	}
	return be.Uint16(hmtx[4*f.numMetrics+2*(n-f.numMetrics):])
}

type table struct {
	tag  string
	body []byte
}

// assemble puts tables, sorted by tag, into one file.
func assemble(tables []table) []byte {
	var out bytes.Buffer
	write32(&out, 0x00010000)
	power := 1
	for power*2 <= len(tables) {
		power *= 2
	}
	steps := 0
	for 1<<steps < power {
		steps++
	}
	write16(&out, uint16(len(tables)), uint16(16*power), uint16(steps), uint16(16*(len(tables)-power)))
	at := 12 + 16*len(tables)
	for _, t := range tables {
		out.WriteString(t.tag)
		write32(&out, checksum(t.body), uint32(at), uint32(len(t.body)))
		at += len(t.body) + -len(t.body)&3
	}
	for _, t := range tables {
		out.Write(t.body)
		out.Write(make([]byte, -len(t.body)&3))
	}
	return out.Bytes()
}

func checksum(b []byte) (sum uint32) {
	for i := 0; i < len(b); i += 4 {
		var word [4]byte
		copy(word[:], b[i:])
		sum += be.Uint32(word[:])
	}
	return sum
}

func write16(b *bytes.Buffer, values ...uint16) {
	for _, v := range values {
		b.Write([]byte{byte(v >> 8), byte(v)})
	}
}

func write32(b *bytes.Buffer, values ...uint32) {
	for _, v := range values {
		b.Write([]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
	}
}
