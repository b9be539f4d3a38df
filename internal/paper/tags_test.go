package paper_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/paper"
)

// guests have the names that break careless printing, in no order.
var guests = []guest{
	{"見本", "花乃例", "ミホン", "カノレイ", "青森県見本市役所 移住交流課", 0, true},
	{"𠮷架空", "いろは", "ヨシカクウ", "イロハ", "", 0, false},
	{"髙見本", "りんご", "タカミホン", "リンゴ", "株式会社架空ソフトウェア 開発本部 基盤技術部 第二グループ", 2, true},
	{"山﨑例", "ねぶ太", "ヤマザキレイ", "ネブタ", "", 1, true},
	{"von Beispielhausen-Mustermann zu Sampleton", "Maximiliana-Theodora", "", "", "Sample University", 0, false},
	{"辻\U000E0100例", "一例", "ツジレイ", "イチレイ", "", 0, true},
	{"林檎畑", "🍎", "リンゴバタケ", "リンゴ", "", 0, true},
	{"Éxample Ş.", "Ñandú", "", "", "", 0, true},
	{"مثال", "Example", "ミサール", "エグザンプル", "", 0, false},
	{"Sample", "", "", "", "", 0, true},
	{"渡邉例", "こぎん", "ワタナベレイ", "コギン", "", 0, false},
}

func (w *world) registerAll() map[string]event.Result {
	all := map[string]event.Result{}
	for _, g := range guests {
		all[g.family] = w.register(g)
	}
	return all
}

func TestEveryCodeOnATagOpensItsOwnersCard(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		var wanted []string
		for _, r := range w.registerAll() {
			wanted = append(wanted, cardOf(r.Person.ID))
		}
		slices.Sort(wanted)
		body, path := w.drawn(w.tags(paper.TagOptions{Blanks: 3, Marks: true, Photos: true}))
		if got := decoded(t, body); !slices.Equal(got, wanted) {
			t.Errorf("the file holds %d codes, want %d: %q", len(got), len(wanted), got)
		}
		if got := scanned(t, path); !slices.Equal(got, wanted) {
			t.Errorf("a scanner finds %d codes, want %d: %q", len(got), len(wanted), got)
		}
	})
}

func TestTagsSayWhoSomebodyIsInTheOrderOfReadings(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.registerAll()
		p := w.tags(paper.TagOptions{Blanks: 9, Photos: true})
		if p.Count != 11 || p.Pages != 2 || p.First != "Sample" || p.Last != "渡邉例 こぎん" {
			t.Errorf("%d people on %d pages, from %q to %q", p.Count, p.Pages, p.First, p.Last)
		}
		_, path := w.drawn(p)
		text := tool(t, "pdftotext", path, "-")
		for _, want := range []string{"見本 花乃例", "ミホン カノレイ", "移住交流課", "𠮷架空 いろは", "髙見本 りんご", "山﨑例 ねぶ太", "辻例 一例", "林檎畑 🍎", "渡邉例 こぎん", "講師", "学生", "撮影可", "撮影NG", "八戸で会う"} {
			if !strings.Contains(text, want) {
				t.Errorf("no tag says %q", want)
			}
		}
		order := []string{"サンプル", "タカミホン", "ツジレイ", "ミホン カノレイ", "ヤマザキレイ", "ヨシカクウ", "リンゴバタケ", "ワタナベレイ"}[1:]
		for i := 1; i < len(order); i++ {
			if strings.Index(text, order[i-1]) > strings.Index(text, order[i]) {
				t.Errorf("%s stands after %s", order[i-1], order[i])
			}
		}
		if info := tool(t, "pdfinfo", path); !strings.Contains(info, "Pages:           2") || !strings.Contains(info, "Tagged:          yes") || !strings.Contains(info, "名札") {
			t.Errorf("the file says of itself\n%s", info)
		}
	})
}

