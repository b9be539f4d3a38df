package text

import (
	"strings"
	"unicode"
)

// Clean prepares typed text for storage: white space (U+3000 too), zero-width
// spaces and byte order marks go from both ends, control characters other than
// newline and tab and broken UTF-8 go everywhere. The characters themselves
// stay as typed.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.TrimFunc(s, isBlank)
}

// isBlank tells white space and the invisible characters that copying leaves
// at the ends of a text.
func isBlank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff'
}

// Graphemes counts what a reader calls characters: a base with its marks and
// variation selectors, a flag, an emoji joined from several. It follows UAX #29
// but for Hangul syllables written in single letters and Indic conjuncts.
func Graphemes(s string) int {
	n := 0
	joined := false // the rune before joins this one to its grapheme
	flags := 0      // regional indicators in a row
	var before rune
	for _, r := range s {
		flag := '\U0001F1E6' <= r && r <= '\U0001F1FF'
		if flag {
			flags++
		} else {
			flags = 0
		}
		switch {
		case n > 0 && (extends(r) || joined):
		case before == '\r' && r == '\n':
		case flag && flags%2 == 0:
		default:
			n++
		}
		joined = r == '\u200d' && n > 0
		before = r
	}
	return n
}

// extends tells runes that never stand alone: marks, variation selectors, the
// zero-width joiner, skin tones, flag tags, half-width voicing marks.
func extends(r rune) bool {
	return unicode.In(r, unicode.M) ||
		r == '\u200c' || r == '\u200d' ||
		r == 'ﾞ' || r == 'ﾟ' ||
		'\U0001F3FB' <= r && r <= '\U0001F3FF' ||
		'\U000E0020' <= r && r <= '\U000E007F'
}
