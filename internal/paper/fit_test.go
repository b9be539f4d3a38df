package paper

import (
	"strings"
	"testing"

	"koryu/assets"
	"koryu/internal/kit/pdf"
)

func anyFace(t *testing.T) *pdf.Face {
	t.Helper()
	if !assets.Built() {
		t.Skip("no fonts are bundled; run make assets")
	}
	f, err := face()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// names grow to what nobody is called, to find the end of the box.
var names = []string{
	"林", "見本 花乃例", "𠮷架空 いろは", "太鼓森囃子田 つがる見みなみ例", "Sample", "O'Example D'Anything",
	"von Beispielhausen-Mustermann zu Sampleton Maximiliana-Theodora",
	"寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末食う寝る処に住む処藪ら柑子の藪柑子",
	"Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", strings.Repeat("見本", 40), strings.Repeat("W", 80),
}

func TestANameNeverLeavesItsBox(t *testing.T) {
	f := anyFace(t)
	for _, size := range Sizes {
		sh := sheets[size]
		tg := &tagger{doc: pdf.New(pdf.Meta{}, f), w: sh.width, h: sh.height, u: min(sh.width/91, sh.height/55)}
		_, _, w, h := tg.nameBox()
		for _, name := range names {
			b := tg.fit(name)
			if !allFit(f, b.Lines, b.Size, w) || b.height() > h+0.001 {
				t.Errorf("%q at %.1f pt in %d lines leaves %.0f×%.0f mm", name, b.Size, len(b.Lines), w, h)
			}
			if got, want := strings.ReplaceAll(strings.Join(b.Lines, ""), " ", ""), strings.ReplaceAll(name, " ", ""); got != want {
				t.Errorf("%q became %q", want, got)
			}
		}
	}
}

func TestANameIsAsLargeAsItCanBe(t *testing.T) {
	f := anyFace(t)
	sh := sheets[Ten]
	tg := &tagger{doc: pdf.New(pdf.Meta{}, f), w: sh.width, h: sh.height, u: 1}
	for name, c := range map[string]struct {
		least float64
		lines int
	}{
		"林":           {36, 1},
		"見本 花乃例":      {34, 1},
		"林檎畑 かりんみなみ例": {24, 2},
		"太鼓森囃子田 つがる見みなみ例":                                                 {24, 2},
		"O'Example D'Anything":                                            {24, 2},
		"von Beispielhausen-Mustermann zu Sampleton Maximiliana-Theodora": {14, 3},
	} {
		if b := tg.fit(name); b.Size < c.least || len(b.Lines) > c.lines {
			t.Errorf("%q is %.1f pt in %d lines %q, want at least %v in %d", name, b.Size, len(b.Lines), b.Lines, c.least, c.lines)
		}
	}
	if b := tg.fit("太鼓森囃子田 つがる見みなみ例"); len(b.Lines) != 2 || b.Lines[0] != "太鼓森囃子田" {
		t.Errorf("a name breaks inside its parts: %q", b.Lines)
	}
}