func TestNothingIsHiddenInATag(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		r := w.register(guests[0])
		_, path := w.drawn(w.tags(paper.TagOptions{}))
		text := textOf(t, path)
		for _, never := range []string{r.Person.Email, r.Registration.ID, r.Registration.Code(), "撮影"} {
			if strings.Contains(text, never) {
				t.Errorf("the tag says %q", never)
			}
		}
	})
}

func TestOnlyWhoAgreedIsMarkedForPhotos(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		yes, no := w.register(guests[0]), w.register(guests[1])
		for r, want := range map[string]string{yes.Registration.ID: "撮影可", no.Registration.ID: "撮影NG"} {
			_, path := w.drawn(w.tags(paper.TagOptions{Registration: r, Photos: true}))
			if text := textOf(t, path); strings.Count(text, "撮影") != 1 || !strings.Contains(text, want) {
				t.Errorf("the tag of one says\n%s\nwant %s", text, want)
			}
		}
		if ok, err := w.s.People.RevokeConsent(t.Context(), revoked(w, yes)); err != nil || !ok {
			t.Fatal(ok, err)
		}
		_, path := w.drawn(w.tags(paper.TagOptions{Registration: yes.Registration.ID, Photos: true}))
		if !strings.Contains(textOf(t, path), "撮影NG") {
			t.Error("who withdrew is still marked for photos")
		}
	})
}

func TestOneTagIsPrintedAgain(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		all := w.registerAll()
		p := w.tags(paper.TagOptions{Registration: all["渡邉例"].Registration.ID})
		_, path := w.drawn(p)
		if text := textOf(t, path); p.Pages != 1 || p.Count != 1 || !strings.Contains(text, "渡邉例") || strings.Contains(text, "見本 花乃例") {
			t.Errorf("%d people on %d pages:\n%s", p.Count, p.Pages, text)
		}
		here := w.event
		w.event = w.open("別の催し")
		for _, id := range []string{all["渡邉例"].Registration.ID, "no-such-registration"} {
			o := paper.TagOptions{Size: paper.Ten, Start: 1, Registration: id}
			if _, err := w.s.Tags(t.Context(), w.job(), o); apperr.CategoryOf(err) != apperr.NotFound {
				t.Errorf("a registration of another event: %v", err)
			}
		}
		w.event = here
	})
}

func TestTheFilterChoosesWhoGetsATag(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		all := w.registerAll()
		if _, err := w.s.Events.Cancel(t.Context(), w.org.ID, all["Sample"].Registration.ID, "", account.Nobody(w.org.ID)); err != nil {
			t.Fatal(err)
		}
		if p := w.tags(paper.TagOptions{}); p.Count != len(guests)-1 {
			t.Errorf("%d tags after somebody cancelled", p.Count)
		}
		o := paper.TagOptions{Filter: confirmed()}
		o.Filter.Slot = w.event.Slots[1].ID
		if p := w.tags(o); p.Count != 1 || p.First != "山﨑例 ねぶ太" {
			t.Errorf("%d tags for speakers, the first of %q", p.Count, p.First)
		}
		o.Filter.Slot, o.Filter.States = "", []event.RegState{event.Waiting}
		if p := w.tags(o); p.Count != 0 || p.Pages != 0 {
			t.Errorf("%d tags on %d pages for nobody", p.Count, p.Pages)
		}
	})
}

