package qr_test

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/draw"
	_ "image/png"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"koryu/internal/kit/qr"
)

var texts = map[string]string{
	"a ticket":         "https://koryu.example.jp/q/AQABAZM9OlwAerye7wEjRWeJq83vASNFZ4mrze8BI0VniQ",
	"Japanese":         "青森県 八戸市 交流会 🍎",
	"digits":           "0123456789",
	"capitals":         "HTTPS://KORYU.EXAMPLE/T/ABC",
	"a long text":      strings.Repeat("koryu 交流 ", 80),
	"markup in a text": `<script>alert("&")</script>`,
}

func TestPNGIsReadBack(t *testing.T) {
	for name, text := range texts {
		for _, scale := range []int{2, 3, 8} {
			b, err := qr.PNG(text, scale)
			if err != nil {
				t.Fatal(err)
			}
			img, _, err := image.Decode(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, img); got != text {
				t.Errorf("%s at scale %d reads %q", name, scale, got)
			}
			quietZone(t, img, 4*scale)
		}
	}
}

func TestSVGIsReadBack(t *testing.T) {
	for name, text := range texts {
		var b bytes.Buffer
		if err := qr.SVG(&b, text, qr.Options{Label: "受付用のQRコード", Class: "qr"}); err != nil {
			t.Fatal(err)
		}
		img := rasterise(t, b.String(), 4)
		if got := read(t, img); got != text {
			t.Errorf("%s reads %q", name, got)
		}
		quietZone(t, img, 4*4)
	}
}

func TestSVGIsWellFormedAndNamed(t *testing.T) {
	for _, c := range []struct {
		opt  qr.Options
		want string
	}{
		{qr.Options{Label: `"<Ringo> & co"`}, `role="img" aria-label="&#34;&lt;Ringo&gt; &amp; co&#34;"`},
		{qr.Options{}, `aria-hidden="true"`},
		{qr.Options{Class: `x" onload="y`}, `class="x&#34; onload=&#34;y"`},
	} {
		var b bytes.Buffer
		if err := qr.SVG(&b, "x", c.opt); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), c.want) {
			t.Errorf("%q lacks %q", b.String()[:200], c.want)
		}
		for d := xml.NewDecoder(&b); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	if err := qr.SVG(io.Discard, strings.Repeat("x", 3000), qr.Options{}); err == nil {
		t.Error("3,000 bytes fitted")
	}
	for _, scale := range []int{-1, 0, 33} {
		if _, err := qr.PNG("x", scale); err == nil {
			t.Errorf("scale %d was accepted", scale)
		}
	}
}

func read(t *testing.T, img image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_CHARACTER_SET: "UTF-8",
	})
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}

// quietZone checks that the margin of width pixels is white and not wider.
func quietZone(t *testing.T, img image.Image, width int) {
	t.Helper()
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			margin := x < width || y < width || x >= b.Max.X-width || y >= b.Max.Y-width
			if r, _, _, _ := img.At(x, y).RGBA(); margin && r != 0xffff {
				t.Fatalf("the quiet zone is dirty at %d,%d", x, y)
			}
		}
	}
	if r, _, _, _ := img.At(width, width).RGBA(); r != 0 {
		t.Error("the code does not begin at the quiet zone")
	}
}

var (
	viewBox = regexp.MustCompile(`viewBox="0 0 ([0-9]+) `)
	run     = regexp.MustCompile(`M([0-9]+) ([0-9]+)h([0-9]+)v1h-([0-9]+)z`)
)

// rasterise draws the runs of a drawing with scale pixels a module.
func rasterise(t *testing.T, svg string, scale int) image.Image {
	t.Helper()
	number := func(s string) int { n, _ := strconv.Atoi(s); return n * scale }
	size := number(viewBox.FindStringSubmatch(svg)[1])
	img := image.NewGray(image.Rect(0, 0, size, size))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for _, m := range run.FindAllStringSubmatch(svg, -1) {
		x, y, w := number(m[1]), number(m[2]), number(m[3])
		draw.Draw(img, image.Rect(x, y, x+w, y+scale), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	return img
}
