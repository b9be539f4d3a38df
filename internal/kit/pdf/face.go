package pdf

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// substitute (下駄) stands where no font has the character, as printers have
// put it since movable type.
const substitute = '〓'

// Face is a chain of fonts that are asked in order.
type Face struct{ fonts []*Font }

// NewFace makes a face; the first font must have 〓.
func NewFace(fonts ...*Font) *Face { return &Face{fonts: fonts} }

// drawn is a character with the font it is taken from.
type drawn struct {
	r    rune
	font *Font
}

// shape turns text into what is drawn, in order.
func (f *Face) shape(s string) []drawn {
	var line []drawn
	var before rune
	for _, r := range norm.NFC.String(s) {
		if formOnly(r) || skinTone(r) && emoji(before) {
			continue
		}
		before = r
		if unicode.IsSpace(r) && r != '\u3000' {
			r = ' '
		}
		if font := f.fontOf(r); font != nil {
			line = append(line, drawn{r, font})
		} else {
			line = append(line, drawn{substitute, f.fonts[0]})
		}
	}
	return line
}

func (f *Face) fontOf(r rune) *Font {
	for _, font := range f.fonts {
		if font.glyph(r) != 0 {
			return font
		}
	}
	return nil
}

// Lacks returns the characters of s that no font has, each once.
func (f *Face) Lacks(s string) []rune {
	var lacks []rune
	for _, r := range norm.NFC.String(s) {
		if !formOnly(r) && !unicode.IsSpace(r) && f.fontOf(r) == nil && !slices.Contains(lacks, r) {
			lacks = append(lacks, r)
		}
	}
	return lacks
}

// Variants returns the kanji of s whose form was chosen by a variation
// selector: they are printed in their usual form.
func Variants(s string) []rune {
	var chosen []rune
	var before rune
	for _, r := range s {
		if r >= 0xE0100 && r <= 0xE01EF && unicode.Is(unicode.Han, before) && !slices.Contains(chosen, before) {
			chosen = append(chosen, before)
		}
		before = r
	}
	return chosen
}

// Width is the width of s in mm at a size in points.
func (f *Face) Width(s string, size float64) float64 {
	w := 0.0
	for _, d := range f.shape(s) {
		w += d.font.advance(d.font.glyph(d.r))
	}
	return w / 1000 * size * mmPerPoint
}

// formOnly characters choose the form or direction of others and are not drawn.
func formOnly(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF || r == 0xFEFF || r == 0x00AD ||
		unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r)
}

func skinTone(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }

func emoji(r rune) bool { return r >= 0x1F300 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF }

// Plain is s as it is drawn: normalised, and 〓 where no font helps.
func (f *Face) Plain(s string) string {
	var b strings.Builder
	for _, d := range f.shape(s) {
		b.WriteRune(d.r)
	}
	return b.String()
}