var word = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>ミホン</word>`)

// place is where the reading of the first guest stands, in mm.
func (w *world) place(o paper.TagOptions) (x, y float64) {
	w.t.Helper()
	_, path := w.drawn(w.tags(o))
	m := word.FindStringSubmatch(tool(w.t, "pdftotext", "-bbox", path, "-"))
	if m == nil {
		w.t.Fatal("the reading is not on the page")
	}
	x, _ = strconv.ParseFloat(m[1], 64)
	y, _ = strconv.ParseFloat(m[2], 64)
	return x * 25.4 / 72, y * 25.4 / 72
}

func TestATagMovesByWhatIsAsked(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.register(guests[0])
		x, y := w.place(paper.TagOptions{})
		for name, c := range map[string]struct {
			o      paper.TagOptions
			dx, dy float64
		}{
			"half a millimetre to the right":    {paper.TagOptions{Right: 1}, 0.5, 0},
			"up and to the left":                {paper.TagOptions{Right: -3, Down: -5}, -1.5, -2.5},
			"down":                              {paper.TagOptions{Down: 4}, 0, 2},
			"the second label":                  {paper.TagOptions{Start: 2}, 91, 0},
			"the seventh label, moved":          {paper.TagOptions{Start: 7, Right: 2}, 1, 165},
			"the last label of the sheet":       {paper.TagOptions{Start: 10}, 91, 220},
			"with marks, which change no place": {paper.TagOptions{Marks: true}, 0, 0},
		} {
			gotX, gotY := w.place(c.o)
			if math.Abs(gotX-x-c.dx) > 0.005 || math.Abs(gotY-y-c.dy) > 0.005 {
				t.Errorf("%s: moved by %.3f, %.3f; want %v, %v", name, gotX-x, gotY-y, c.dx, c.dy)
			}
		}
		for _, o := range []paper.TagOptions{{Size: "9", Start: 1}, {Size: paper.Ten, Start: 0}, {Size: paper.Ten, Start: 11}, {Size: paper.Four, Start: 5},
			{Size: paper.Ten, Start: 1, Blanks: -1}, {Size: paper.Ten, Start: 1, Blanks: 100_000}, {Size: paper.Ten, Start: 1, Right: 999}} {
			if _, err := w.s.Tags(t.Context(), w.job(), o); apperr.CategoryOf(err) != apperr.Invalid {
				t.Errorf("%+v: %v", o, err)
			}
		}
	})
}

func TestWhatCannotBePrintedIsSaidBefore(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		all := w.registerAll()
		warned := map[string]paper.Warning{}
		for _, x := range w.tags(paper.TagOptions{}).Warnings {
			warned[x.Kind] = x
		}
		lacks, variant := warned[paper.WarnLacks], warned[paper.WarnVariant]
		if lacks.Registration != all["مثال"].Registration.ID || lacks.Characters != "مثال" {
			t.Errorf("warned of %+v", lacks)
		}
		if variant.Registration != all["辻\U000E0100例"].Registration.ID || variant.Characters != "辻" {
			t.Errorf("warned of %+v", variant)
		}
		if len(warned) != 2 {
			t.Errorf("warned of %+v", warned)
		}
		_, path := w.drawn(w.tags(paper.TagOptions{}))
		if !strings.Contains(textOf(t, path), "〓〓〓〓 Example") {
			t.Error("what cannot be printed is not seen")
		}
	})
}

func TestAHiddenCardGetsNoCode(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		r := w.register(guests[0])
		w.register(guests[1])
		w.s.CardURL = func(_ context.Context, _, person, _ string) (string, error) {
			if person == r.Person.ID {
				return "", nil
			}
			return cardOf(person), nil
		}
		body, path := w.drawn(w.tags(paper.TagOptions{}))
		if got := decoded(t, body); len(got) != 1 || strings.Contains(got[0], r.Person.ID) {
			t.Errorf("codes: %q", got)
		}
		if !strings.Contains(textOf(t, path), "見本 花乃例") {
			t.Error("the tag went with the code")
		}
	})
}

// BenchmarkTags draws three hundred tags: 5 s is the most that somebody waits.
func BenchmarkTags(b *testing.B) {
	w := newWorld(b, dbtest.Open(b, db.SQLite))
	for i := range 300 {
		w.register(guest{"見本" + string(rune('一'+i)), fmt.Sprintf("花%c", '丁'+i), "ミホン", "ハナ", "青森県架空市役所 移住交流課", 0, i%2 == 0})
	}
	for b.Loop() {
		w.must(w.tags(paper.TagOptions{Photos: true, Marks: true}).Write(b.Context(), io.Discard))
	}
}
