package text_test

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"koryu/internal/kit/text"
)

func TestCP932Table(t *testing.T) {
	const geta = "81ac"
	for typed, want := range map[string]string{
		"髙": "fbfc", "﨑": "fab1", "邉": "e7b3", "齋": "e256", "鰺": "e9cb", "瀨": "fb50", "德": "faba",
		"𠮷": geta, "鷗": geta, "俠": geta, "é": geta, "🍎": geta, "\U000e0100": geta, "ゔ": geta, "㋿": geta,
		"\ue000": geta, "\u0080": geta, "\xff": geta,
		"〜": "8160", "～": "8160", "−": "817c", "－": "817c", "‖": "8161", "∥": "8161", "—": "815c", "―": "815c",
		"¢": "8191", "£": "8192", "¬": "81ca", "\\": "5c", "~": "7e", "¥": "818f",
		"①": "8740", "㈱": "878a", "Ⅲ": "8756", "ⅲ": "fa42", "∵": "81e6",
		"か\u3099": "82aa", "は\u309a": "82cf", "う\u3099": geta, "ｶﾞ": "b6de", "あ": "82a0", "A\t\r\n": "41090d0a",
	} {
		b, subs := text.CP932(typed)
		if got := hex.EncodeToString(b); got != want {
			t.Errorf("%q is written as %s, want %s", typed, got, want)
		}
		if lost := want == geta; lost != (len(subs) == 1) {
			t.Errorf("%q: substitutions %v", typed, subs)
		}
	}
}

func TestCP932ReadsBothTwinsAndWritesOne(t *testing.T) {
	for _, code := range []string{"eee0", "fbfc", "ed95", "fab1", "edf1", "ed9e"} {
		raw, _ := hex.DecodeString(code)
		s, err := japanese.ShiftJIS.NewDecoder().Bytes(raw)
		if err != nil {
			t.Fatal(err)
		}
		b, subs := text.CP932(string(s))
		if subs != nil || b[0] < 0xfa {
			t.Errorf("%s is read as %s and written as %x", code, s, b)
		}
	}
}

func TestCP932ListsWhatWasLost(t *testing.T) {
	b, subs := text.CP932("か\u3099𠮷野家🍎")
	if want := []text.Substitution{{Index: 2, Rune: '𠮷', Wrote: "〓"}, {Index: 5, Rune: '🍎', Wrote: "〓"}}; !slices.Equal(subs, want) {
		t.Errorf("got %v", subs)
	}
	if s, _ := japanese.ShiftJIS.NewDecoder().Bytes(b); string(s) != "が〓野家〓" {
		t.Errorf("reads back as %s", s)
	}
}

func TestSafeCell(t *testing.T) {
	for cell, want := range map[string]string{
		"":                     "",
		"山田":                   "山田",
		"1-2":                  "1-2",
		"a=b":                  "a=b",
		"一行\n\n二行":             "一行\n\n二行",
		"一行\r\n\r\n二行":         "一行\r\n\r\n二行",
		"=1+1":                 "'=1+1",
		"+81":                  "'+81",
		"-1":                   "'-1",
		"@SUM(A1)":             "'@SUM(A1)",
		"\tx":                  "'\tx",
		"\rx":                  "'\rx",
		"＝1":                   "'＝1",
		"＋1":                   "'＋1",
		"－1":                   "'－1",
		"＠1":                   "'＠1",
		" =1":                  "' =1",
		"\u00a0\u3000\ufeff=1": "'\u00a0\u3000\ufeff=1",
		"a\n=1":                "'a\n'=1",
		"a\r\n @1\n-1":         "'a\r\n' @1\n'-1",
		"a\r=1":                "'a\r'=1",
		"'=1":                  "'=1",
	} {
		if got := text.SafeCell(cell); got != want {
			t.Errorf("%q: got %q, want %q", cell, got, want)
		}
	}
}

func TestCSVInUTF8(t *testing.T) {
	var b bytes.Buffer
	c := text.NewCSV(&b, text.UTF8BOM)
	c.Numbers(2)
	for _, row := range [][]string{
		{"氏名", "ひとこと", "差"},
		{"髙橋 🍎", `"はい", と`, "-5"},
		{"=cmd", "一行\n二行", "=5"},
		{"-1", " 前に空白", ""},
	} {
		if err := c.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	want := "\ufeff氏名,ひとこと,差\r\n" +
		`髙橋 🍎,"""はい"", と",-5` + "\r\n" +
		"'=cmd,\"一行\n二行\",'=5\r\n" +
		"'-1,\" 前に空白\",\r\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	if subs := c.Substitutions(); subs != nil {
		t.Errorf("substitutions %v", subs)
	}
}

func TestCSVInCP932(t *testing.T) {
	var b bytes.Buffer
	c := text.NewCSV(&b, text.CP932)
	if err := c.Row("氏名", "町"); err != nil {
		t.Fatal(err)
	}
	if err := c.Row("山田", "=\"𠮷\""); err != nil {
		t.Fatal(err)
	}
	s, err := japanese.ShiftJIS.NewDecoder().Bytes(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if want := "氏名,町\r\n山田,\"'=\"\"〓\"\"\"\r\n"; string(s) != want {
		t.Errorf("got %q, want %q", s, want)
	}
	if want := []text.Substitution{{Row: 2, Column: 2, Index: 2, Rune: '𠮷', Wrote: "〓"}}; !slices.Equal(c.Substitutions(), want) {
		t.Errorf("substitutions %v", c.Substitutions())
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestCSVTellsWhenItCannotWrite(t *testing.T) {
	if err := text.NewCSV(fullDisk{}, text.UTF8BOM).Row("a"); err == nil {
		t.Error("no error")
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"", "=1", "a\n=1", `"`, "\r\n\r\n", "髙𠮷", "か\u3099", ",", "\\."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if safe := text.SafeCell(s); text.SafeCell(safe) != safe {
			t.Errorf("%q: guarded %q, and again %q", s, safe, text.SafeCell(safe))
		}
		encoded, _ := text.CP932(s)
		if _, err := japanese.ShiftJIS.NewDecoder().Bytes(encoded); err != nil {
			t.Errorf("%q is written as %x: %v", s, encoded, err)
		}
		var b bytes.Buffer
		if err := text.NewCSV(&b, text.UTF8BOM).Row("a", s, "z"); err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff")))
		row, err := r.Read()
		// The reader turns CRLF inside of quotes into LF.
		if want := strings.ReplaceAll(text.SafeCell(s), "\r\n", "\n"); err != nil || len(row) != 3 || row[1] != want {
			t.Errorf("%q came back as %q, %v", want, row, err)
		}
	})
}
