package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"koryu/internal/kit/i18n"
)

func TestDataCannotCloseItsScript(t *testing.T) {
	out := rendered(t, Public(Meta{JSONLD: map[string]string{"name": "</script><script>alert(1)</script>"}}, Chrome{}))
	if strings.Contains(out, "</script><script>alert") {
		t.Error("the data of a page got out of its element")
	}
}

func TestARefusedFormSaysSoInTheTitle(t *testing.T) {
	out := rendered(t, Bare(Meta{Title: "参加申込", Errors: true}, Chrome{}))
	if !strings.Contains(out, "<title>エラー: 参加申込") {
		t.Error("the title does not begin with エラー:")
	}
}

func TestTheLanguageSwitchKeepsThePage(t *testing.T) {
	c := Chrome{Path: "/o/aomori/events?state=past&lang=ja"}
	if got := c.inLang("en"); got != "/o/aomori/events?lang=en&state=past" {
		t.Errorf("got %s", got)
	}
}

func TestTheSummarySaysTheSameAsTheField(t *testing.T) {
	errs := Errors{{"email", "メールアドレスを入力してください"}}
	field := rendered(t, Input(FieldProps{Name: "email", Label: "メール", Error: errs.For("email"), Support: "控えを送ります"}))
	for _, want := range []string{
		`aria-invalid="true"`, `aria-describedby="f-email-support f-email-error"`,
		`＊</span>メールアドレスを入力してください`, `for="f-email"`,
	} {
		if !strings.Contains(field, want) {
			t.Errorf("the field lacks %s:\n%s", want, field)
		}
	}
	if sum := rendered(t, ErrorSummary(errs)); !strings.Contains(sum, `href="#f-email">メールアドレスを入力してください<`) {
		t.Errorf("the summary does not lead to the field:\n%s", sum)
	}
}

func TestAvatarsShowTheFirstSignAsAReaderSeesIt(t *testing.T) {
	for name, want := range map[string]string{
		"髙見本 りんご": "髙", "𠮷架空": "𠮷", "辻\U000E0100例": "辻\U000E0100",
		"👩\u200d🌾 りんご": "👩\u200d🌾", "か\u3099くう": "か\u3099", "Sample": "S", "": "",
	} {
		if got := grapheme(name); got != want {
			t.Errorf("grapheme(%q) = %q, want %q", name, got, want)
		}
	}
}

var wordUse = regexp.MustCompile(`\b[TN]\(ctx, "([a-z0-9_.]+)"`)

func TestEveryWordOfTheComponentsIsInTheCatalogue(t *testing.T) {
	files, err := filepath.Glob("*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal("no components found", err)
	}
	more, _ := filepath.Glob("*.go")
	for _, f := range append(files, more...) {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range wordUse.FindAllStringSubmatch(string(b), -1) {
			for _, l := range i18n.Langs {
				if p := i18n.For(l); !p.Has(m[1]) && !p.Has(m[1]+".other") {
					t.Errorf("%s: %s lacks %q", f, l, m[1])
				}
			}
		}
	}
}

func TestTitlesBreakBetweenPieces(t *testing.T) {
	for title, want := range map[string][]string{
		"つながる会 #交流しようぜ2024 in 青森 【八戸会場】": {"#交流しようぜ2024", "【八戸会場】"},
		"交流会「#交流しようぜ2024」":               {"#交流しようぜ2024"},
		"C# の会":                          nil, "": nil, "第1回": nil,
	} {
		var got []string
		whole := ""
		for _, p := range pieces(title) {
			whole += p.Text
			if p.Whole {
				got = append(got, p.Text)
			}
		}
		if whole != title || strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("pieces(%q) = %q, want %q", title, got, want)
		}
	}
}
