package text

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/unicode/norm"
)

// Substitution tells of a character that a file could not hold.
type Substitution struct {
	Row, Column int    // of the cell, from 1; 0 outside of a table
	Index       int    // of the character in its text, in runes from 0
	Rune        rune   // what stands in the text
	Wrote       string // what stands in the file
}

// geta 〓 is the printer's mark for a missing character.
const geta = '〓'

// twins are characters that the code page knows under another code point, and
// that look the same; writing the twin is no substitution.
var twins = map[rune]rune{
	'〜': '～', '−': '－', '‖': '∥', '—': '―', '¢': '￠', '£': '￡', '¬': '￢', '¥': '￥', '‾': '￣',
}

// codePage maps a rune to its one or two bytes. Characters that the code page
// has twice get the code that Windows writes: JIS X 0208 first, then the NEC
// row 13, then the IBM extensions FA–FC. The NEC copies in rows ED and EE, which
// other systems do not read, and private use are left out.
var codePage = sync.OnceValue(func() map[rune][]byte {
	m := map[rune][]byte{}
	enter := func(code ...byte) {
		s, err := japanese.ShiftJIS.NewDecoder().Bytes(code)
		r, size := utf8.DecodeRune(s)
		if _, taken := m[r]; err == nil && r != utf8.RuneError && size == len(s) && !taken {
			m[r] = code
		}
	}
	for b := range 0x80 {
		enter(byte(b))
	}
	for kana := 0xa1; kana <= 0xdf; kana++ {
		enter(byte(kana))
	}
	for _, rows := range [][2]int{{0x81, 0x9f}, {0xe0, 0xea}, {0xfa, 0xfc}} {
		for hi := rows[0]; hi <= rows[1]; hi++ {
			for lo := 0x40; lo <= 0xfc; lo++ {
				enter(byte(hi), byte(lo))
			}
		}
	}
	for r, twin := range twins {
		m[r] = m[twin]
	}
	return m
})

// CP932 encodes s for Windows in Japan. Kana with a separate voicing mark are
// composed first. Characters outside the code page become 〓, and each is
// listed, by its index in s.
func CP932(s string) (b []byte, subs []Substitution) {
	page, runes := codePage(), []rune(s)
	b = make([]byte, 0, 2*len(runes))
	for i := 0; i < len(runes); i++ {
		at, r := i, runes[i]
		if i+1 < len(runes) {
			if composed, ok := voiced(r, runes[i+1]); ok {
				r = composed
				i++
			}
		}
		code, ok := page[r]
		if !ok {
			code = page[geta]
			subs = append(subs, Substitution{Index: at, Rune: r, Wrote: string(geta)})
		}
		b = append(b, code...)
	}
	return b, subs
}

// voiced composes a kana and a combining voicing mark, as macOS separates them.
// Nothing else is composed: NFC rewrites characters of names.
func voiced(kana, mark rune) (rune, bool) {
	if mark != '\u3099' && mark != '\u309a' || !unicode.In(kana, unicode.Hiragana, unicode.Katakana) {
		return 0, false
	}
	r, size := utf8.DecodeRuneInString(norm.NFC.String(string([]rune{kana, mark})))
	return r, size == utf8.RuneLen(r) && r != kana
}
