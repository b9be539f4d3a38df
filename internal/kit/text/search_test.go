package text_test

import (
	"slices"
	"testing"

	"koryu/internal/kit/text"
)

func TestSearchKeyFindsWhatIsWrittenDifferently(t *testing.T) {
	for name, spellings := range map[string][]string{
		"old form of 高":             {"髙橋", "高橋", "高\u3000橋", " 高 橋 "},
		"old form of 崎":             {"山﨑", "山崎", "山嵜"},
		"old form of 吉":             {"𠮷田", "吉田"},
		"three forms of 辺":          {"渡邉", "渡邊", "渡辺", "渡邊\U000e0101"},
		"four forms of 斎":           {"齋藤", "齊藤", "斉藤", "斎藤"},
		"variation selector":        {"辻\U000e0100", "辻"},
		"compatibility ideograph":   {"\ufa19谷", "神谷"},
		"katakana and hiragana":     {"ミホン リンゴ", "みほんりんご", "ﾐﾎﾝ ﾘﾝｺﾞ"},
		"separate voicing mark":     {"り\u3093こ\u3099", "りんご"},
		"small and large ヶ, and が":  {"外ヶ浜", "外ケ浜", "外が浜", "外 ヶ 浜", "外ｹ浜"},
		"two forms of the fish":     {"鰺ヶ沢", "鯵ケ沢"},
		"full-width and upper case": {"ＫＯＲＹＵ", "koryu", "Koryu"},
		"squared and circled":       {"㈱青森①", "(株)青森1"},
		"hyphens between digits":    {"本町２ー３", "本町2-3", "本町2−3"},
		"invisible characters":      {"青\u200b森\ufeff", "青森", "青\u00ad森"},
	} {
		t.Run(name, func(t *testing.T) {
			want := text.SearchKey(spellings[0])
			for _, s := range spellings[1:] {
				if got := text.SearchKey(s); got != want {
					t.Errorf("%q has the key %q, %q has %q", s, got, spellings[0], want)
				}
			}
		})
	}
}

func TestSearchKeyKeepsApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"たけだ", "たがだ"}, {"ケン", "ガン"}, {"ヨーコ", "ヨコ"}, {"高橋", "高梁"}, {"か", "が"}, {"コーヒー", "コ-ヒ-"},
	} {
		if a, b := text.SearchKey(pair[0]), text.SearchKey(pair[1]); a == b {
			t.Errorf("%q and %q have the same key %q", pair[0], pair[1], a)
		}
	}
}

func TestGrams(t *testing.T) {
	for key, want := range map[string][]string{
		"":     nil,
		"雪":    {"雪"},
		"八甲田山": {"八甲", "田山", "甲田"},
		"ささささ": {"ささ"},
		"𠮷野𠮷野": {"野𠮷", "𠮷野"},
	} {
		if got := text.Grams(key); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", key, got, want)
		}
	}
}

func FuzzSearchKey(f *testing.F) {
	for _, s := range []string{"", "髙橋", "外 ケ 浜", "ﾐﾎﾝ ﾘﾝｺﾞ", "2ー3", "A\u030a", "か\u200b\u3099", "ヶ", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := text.SearchKey(s)
		if twice := text.SearchKey(once); twice != once {
			t.Errorf("%+q → %+q → %+q", s, once, twice)
		}
		if grams := text.Grams(once); !slices.IsSorted(grams) || (len(grams) == 0) != (once == "") {
			t.Errorf("%+q: grams %q", once, grams)
		}
	})
}
