package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The katakana from ァ to ヶ stand at this distance from their hiragana.
const kanaShift = 'ァ' - 'ぁ'

func toHiragana(r rune) rune {
	if 'ァ' <= r && r <= 'ヶ' || r == 'ヽ' || r == 'ヾ' {
		return r - kanaShift
	}
	return r
}

func toKatakana(r rune) rune {
	if 'ぁ' <= r && r <= 'ゖ' || r == 'ゝ' || r == 'ゞ' {
		return r + kanaShift
	}
	return r
}

// spacingMarks turns voicing marks that take a place of their own into ones
// that NFKC puts onto the kana before them.
var spacingMarks = strings.NewReplacer("゛", "\u3099", "゜", "\u309a")

// ToKatakana reads a ふりがな typed in hiragana, katakana or half-width katakana
// as katakana. Inner spaces become one ASCII space; ー and ・ stay. ok is false
// for an empty text and for any other letter, digit or sign.
func ToKatakana(s string) (kana string, ok bool) {
	s = strings.Join(strings.FieldsFunc(norm.NFKC.String(spacingMarks.Replace(Clean(s))), isBlank), " ")
	s = strings.Map(toKatakana, s)
	for _, r := range s {
		katakana := 'ァ' <= r && r <= 'ヺ' || r == 'ヽ' || r == 'ヾ'
		if !katakana && r != 'ー' && r != '・' && r != ' ' {
			return "", false
		}
	}
	return s, s != ""
}

// IsLatinName tells a name written in Latin letters alone, for which no ふりがな
// is asked: letters and their marks, with spaces, hyphens, apostrophes, periods
// and commas between.
func IsLatinName(s string) bool {
	letters := false
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Latin, r):
			letters = true
		case unicode.Is(unicode.Mn, r), unicode.IsSpace(r), isHyphen(r) && r != 'ー',
			strings.ContainsRune("'’.,", r):
		default:
			return false
		}
	}
	return letters
}

// rows lists the hiragana by the first kana of their row.
var rows = map[string]string{
	"あ": "ぁあぃいぅうぇえぉおゔ", "か": "かがきぎくぐけげこごゕゖ", "さ": "さざしじすずせぜそぞ",
	"た": "ただちぢっつづてでとど", "な": "なにぬねの", "は": "はばぱひびぴふぶぷへべぺほぼぽ",
	"ま": "まみむめも", "や": "ゃやゅゆょよ", "ら": "らりるれろ", "わ": "ゎわゐゑをん",
}

// Initial gives the row under which a reading is filed: あ か さ た な は ま や ら わ,
// or 他 for anything that does not begin with a kana.
func Initial(kana string) string {
	for _, r := range norm.NFKC.String(kana) {
		if isBlank(r) {
			continue
		}
		for row, members := range rows {
			if strings.ContainsRune(members, toHiragana(r)) {
				return row
			}
		}
		break
	}
	return "他"
}
