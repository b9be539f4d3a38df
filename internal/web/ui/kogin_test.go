package ui

import (
	"bytes"
	"fmt"
	"image/png"
	"testing"
)

func TestTheSameSeedDrawsTheSameBand(t *testing.T) {
	if first, second := bandOf("aomori", cell), bandOf("aomori", cell); first != second {
		t.Error("two drawings of one seed differ")
	}
	seen := map[string]bool{}
	for i := range 40 {
		seen[bandOf(fmt.Sprint(i), cell).Path] = true
	}
	if len(seen) < 30 {
		t.Errorf("40 seeds draw only %d bands", len(seen))
	}
}

func TestBandsAreSymmetricAndMeetWithoutASeam(t *testing.T) {
	for i := range 60 {
		c := weave(roll(fmt.Sprint(i)))
		for y := range 2*c.r + 1 {
			for x := range 2 * c.r {
				on := c.at(x, y)
				if on != c.at(2*c.r-x, y) {
					t.Fatalf("seed %d: %d,%d has no mirror to the right", i, x, y)
				}
				if on != c.at(x, 2*c.r-y) {
					t.Fatalf("seed %d: %d,%d has no mirror below", i, x, y)
				}
			}
		}
	}
}

func TestALinkPictureHasTheSizeThatReadersExpect(t *testing.T) {
	var a, b bytes.Buffer
	if err := OGImage(&a, "E5", "#8a1538"); err != nil {
		t.Fatal(err)
	}
	if err := OGImage(&b, "E5", "#8a1538"); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two pictures of one seed differ")
	}
	img, err := png.Decode(&a)
	if err != nil {
		t.Fatal(err)
	}
	if s := img.Bounds().Size(); s.X != 1200 || s.Y != 630 {
		t.Errorf("got %v", s)
	}
}
