package paper_test

import (
	"slices"
	"strings"
	"testing"

	"koryu/internal/kit/i18n"
	"koryu/internal/paper"
)

func TestAPosterLeadsToThePageItNames(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		for name, c := range map[string]struct {
			o    paper.PosterOptions
			size string
			url  string
		}{
			"A4, to the event":        {paper.PosterOptions{}, "(A4)", base + "/o/sample/events/" + w.event.Slug},
			"A3, to the organisation": {paper.PosterOptions{A3: true, Org: true}, "(A3)", base + "/o/sample"},
		} {
			p, err := w.s.Poster(t.Context(), w.job(), c.o)
			w.must(err)
			body, path := w.drawn(p)
			if got := decoded(t, body); !slices.Equal(got, []string{c.url}) {
				t.Errorf("%s: the code opens %q", name, got)
			}
			if got := scanned(t, path); !slices.Equal(got, []string{c.url}) {
				t.Errorf("%s: a scanner reads %q", name, got)
			}
			if info := tool(t, "pdfinfo", path); !strings.Contains(info, c.size) || !strings.Contains(info, "Pages:           1") {
				t.Errorf("%s: the file says\n%s", name, info)
			}
			text := tool(t, "pdftotext", path, "-")
			for _, want := range []string{"八戸で会う", "2024年12月13日(金)", "18:30–20:30", "八戸例示ラボ", "青森県八戸市見本1-1-1", "#aomori_it", "見本の会"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s: the poster lacks %q", name, want)
				}
			}
		}
	})
}

func TestTheListHasEverybodyOnNumberedPages(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		all := w.registerAll()
		for range 20 {
			w.register(guest{"試験野", "ゆき", "シケンノ", "ユキ", "", 0, false})
		}
		p, err := w.s.List(t.Context(), w.job(), paper.ListOptions{Filter: confirmed()})
		w.must(err)
		if p.Count != 31 || p.Pages != 2 || p.First != "Sample" {
			t.Errorf("%d people on %d pages, the first is %s", p.Count, p.Pages, p.First)
		}
		_, path := w.drawn(p)
		text := tool(t, "pdftotext", path, "-")
		for _, want := range []string{"1 / 2 ページ", "2 / 2 ページ", "31名", "ミホン カノレイ", "見本 花乃例", "𠮷架空 いろは", "講師", "受付"} {
			if !strings.Contains(text, want) {
				t.Errorf("the list lacks %q", want)
			}
		}
		if n := strings.Count(text, "試験野 ゆき"); n != 20 {
			t.Errorf("%d of 20 of the same name are on the list", n)
		}
		if strings.Contains(text, all["見本"].Person.Email) || strings.Contains(text, "@") {
			t.Error("the list shows an address")
		}
		if tree := tool(t, "pdfinfo", "-struct-text", path); !strings.Contains(tree, "Table") || !strings.Contains(tree, "TH") {
			t.Error("a screen reader meets no table")
		}
		none, err := w.s.List(t.Context(), w.job(), paper.ListOptions{Filter: confirmed()})
		w.must(err)
		again, err := w.s.List(t.Context(), w.job(), paper.ListOptions{Filter: confirmed()})
		w.must(err)
		one, _ := w.drawn(none)
		two, _ := w.drawn(again)
		if !slices.Equal(one, two) {
			t.Error("two lists of the same people differ")
		}
	})
}

func TestCardsForTheTablesOpenOnesOwnCard(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		for _, lang := range []i18n.Lang{i18n.Ja, i18n.En} {
			j := w.job()
			j.Printer = i18n.For(lang)
			p, err := w.s.Tables(t.Context(), j)
			w.must(err)
			body, path := w.drawn(p)
			own := base + "/o/sample/me/card"
			if got := decoded(t, body); !slices.Equal(got, []string{own, own}) {
				t.Errorf("the codes open %q", got)
			}
			if got := scanned(t, path); !slices.Contains(got, own) {
				t.Errorf("a scanner reads %q", got)
			}
		}
	})
}
