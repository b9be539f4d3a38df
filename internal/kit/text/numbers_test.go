package text_test

import (
	"strings"
	"testing"

	"koryu/internal/kit/text"
)

// hyphenTable lists what is typed for a hyphen.
var hyphenTable = map[string]string{
	"hyphen-minus":            "\u002d",
	"hyphen":                  "\u2010",
	"non-breaking hyphen":     "\u2011",
	"figure dash":             "\u2012",
	"en dash":                 "\u2013",
	"em dash":                 "\u2014",
	"horizontal bar":          "\u2015",
	"minus":                   "\u2212",
	"box drawing":             "\u2500",
	"long vowel":              "\u30fc",
	"half-width long vowel":   "\uff70",
	"full-width hyphen-minus": "\uff0d",
	"small hyphen-minus":      "\ufe63",
	"small em dash":           "\ufe58",
}

func TestHyphenTable(t *testing.T) {
	for name, h := range hyphenTable {
		t.Run(name, func(t *testing.T) {
			if got, ok := text.Phone("017" + h + "723" + h + "4567"); got != "+81177234567" || !ok {
				t.Errorf("phone: %q %v", got, ok)
			}
			if got, ok := text.Postcode("〒030" + h + "0861"); got != "0300861" || !ok {
				t.Errorf("post code: %q %v", got, ok)
			}
			if got := text.Digits("１２" + h + "34567"); got != "12-34567" {
				t.Errorf("account: %q", got)
			}
			if got := text.SearchKey("本町2" + h + "3" + h + "4"); got != "本町2-3-4" {
				t.Errorf("address: %q", got)
			}
			if name := "ジョン" + h + "スミス"; text.Clean(name) != name {
				t.Errorf("the name %q was changed", name)
			}
		})
	}
	t.Run("soft hyphen", func(t *testing.T) {
		if got := text.Digits("12\u00ad34"); got != "1234" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a wave is a range and no hyphen", func(t *testing.T) {
		for _, wave := range []string{"〜", "～"} {
			if _, ok := text.Postcode("030" + wave + "0861"); ok {
				t.Errorf("%s was taken for a hyphen", wave)
			}
		}
	})
}

func TestPhone(t *testing.T) {
	for typed, want := range map[string]string{
		"090-1234-5678": "+819012345678",
		"０９０ー１２３４ー５６７８":          "+819012345678",
		"+81 90 1234 5678":       "+819012345678",
		"+81 (0)90-1234-5678":    "+819012345678",
		"＋８１９０１２３４５６７８":          "+819012345678",
		"(0172) 35-1111":         "+81172351111",
		"０１７（７２２）１１１１":           "+81177221111",
		"03.3211.9999":           "+81332119999",
		"0120-123-456":           "+81120123456",
		"0800-123-4567":          "+818001234567",
		"050-1234-5678":          "+815012345678",
		"+33 1 23 45 67 89":      "+33123456789",
		"\u30000172351111\u3000": "+81172351111",

		"":                "",
		"12345":           "",
		"090-1234-567":    "", // a digit short
		"0172-35-11111":   "", // a digit long
		"001-1234-5678":   "",
		"0172-35-1111 内線": "",
		"+81":             "",
		"+81 12":          "",
		"1-212-555-0100":  "", // abroad without +
		"call me":         "",
	} {
		got, ok := text.Phone(typed)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q %v, want %q", typed, got, ok, want)
		}
	}
}

func TestFormatPhone(t *testing.T) {
	for e164, want := range map[string]string{
		"+819012345678": "090-1234-5678",
		"+815012345678": "050-1234-5678",
		"+818001234567": "0800-123-4567",
		"+81120123456":  "0120-123-456",
		"+81332119999":  "03-3211-9999",
		"+81177234567":  "017-723-4567",
		"+81172351111":  "0172-35-1111",
		"+81178431111":  "0178-43-1111",
		"+81222111111":  "022-211-1111",
		"+81455551111":  "045-555-1111",
		"+81471671111":  "04-7167-1111",
		"+81920521111":  "0920-52-1111",
		"+33123456789":  "+33123456789",
		"+8112":         "+8112",
		"":              "",
	} {
		if got := text.FormatPhone(e164); got != want {
			t.Errorf("%s: got %s, want %s", e164, got, want)
		}
	}
}

func TestPostcode(t *testing.T) {
	for typed, want := range map[string]string{
		"030-0861": "0300861", "０３０－０８６１": "0300861", "〒030 0861": "0300861", "0300861": "0300861", "〶030-0861": "0300861",
		"030-086": "", "030-08611": "", "": "", "03O-0861": "", "青森市": "",
	} {
		got, ok := text.Postcode(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q %v, want %q", typed, got, ok, want)
		}
	}
}

func TestEmail(t *testing.T) {
	for typed, want := range map[string]string{
		"ringo@example.jp":              "ringo@example.jp",
		" Ringo.Mihon@Example.JP\u3000": "ringo.mihon@example.jp",
		"ｒｉｎｇｏ＠ｅｘａｍｐｌｅ．ｊｐ":              "ringo@example.jp",
		"ringo+koryu@mail.example.jp":   "ringo+koryu@mail.example.jp",
		"r@a-b.example.jp":              "r@a-b.example.jp",

		"":                                      "",
		"ringo":                                 "",
		"ringo@":                                "",
		"@example.jp":                           "",
		"ringo@example":                         "",
		"ringo@example..jp":                     "",
		"ringo@-example.jp":                     "",
		"ringo@example.jp.":                     "",
		"ri..ngo@example.jp":                    "",
		"ringo.@example.jp":                     "",
		"ri ngo@example.jp":                     "",
		"a@b@example.jp":                        "",
		`"a"@example.jp`:                        "",
		"a(b)@example.jp":                       "",
		"Ringo <r@example.jp>":                  "",
		"r@example.jp\r\nBcc: x@y":              "",
		"r@[127.0.0.1]":                         "",
		"りんご@example.jp":                        "",
		"r@例え.jp":                               "",
		strings.Repeat("a", 65) + "@example.jp": "",
		"a@" + strings.Repeat("abcdefgh.", 28) + "example.jp": "",
	} {
		got, ok := text.Email(typed)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q %v, want %q", typed, got, ok, want)
		}
	}
}

func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"", "090-1234-5678", "+81 (0)17ー723ー4567", "〒030-0861", "ringo@example.jp", "+", "\u00ad"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if e164, ok := text.Phone(s); ok {
			if again, ok := text.Phone(text.FormatPhone(e164)); !ok || again != e164 {
				t.Errorf("%q: %s is shown as %s and read as %s", s, e164, text.FormatPhone(e164), again)
			}
		}
		if address, ok := text.Email(s); ok {
			if again, ok := text.Email(address); !ok || again != address || strings.ContainsAny(address, "\r\n <>,") {
				t.Errorf("%q: %q then %q", s, address, again)
			}
		}
		if code, ok := text.Postcode(s); ok && len(code) != 7 {
			t.Errorf("%q: post code %q", s, code)
		}
		if once := text.Digits(s); text.Digits(once) != once {
			t.Errorf("%q: %q then %q", s, once, text.Digits(once))
		}
		text.FormatPhone(s)
	})
}
