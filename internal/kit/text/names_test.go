package text_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"koryu/internal/kit/text"
)

// The table of characters that normalisation would take from people.
func TestNamesAreNeverChanged(t *testing.T) {
	for _, c := range []struct{ typed, nfc, nfkc string }{
		{"\ufa19", "\u795e", "\u795e"},             // 神
		{"\ufa1b", "\u798f", "\u798f"},             // 福
		{"\u9ad9", "\u9ad9", "\u9ad9"},             // 髙
		{"\ufa11", "\ufa11", "\ufa11"},             // 﨑
		{"\U00020bb7", "\U00020bb7", "\U00020bb7"}, // 𠮷
		{"辻\U000e0100", "辻\U000e0100", "辻\U000e0100"},
		{"\u3231", "\u3231", "(株)"},
		{"\u337f", "\u337f", "株式会社"},
		{"\u2460", "\u2460", "1"},
		{"\u32ff", "\u32ff", "令和"},
		{"\uff76\uff9e", "\uff76\uff9e", "ガ"},
		{"か\u3099", "が", "が"},
		{"塚\ufa10", "塚塚", "塚塚"},
	} {
		if got := text.Clean(c.typed); got != c.typed {
			t.Errorf("%+q became %+q", c.typed, got)
		}
		if got := text.Clean("\u3000\ufeff " + c.typed + "\u200b\n"); got != c.typed {
			t.Errorf("%+q in blanks became %+q", c.typed, got)
		}
		// What would have happened otherwise; a change here changes the search keys.
		if nfc, nfkc := norm.NFC.String(c.typed), norm.NFKC.String(c.typed); nfc != c.nfc || nfkc != c.nfkc {
			t.Errorf("%+q: NFC %+q, NFKC %+q", c.typed, nfc, nfkc)
		}
	}
}

func TestClean(t *testing.T) {
	for name, c := range map[string]struct{ typed, want string }{
		"inner blanks stay":                {" 山田　太郎 ", "山田　太郎"},
		"inner newlines and tabs stay":     {"一行\n\t二行\n", "一行\n\t二行"},
		"carriage returns go":              {"一行\r\n二行\r\n", "一行\n二行"},
		"control characters go":            {"a\x00b\x1bc\u0085d", "abcd"},
		"broken UTF-8 goes":                {"a\xff\xe3\x81b", "ab"},
		"zero-width joiners in emoji stay": {"👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		"nothing is left of blanks":        {" \u3000\u200b\ufeff\u00a0", ""},
	} {
		if got := text.Clean(c.typed); got != c.want {
			t.Errorf("%s: got %+q, want %+q", name, got, c.want)
		}
	}
}

func TestGraphemes(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "山田": 2, "𠮷野": 2, "辻\U000e0100": 1, "か\u3099": 1, "ｶﾞ": 1,
		"👨\u200d👩\u200d👧": 1, "👍\U0001F3FD": 1, "🇯🇵🇫🇷": 2, "🇯🇵🇫": 2, "e\u0301te\u0301": 3,
		"a\r\nb": 3, "\u0301": 1, "\u200da": 1, "🏴\U000E0067\U000E0062\U000E007F": 1,
	} {
		if got := text.Graphemes(s); got != want {
			t.Errorf("%+q has %d, want %d", s, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", " a ", "\u200b\x00\u3000", "辻\U000e0100", "a\xffb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := text.Clean(s)
		if twice := text.Clean(once); twice != once {
			t.Errorf("%+q → %+q → %+q", s, once, twice)
		}
		if n := text.Graphemes(once); n < 0 || n > len(once) || (n == 0) != (once == "") {
			t.Errorf("%+q has %d graphemes", once, n)
		}
	})
}
