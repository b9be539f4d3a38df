package i18n

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"koryu/internal/kit/clock"
)

var (
	start = time.Date(2024, 12, 13, 18, 30, 0, 0, clock.JST)
	end   = start.Add(2 * time.Hour)
)

func TestFormats(t *testing.T) {
	ja, en := For(Ja), For(En)
	for _, c := range []struct{ got, want string }{
		{ja.Date(start), "12月13日(金)"},
		{en.Date(start), "Fri 13 Dec"},
		{ja.DateYear(start), "2024年12月13日(金)"},
		{en.DateYear(start), "Fri 13 Dec 2024"},
		{ja.Date(start.UTC().Add(6 * time.Hour)), "12月14日(土)"}, // half past midnight in Tokyo
		{ja.DateTime(start), "12月13日(金) 18:30"},
		{en.DateTime(start.UTC()), "Fri 13 Dec 18:30"},
		{ja.Range(start, end), "12月13日(金) 18:30–20:30"},
		{en.Range(start, end), "Fri 13 Dec 18:30–20:30"},
		{ja.Range(start, start.AddDate(0, 0, 1)), "12月13日(金) 18:30 – 12月14日(土) 18:30"},
		{ja.Number(0), "0"}, {ja.Number(999), "999"}, {en.Number(1243), "1,243"},
		{en.Number(-1234567), "-1,234,567"},
		{ja.Yen(1200), "1,200円"}, {en.Yen(1200), "¥1,200"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// printer builds one from texts, apart from the catalogue files.
func printer(t *testing.T, l Lang, json string) *Printer {
	t.Helper()
	c, err := load(fstest.MapFS{string(l) + "/a.json": {Data: []byte(json)}}, l)
	if err != nil {
		t.Fatal(err)
	}
	return &Printer{lang: l, words: c}
}

func TestSentences(t *testing.T) {
	en := printer(t, En, `{"a.hello": "Hello {name}, {name}! {NOT} {}", "a.seat.one": "{n} seat in {room}", "a.seat.other": "{n} seats in {room}"}`)
	ja := printer(t, Ja, `{"a.seat.other": "{room}はあと{n}席"}`)
	for name, c := range map[string]struct{ got, want string }{
		"a placeholder is filled wherever it stands":   {en.T("a.hello", "name", "Ringo"), "Hello Ringo, Ringo! {NOT} {}"},
		"the last value of a name counts":              {en.T("a.hello", "name", "A", "name", 2), "Hello 2, 2! {NOT} {}"},
		"a value is not read as a placeholder":         {en.T("a.hello", "name", "{name}"), "Hello {name}, {name}! {NOT} {}"},
		"one takes the singular":                       {en.N("a.seat", 1, "room", "B"), "1 seat in B"},
		"none takes the plural":                        {en.N("a.seat", 0, "room", "B"), "0 seats in B"},
		"many are grouped by thousands":                {en.N("a.seat", 1200, "room", "B"), "1,200 seats in B"},
		"Japanese has one form":                        {ja.N("a.seat", 1, "room", "甲"), "甲はあと1席"},
		"a count may be overridden with its own words": {ja.N("a.seat", 9, "room", "甲", "n", "九"), "甲はあと九席"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", name, c.got, c.want)
		}
	}
}

func TestAFaultOfTheProgramPanicsInTests(t *testing.T) {
	p := printer(t, En, `{"a.hello": "Hello {name}"}`)
	for name, speak := range map[string]func() string{
		"unknown key":   func() string { return p.T("a.bye") },
		"missing value": func() string { return p.T("a.hello", "nome", "x") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("nobody noticed")
				}
			}()
			speak()
		})
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, fsys := range map[string]fstest.MapFS{
		"a key in two files":         {"ja/a.json": {Data: []byte(`{"a.x":"1"}`)}, "ja/b.json": {Data: []byte(`{"a.x":"2"}`)}},
		"a key twice in one file":    {"ja/a.json": {Data: []byte(`{"a.x":"1","a.x":"2"}`)}},
		"a nested object":            {"ja/a.json": {Data: []byte(`{"a":{"x":"1"}}`)}},
		"a list":                     {"ja/a.json": {Data: []byte(`["a"]`)}},
		"a file that is not JSON":    {"ja/a.json": {Data: []byte(`a.x = 1`)}},
		"a file that breaks off":     {"ja/a.json": {Data: []byte(`{"a.x":"1"`)}},
		"a number where a text goes": {"ja/a.json": {Data: []byte(`{"a.x":1}`)}},
	} {
		if _, err := load(fsys, Ja); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestMatch(t *testing.T) {
	for header, want := range map[string]Lang{
		"":                             Ja,
		"ja":                           Ja,
		"en-GB,en;q=0.8":               En,
		"fr,en;q=0.5":                  En,
		"en;q=0.3,ja;q=0.9":            Ja,
		"zz":                           Ja,
		"\x00;;q=,,,":                  Ja,
		strings.Repeat("en-", 100_000): Ja,
	} {
		if got := Match(header); got != want {
			t.Errorf("%.20q: got %s, want %s", header, got, want)
		}
	}
}

func TestTheContextCarriesTheReadersLanguage(t *testing.T) {
	if got := From(context.Background()).Lang(); got != Ja {
		t.Errorf("without a word: %s", got)
	}
	if got := From(With(context.Background(), En)).Lang(); got != En {
		t.Errorf("asked for English: %s", got)
	}
	if got := For("fr").Lang(); got != Ja {
		t.Errorf("unknown language: %s", got)
	}
	if _, ok := Parse("fr"); ok {
		t.Error("French is not a language of the interface")
	}
}

func FuzzParseFillsBackToItself(f *testing.F) {
	for _, s := range []string{"", "{a}", "{{a}}", "{a", "a}", "あ{n}い{n}", "{A}{a_1}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		parsed := parse(s)
		var args []any
		for _, name := range slices.Compact(slices.Sorted(slices.Values(parsed.names))) {
			args = append(args, name, "{"+name+"}")
		}
		if got, missing := parsed.fill(args); got != s || missing != nil {
			t.Errorf("%q came back as %q, missing %q", s, got, missing)
		}
	})
}
