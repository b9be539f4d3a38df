package pdf_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"koryu/assets"
	"koryu/internal/kit/pdf"
)

// required fails where everything must be there, and skips elsewhere.
func required(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("KORYU_REQUIRE_ALL") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

func face(t testing.TB) *pdf.Face {
	t.Helper()
	var fonts []*pdf.Font
	for _, name := range []string{"print-main", "print-rare", "print-emoji"} {
		packed, err := assets.File(name + ".ttf.gz")
		if err != nil {
			required(t, "no fonts are bundled; run make assets")
		}
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		file, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		f, err := pdf.ParseFont(name, file)
		if err != nil {
			t.Fatal(err)
		}
		fonts = append(fonts, f)
	}
	return pdf.NewFace(fonts...)
}

// written is a page with one heading, as a second program sees it.
func written(t *testing.T, text string) string {
	t.Helper()
	d := pdf.New(pdf.Meta{Title: "名札", Author: "見本の会", Lang: "ja", Created: "20241213183000"}, face(t))
	p := d.Page(210, 297)
	d.Tag("H1", func() { p.Text(20, 40, pdf.Style{Size: 24, Bold: true}, text) })
	p.Figure("QRコード", func() {
		p.Dots(20, 60, 40, 40, 21, 21, func(x, y int) bool { return (x+y)%2 == 0 })
	})
	band := d.Stamp(50, 4, func(s *pdf.Page) { s.Stitches(0.2, pdf.RGB(0x14213d), [][][2]int{{{0, 10}}, {{3, 7}}}) })
	p.Place(band, 20, 10, 1)
	p.Circle(50, 50, 5, 0.3, pdf.Colour{})
	path := filepath.Join(t.TempDir(), "page.pdf")
	var b bytes.Buffer
	if _, err := d.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		required(t, name+" is not installed (poppler-utils)")
	}
	var out, fault bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &fault
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v %s", name, err, fault.String())
	}
	if fault.Len() > 0 {
		t.Errorf("%s complains: %s", name, fault.String())
	}
	return out.String()
}

func TestASecondProgramReadsEveryCharacter(t *testing.T) {
	for name, text := range map[string]string{
		"kanji of names":     "髙見本 山﨑例 渡邉 渡邊",
		"beyond the BMP":     "𠮷架空",
		"emoji":              "林檎畑 🍎",
		"accents":            "Éxample Ş. Ñandú",
		"half width":         "ﾐﾎﾝ ﾀﾛﾐ",
		"the name of an era": "㋿6年",
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.TrimSpace(run(t, "pdftotext", "-layout", written(t, text), "-"))
			if got != text {
				t.Errorf("reads %q, want %q", got, text)
			}
		})
	}
}

func TestAFileSaysWhatItIs(t *testing.T) {
	info := run(t, "pdfinfo", written(t, "見本"))
	for _, want := range []string{"Title:           名札", "Author:          見本の会", "Tagged:          yes", "Page size:       595.276 x 841.89 pts (A4)", "Pages:           1"} {
		if !strings.Contains(info, want) {
			t.Errorf("no %q in\n%s", want, info)
		}
	}
	if tree := run(t, "pdfinfo", "-struct-text", written(t, "見本")); !strings.Contains(tree, "H1") || !strings.Contains(tree, "見本") || !strings.Contains(tree, "Figure") {
		t.Errorf("a screen reader meets\n%s", tree)
	}
}

func TestFontsTravelWithTheFile(t *testing.T) {
	path := written(t, "見本 𠮷 🍎")
	fonts := run(t, "pdffonts", path)
	if n := strings.Count(fonts, "yes yes yes"); n != 3 { // embedded, a subset, with characters
		t.Errorf("%d fonts are embedded\n%s", n, fonts)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > 60_000 {
		t.Errorf("a page with eight characters has %d bytes: %v", info.Size(), err)
	}
}

func TestWhatNoFontHasIsSeenAndNamed(t *testing.T) {
	f := face(t)
	if lacks := f.Lacks("مثال 見本"); !slices.Contains(lacks, 'م') || slices.Contains(lacks, '見') || len(lacks) != 4 {
		t.Errorf("lacks %q", lacks)
	}
	if got := f.Plain("م本"); got != "〓本" {
		t.Errorf("draws %q", got)
	}
	if lacks := f.Lacks("髙﨑𠮷辻\U000E0100🍎é👨‍👩‍👧👍🏽"); len(lacks) != 0 {
		t.Errorf("lacks %q", lacks)
	}
}

func TestAChosenFormPrintsAsTheUsualOne(t *testing.T) {
	f := face(t)
	if got := f.Plain("辻\U000E0100例"); got != "辻例" {
		t.Errorf("draws %q", got)
	}
	if got := pdf.Variants("辻\U000E0100例"); string(got) != "辻" {
		t.Errorf("names %q", got)
	}
	if f.Width("辻\U000E0100", 10) != f.Width("辻", 10) {
		t.Error("the selector takes room")
	}
	if got := f.Plain("か\u3099"); got != "が" {
		t.Errorf("a mark typed apart draws %q", got)
	}
}

func TestLinesBreakAsJapaneseDoes(t *testing.T) {
	f := face(t)
	for _, size := range []float64{8, 13, 20, 31} {
		for _, text := range []string{"「青森」で、会う。（八戸・弘前）リンゴジュースを、ちょっと人々と！", "von Beispielhausen-Mustermann zu Sampleton Maximiliana-Theodora", "八戸 IT 交流会 2024"} {
			for _, lines := range [][]string{f.Wrap(text, size, 60), f.Balance(text, size, 60)} {
				for i, l := range lines {
					if i > 0 && strings.ContainsAny(l[:len(string([]rune(l)[:1]))], "、。」）ーゃっ々！・") {
						t.Errorf("at %v a line begins %q", size, l)
					}
					if strings.HasSuffix(l, "「") || strings.HasSuffix(l, "（") {
						t.Errorf("at %v a line ends %q", size, l)
					}
				}
				if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
					t.Errorf("lines hold %q, want %q", got, want)
				}
			}
		}
	}
}

func TestTheSameDrawingGivesTheSameBytes(t *testing.T) {
	one, err := os.ReadFile(written(t, "見本 🍎"))
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(written(t, "見本 🍎"))
	if err != nil || !bytes.Equal(one, two) {
		t.Error("two drawings differ", err)
	}
}

func TestABrokenFontIsRefused(t *testing.T) {
	packed, err := assets.File("print-emoji.ttf.gz")
	if err != nil {
		required(t, "no fonts are bundled; run make assets")
	}
	z, _ := gzip.NewReader(bytes.NewReader(packed))
	whole, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 3, 11, 40, 200, 4000, len(whole) / 2} {
		if _, err := pdf.ParseFont("half", whole[:n]); err == nil {
			t.Errorf("%d bytes of a font are taken for one", n)
		}
	}
}
