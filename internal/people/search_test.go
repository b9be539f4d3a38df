package people_test

import (
	"fmt"
	"slices"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/people"
)

func TestSearch(t *testing.T) {
	guests := []people.NewPerson{
		{Family: "髙見本", Given: "りんご", KanaFamily: "たかみほん", KanaGiven: "りんご", Email: "p001@example.com"},
		{Family: "渡邉例", Given: "こぎん", KanaFamily: "わたなべれい", KanaGiven: "こぎん", Email: "p004@example.com"},
		{Family: "渡邊例", Given: "こぎん", KanaFamily: "わたなべれい", KanaGiven: "こぎん", Email: "p005@example.com"},
		{Family: "辻\U000E0100例", Given: "一例", KanaFamily: "つじれい", KanaGiven: "いちれい", Email: "tsuji.ichi@example.com"},
		{Family: "ﾐﾎﾝ", Given: "ﾀﾛﾐ", KanaFamily: "みほん", KanaGiven: "たろみ", Email: "p013@example.com"},
		{Family: "O'Example", Given: "D'Anything", Email: "p008@example.com"},
		{Family: "100%", Given: "a_b", Email: "percent@example.com"},
		{Family: "ばなな", Given: "なばな"},
	}
	cases := map[string]struct {
		query string
		want  []string
	}{
		"old forms by the usual one":              {"高見本", []string{"髙見本 りんご"}},
		"the usual form by the old one":           {"髙見", []string{"髙見本 りんご"}},
		"two variants of one name":                {"渡辺", []string{"渡邉例 こぎん", "渡邊例 こぎん"}},
		"a name without its variation selector":   {"辻例", []string{"辻\U000E0100例 一例"}},
		"the reading in hiragana":                 {"たかみ", []string{"髙見本 りんご"}},
		"the reading in half-width katakana":      {"ﾀｶﾐ", []string{"髙見本 りんご"}},
		"a name typed in half-width by full":      {"ミホン", []string{"髙見本 りんご", "ﾐﾎﾝ ﾀﾛﾐ"}},
		"family and given without a space":        {"渡辺例こぎん", []string{"渡邉例 こぎん", "渡邊例 こぎん"}},
		"words in any order":                      {"こぎん　渡邊", []string{"渡邉例 こぎん", "渡邊例 こぎん"}},
		"every word must match":                   {"渡辺 りんご", nil},
		"the part before the @":                   {"tsuji.i", []string{"辻\U000E0100例 一例"}},
		"not the part after the @":                {"example.com", nil},
		"a whole address":                         {"P005@Example.com", []string{"渡邊例 こぎん"}},
		"a letter in the middle":                  {"邊", []string{"渡邉例 こぎん", "渡邊例 こぎん"}},
		"a letter at the end":                     {"ご", []string{"髙見本 りんご"}},
		"Latin letters in any case":               {"EXAMPLE", []string{"O'Example D'Anything"}},
		"a sign of SQL is a letter like others":   {"0%", []string{"100% a_b"}},
		"the other sign too":                      {"a_b", []string{"100% a_b"}},
		"grams alone are not enough":              {"なばなな", nil},
		"a word never reaches over a border":      {"んごたか", nil},
		"nothing at all lists everybody":          {"　", []string{"100% a_b", "O'Example D'Anything", "髙見本 りんご", "辻\U000E0100例 一例", "ばなな なばな", "ﾐﾎﾝ ﾀﾛﾐ", "渡邉例 こぎん", "渡邊例 こぎん"}},
		"nobody has it":                           {"存在しない", nil},
		"a long word is compared to its last end": {"わたなべれいこぎんと", nil},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		w.ensure(guests...)
		w.runJobs()
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				if got := w.search(c.query); !slices.Equal(got, c.want) {
					t.Errorf("%q found %v, want %v", c.query, got, c.want)
				}
			})
		}
	})
}

func TestTheSearchFollowsAnEdit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.create(people.NewPerson{Family: "凧絵", Given: "かりん"})
		w.runJobs()
		p.Family = "金魚灯"
		must(t, give(w.Update(t.Context(), w.staff, p)))
		w.runJobs()
		if old, now := w.search("凧絵"), w.search("金魚"); len(old) != 0 || len(now) != 1 {
			t.Errorf("by the old name %v, by the new %v", old, now)
		}
	})
}

func TestASearchHasPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		var in []people.NewPerson
		for i := range 25 {
			in = append(in, people.NewPerson{Family: "見本", Given: fmt.Sprintf("%02d", i), Email: fmt.Sprintf("m%d@example.com", i)})
		}
		w.ensure(append(in, people.NewPerson{Family: "別人"})...)
		w.runJobs()
		seen := map[string]bool{}
		pages := 0
		for after := ""; pages == 0 || after != ""; pages++ {
			page := must(t, give(w.Search(t.Context(), w.org, "見本", after, 10)))
			for _, p := range page.People {
				seen[p.ID] = true
			}
			after = page.Next
		}
		if len(seen) != 25 || pages != 3 {
			t.Errorf("%d persons on %d pages", len(seen), pages)
		}
	})
}

func TestPossibleDuplicates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		a := w.ensure(people.NewPerson{Family: "見本", Given: "花乃例", KanaFamily: "みほん", KanaGiven: "かのれい", Email: "hana@example.com", BirthYear: 1990})[0]
		same := w.create(people.NewPerson{Family: "見本", Given: "花乃例", KanaFamily: "ミホン", KanaGiven: "カノレイ", Email: "HANA@example.com", BirthYear: 1990})
		split := w.create(people.NewPerson{Family: "見本花乃例", KanaFamily: "ﾐﾎﾝｶﾉﾚｲ", BirthYear: 1990})
		w.create(people.NewPerson{Family: "見本", Given: "花乃例", KanaFamily: "みほん", KanaGiven: "かのれい", BirthYear: 1991})
		w.create(people.NewPerson{Family: "見本", Given: "花乃例", KanaFamily: "みほん", KanaGiven: "かのれい"})
		w.create(people.NewPerson{Family: "Sample", BirthYear: 1990})
		w.create(people.NewPerson{Family: "Example", BirthYear: 1990})
		type pair struct {
			a, b   string
			reason people.DuplicateReason
		}
		var got []pair
		for _, d := range must(t, give(w.Duplicates(t.Context(), w.org, 0))) {
			got = append(got, pair{d.A.ID, d.B.ID, d.Reason})
		}
		want := []pair{{a.ID, same.ID, people.SameEmail}, {a.ID, split.ID, people.SameKana}, {same.ID, split.ID, people.SameKana}}
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}
