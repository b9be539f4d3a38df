package text_test

import (
	"strings"
	"testing"

	"koryu/internal/kit/text"
)

func TestToKatakana(t *testing.T) {
	for typed, want := range map[string]string{
		"みほん":      "ミホン",
		"ミホン":      "ミホン",
		"ﾐﾎﾝ ﾘﾝｺﾞ": "ミホン リンゴ",
		"　りんご　":    "リンゴ",
		"マリア　 ルイサ": "マリア ルイサ",
		"ヨーコ":      "ヨーコ",
		"ﾖｰｺ":      "ヨーコ",
		"ゔぃくとる":    "ヴィクトル",
		"か\u3099く": "ガク",
		"カ゛ク":      "ガク",
		"すゞき":      "スヾキ",
		"ジョン・スミス":  "ジョン・スミス",

		"":       "",
		"　":      "",
		"Ringo":  "",
		"見本":     "",
		"ミホン1":   "",
		"ヨ-コ":    "",
		"ミホン😀":   "",
		"みほん<b>": "",
	} {
		got, ok := text.ToKatakana(typed)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q %v, want %q", typed, got, ok, want)
		}
	}
}

func TestIsLatinName(t *testing.T) {
	for name, want := range map[string]bool{
		"Yamada": true, "Anne-Marie O’Neill": true, "José": true, "Jose\u0301": true, "J. R. R. Tolkien, Jr.": true, "Ｙａｍａｄａ": true,
		"": false, "-": false, "山田": false, "Yamada 太郎": false, "Yamada2": false, "ヤマダ": false, "Иван": false, "Aー": false,
	} {
		if got := text.IsLatinName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestInitial(t *testing.T) {
	for kana, want := range map[string]string{
		"アオモリ": "あ", "ヴィクトル": "あ", "がく": "か", "サトウ": "さ", "ﾀﾅｶ": "た", "ヅカ": "た", "ナ": "な",
		"パーク": "は", "ミホン": "ま", "ャ": "や", "リンゴ": "ら", "ヲ": "わ", "ン": "わ", " 　あ": "あ",
		"": "他", "Yamada": "他", "山田": "他", "ー": "他",
	} {
		if got := text.Initial(kana); got != want {
			t.Errorf("%q: got %s, want %s", kana, got, want)
		}
	}
}

func FuzzToKatakana(f *testing.F) {
	for _, s := range []string{"", "みほん", "ﾐﾎﾝ ﾘﾝｺﾞ", "カ゛", "ゟ", "㌔", "\u3099"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		kana, ok := text.ToKatakana(s)
		if !ok {
			return
		}
		if again, ok := text.ToKatakana(kana); !ok || again != kana {
			t.Errorf("%q → %q → %q", s, kana, again)
		}
		if !strings.Contains("あかさたなはまやらわ他", text.Initial(kana)) {
			t.Errorf("%q is filed under %q", kana, text.Initial(kana))
		}
	})
}
