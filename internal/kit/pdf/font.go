package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Font is a TrueType font with the tables that assets/fonts.mjs leaves in it.
type Font struct {
	name            string
	tables          map[string][]byte
	unitsPerEm      int
	ascent, descent int
	bounds          [4]int16
	numGlyphs       int
	numMetrics      int
	groups          []group // sorted by from
}

// group maps the characters from…to to glyphs.
type group struct{ from, to, glyph uint32 }

var be = binary.BigEndian

var errFont = errors.New("pdf: not a TrueType font with cmap format 12")

// ParseFont reads a font. The name is what the file calls it.
func ParseFont(name string, file []byte) (f *Font, err error) {
	defer func() { // a table that is too short
		if recover() != nil {
			f, err = nil, fmt.Errorf("%w: %s", errFont, name)
		}
	}()
	file = slices.Clip(file)
	f = &Font{name: name, tables: map[string][]byte{}}
	for i := range int(be.Uint16(file[4:])) {
		entry := file[12+16*i:]
		at, n := be.Uint32(entry[8:]), be.Uint32(entry[12:])
		f.tables[string(entry[:4])] = file[at : at+n]
	}
	for _, table := range []string{"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"} {
		if f.tables[table] == nil {
			return nil, fmt.Errorf("%w: %s has no %s", errFont, name, table)
		}
	}
	head, hhea := f.tables["head"], f.tables["hhea"]
	if be.Uint16(head[50:]) != 1 {
		return nil, fmt.Errorf("%w: %s has short offsets", errFont, name)
	}
	f.unitsPerEm = int(be.Uint16(head[18:]))
	for i := range f.bounds {
		f.bounds[i] = int16(be.Uint16(head[36+2*i:]))
	}
	f.ascent, f.descent = int(int16(be.Uint16(hhea[4:]))), int(int16(be.Uint16(hhea[6:])))
	f.numMetrics = int(be.Uint16(hhea[34:]))
	f.numGlyphs = int(be.Uint16(f.tables["maxp"][4:]))
	return f, f.readCharacters()
}

func (f *Font) readCharacters() error {
	cmap := f.tables["cmap"]
	for i := range int(be.Uint16(cmap[2:])) {
		sub := cmap[be.Uint32(cmap[4+8*i+4:]):]
		if be.Uint16(sub) != 12 {
			continue
		}
		for k := range int(be.Uint32(sub[12:])) {
			g := sub[16+12*k:]
			f.groups = append(f.groups, group{be.Uint32(g), be.Uint32(g[4:]), be.Uint32(g[8:])})
		}
		return nil
	}
	return fmt.Errorf("%w: %s", errFont, f.name)
}

// glyph is the font's glyph of a character; 0 where it has none.
func (f *Font) glyph(r rune) uint16 {
	c := uint32(r)
	i, found := slices.BinarySearchFunc(f.groups, c, func(g group, c uint32) int {
		switch {
		case g.to < c:
			return -1
		case g.from > c:
			return 1
		}
		return 0
	})
	if !found {
		return 0
	}
	return uint16(f.groups[i].glyph + c - f.groups[i].from)
}

// advance is the width of a glyph in thousandths of the size.
func (f *Font) advance(glyph uint16) float64 {
	i := min(int(glyph), f.numMetrics-1)
	return float64(be.Uint16(f.tables["hmtx"][4*i:])) * 1000 / float64(f.unitsPerEm)
}

func (f *Font) outline(glyph uint16) []byte {
	loca := f.tables["loca"]
	return f.tables["glyf"][be.Uint32(loca[4*int(glyph):]):be.Uint32(loca[4*int(glyph)+4:])]
}

// thousandth turns font units into thousandths of the size.
func (f *Font) thousandth(units int) int { return units * 1000 / f.unitsPerEm }
