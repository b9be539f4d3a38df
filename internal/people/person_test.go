package people_test

import (
	"slices"
	"strings"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

func TestANameIsShownInTheOrderOfItsReader(t *testing.T) {
	for name, c := range map[string]struct {
		family, given string
		lang          i18n.Lang
		want          string
	}{
		"Japanese in Japanese":           {"見本", "花乃例", i18n.Ja, "見本 花乃例"},
		"Japanese in English":            {"見本", "花乃例", i18n.En, "見本 花乃例"},
		"Latin in English":               {"O'Example", "D'Anything", i18n.En, "O'EXAMPLE D'Anything"},
		"Latin in Japanese":              {"O'Example", "D'Anything", i18n.Ja, "O'Example D'Anything"},
		"a single name":                  {"Sample", "", i18n.En, "Sample"},
		"two scripts stay as typed":      {"مثال", "Example", i18n.En, "مثال Example"},
		"an accent is a letter like all": {"Ñandú", "Éxample Ş.", i18n.En, "ÑANDÚ Éxample Ş."},
	} {
		t.Run(name, func(t *testing.T) {
			p := people.Person{Family: c.family, Given: c.given}
			if got := p.DisplayName(c.lang); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestAForm(t *testing.T) {
	full := people.NewPerson{Family: "見本", Given: "花乃例", KanaFamily: "みほん", KanaGiven: "かのれい", Email: "p009@example.com"}
	want := people.Want{Kana: true, Email: true}
	for name, c := range map[string]struct {
		change     func(*people.NewPerson)
		field, key string
	}{
		"that is complete is fine":               {func(n *people.NewPerson) {}, "family", ""},
		"needs a name":                           {func(n *people.NewPerson) { n.Family, n.Given = "\u3000", "" }, "family", "people.error.family_required"},
		"takes a single name from either box":    {func(n *people.NewPerson) { n.Family, n.Given = "", "Sample" }, "family", ""},
		"needs a reading for kanji":              {func(n *people.NewPerson) { n.KanaFamily = "" }, "kana_family", "people.error.kana_required"},
		"takes half-width kana":                  {func(n *people.NewPerson) { n.KanaFamily = "ﾐﾎﾝ" }, "kana_family", ""},
		"takes no kanji as a reading":            {func(n *people.NewPerson) { n.KanaGiven = "花乃" }, "kana_given", "people.error.kana_shape"},
		"asks no reading of a Latin name":        {func(n *people.NewPerson) { *n = people.NewPerson{Family: "Sample", Email: n.Email} }, "kana_family", ""},
		"asks no reading of an Arabic name":      {func(n *people.NewPerson) { n.Family, n.KanaFamily = "مثال", "" }, "kana_family", ""},
		"needs an address":                       {func(n *people.NewPerson) { n.Email = " " }, "email", "people.error.email_required"},
		"takes a full-width address":             {func(n *people.NewPerson) { n.Email = "ｐ００９＠ｅｘａｍｐｌｅ．ｃｏｍ" }, "email", ""},
		"refuses half an address":                {func(n *people.NewPerson) { n.Email = "p009@example" }, "email", "people.error.email_shape"},
		"refuses a year in 和暦":                   {func(n *people.NewPerson) { n.BirthYear = 62 }, "birth_year", "people.error.birth_year"},
		"refuses a phone number that is none":    {func(n *people.NewPerson) { n.Phone = "あとで" }, "phone", "people.error.phone"},
		"takes a name of 200 characters":         {func(n *people.NewPerson) { n.Given = strings.Repeat("例", 200) }, "given", ""},
		"refuses a name of 201 characters":       {func(n *people.NewPerson) { n.Given = strings.Repeat("例", 201) }, "given", "people.error.too_long"},
		"counts a variant form as one character": {func(n *people.NewPerson) { n.Given = strings.Repeat("辻\U000E0101", 200) }, "given", ""},
	} {
		t.Run(name, func(t *testing.T) {
			n := full
			c.change(&n)
			if got := keyOf(n.Validate(want), c.field); got != c.key {
				t.Errorf("%q, want %q", got, c.key)
			}
		})
	}
}

// hardNames are those that systems usually damage.
var hardNames = []string{
	"髙見本", "山﨑例", "𠮷架空", "渡邉例", "辻\U000E0100例", "神\uFA19", "福\uFA1B", "塚\uFA10", "㈱見本", "㍿例", "①例", "㋿例", "ｶﾞ例",
	"ﾐﾎﾝ", "龍例", "林檎畑 🍎", "=SUM(例)", "O'Example", "Ñandú", "مثال", "か\u3099例", "ヴぁり", "あ‐い‑う–え—お―か−き─くーけ",
}

func TestNamesAreKeptAsTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		var in []people.NewPerson
		for _, n := range hardNames {
			in = append(in, people.NewPerson{Family: n, Given: n})
		}
		for i, p := range w.ensure(in...) {
			stored := must(t, give(w.Find(t.Context(), w.org, p.ID)))
			if stored.Family != hardNames[i] || stored.Given != hardNames[i] {
				t.Errorf("typed %+q, stored %+q", hardNames[i], stored.Family)
			}
			if stored != p {
				t.Errorf("Ensure said %+v, the database %+v", p, stored)
			}
		}
	})
}

func TestKanaIsKeptInKatakana(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.ensure(people.NewPerson{Family: "架空", Given: "ヴぁり", KanaFamily: " ｶｸｳ ", KanaGiven: "ゔぁり",
			Phone: "０１７ー０００ー０００１", Email: "P012@Example.com", BirthYear: 1987})[0]
		stored := must(t, give(w.Find(t.Context(), w.org, p.ID)))
		if stored.KanaFamily != "カクウ" || stored.KanaGiven != "ヴァリ" || stored.Initial() != "か" || stored.Kana() != "カクウ ヴァリ" {
			t.Errorf("%+v", stored)
		}
		if stored.Phone != "+81170000001" {
			t.Errorf("the phone number is %s", stored.Phone)
		}
		if stored.Email != "P012@Example.com" {
			t.Errorf("the address is written as it was typed: %s", stored.Email)
		}
		if got := must(t, give(w.FindByEmail(t.Context(), w.org, "p012@example.COM"))); got.ID != p.ID {
			t.Error("the address is compared without case")
		}
	})
}

func TestPersonsAreListedByReading(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		w.ensure(
			people.NewPerson{Family: "渡邉例", Given: "こぎん", KanaFamily: "わたなべれい", KanaGiven: "こぎん"},
			people.NewPerson{Family: "髙見本", Given: "りんご", KanaFamily: "タカミホン", KanaGiven: "リンゴ"},
			people.NewPerson{Family: "髙見", Given: "われもこう", KanaFamily: "たかみ", KanaGiven: "われもこう"},
			people.NewPerson{Family: "Sample"},
			people.NewPerson{Family: "雪待", Given: "ゆき", KanaFamily: "ﾕｷﾏﾁ", KanaGiven: "ﾕｷ"},
		)
		want := []string{"Sample", "髙見 われもこう", "髙見本 りんご", "雪待 ゆき", "渡邉例 こぎん"}
		for size := 1; size <= len(want); size++ {
			var got []string
			for after := ""; ; {
				page := must(t, give(w.List(t.Context(), w.org, after, size)))
				got = append(got, names(page.People)...)
				if after = page.Next; after == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("in pages of %d: %v", size, got)
			}
		}
	})
}
