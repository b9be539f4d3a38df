package pdf

import (
	"strings"
	"unicode"
)

// Characters that a Japanese line must not begin or end with (禁則).
const (
	neverFirst = "、。，．,.・：；:;！？!?」』）】〉》〕］}”’)]ーゝゞ々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥％%〜～"
	neverLast  = "「『（【〈《〔［{“‘([＃#￥"
)

// Wrap breaks text into lines of at most width mm, after Japanese rules: between
// any two kanji or kana, at spaces in other scripts, inside a word only when it
// is wider than a line. Line breaks of the text stay.
func (f *Face) Wrap(s string, size, width float64) []string {
	var lines []string
	for line := range strings.Lines(s) {
		lines = append(lines, f.wrapLine(strings.TrimSpace(line), size, width)...)
	}
	return lines
}

func (f *Face) wrapLine(s string, size, width float64) []string {
	var lines []string
	line := ""
	put := func(piece string) {
		if line != "" && f.Width(strings.TrimRight(line+piece, " "), size) > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
			piece = strings.TrimLeft(piece, " ")
		}
		line += piece
	}
	for _, piece := range pieces(s) {
		if f.Width(strings.TrimSpace(piece), size) <= width {
			put(piece)
			continue
		}
		for _, cluster := range clusters(piece) {
			put(cluster)
		}
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// Balance breaks like Wrap and makes the lines alike in length: the narrowest
// measure that needs no more lines and breaks no more words.
func (f *Face) Balance(s string, size, width float64) []string {
	lines := f.Wrap(s, size, width)
	low, high := min(width, f.widest(pieces(s), size)), width
	for range 12 {
		middle := (low + high) / 2
		tried := f.Wrap(s, size, middle)
		if len(tried) > len(lines) || f.widest(tried, size) > middle {
			low = middle
			continue
		}
		lines, high = tried, middle
	}
	return lines
}

// Whole tells that lines of width mm hold s without breaking a word.
func (f *Face) Whole(s string, size, width float64) bool { return f.widest(pieces(s), size) <= width }

func (f *Face) widest(lines []string, size float64) float64 {
	w := 0.0
	for _, l := range lines {
		w = max(w, f.Width(strings.TrimRight(l, " "), size))
	}
	return w
}

// pieces cuts text where a line may end.
func pieces(s string) []string {
	var list []string
	piece := ""
	var before rune
	for _, c := range clusters(s) {
		r := []rune(c)[0]
		if piece != "" && mayBreak(before, r) {
			list = append(list, piece)
			piece = ""
		}
		piece += c
		before = r
	}
	if piece != "" {
		list = append(list, piece)
	}
	return list
}

// clusters are characters with the marks and selectors that belong to them.
func clusters(s string) []string {
	var list []string
	joined := false
	for _, r := range s {
		mark := unicode.Is(unicode.Mn, r) || formOnly(r) || skinTone(r)
		if len(list) > 0 && (mark || joined) {
			list[len(list)-1] += string(r)
		} else {
			list = append(list, string(r))
		}
		joined = r == '\u200d'
	}
	return list
}

func mayBreak(before, r rune) bool {
	switch {
	case strings.ContainsRune(neverFirst, r) || strings.ContainsRune(neverLast, before) || unicode.IsSpace(r):
		return false
	case unicode.IsSpace(before):
		return true
	case before == '-' || before == '/':
		return unicode.IsLetter(r)
	}
	return wide(before) || wide(r)
}

// wide characters need no space between words.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x30FF || r >= 0xFF00 && r <= 0xFFEF || emoji(r)
}
