package ui

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// cell is the size of one stitch of a band in px.
const cell = 4

// band is one repeat of a pattern. Stitches run along the weft over an odd
// number of warp threads, as in こぎん刺し; the repeat is symmetric both ways.
type band struct {
	ID   string
	W, H int // in stitches
	Path string
}

func (b band) width() string  { return fmt.Sprint(b.W * cell) }
func (b band) height() string { return fmt.Sprint(b.H * cell) }
func (b band) box() string    { return fmt.Sprintf("0 0 %d %d", b.W*cell, b.H*cell) }

// dice is splitmix64: the same seed draws the same band on every machine.
type dice struct{ state uint64 }

func roll(seed string) *dice {
	h := fnv.New64a()
	h.Write([]byte(seed))
	return &dice{h.Sum64()}
}

func (d *dice) n(limit int) int {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return int((z ^ (z >> 31)) % uint64(limit))
}

// stitches tells which cells of the repeat carry thread.
type stitches func(x, y int) bool

func draw(w, h int, on stitches) string {
	var b strings.Builder
	for y := range h {
		for x := 0; x < w; x++ {
			if !on(x, y) {
				continue
			}
			from := x
			for x < w && on(x, y) {
				x++
			}
			fmt.Fprintf(&b, "M%d %dh%d", from*cell, y*cell+cell/2, (x-from)*cell)
		}
	}
	return b.String()
}

func bandOf(seed string) band {
	d := roll(seed)
	r := 7 + 2*d.n(2)
	w, h := 2*r, 2*r+1
	return band{ID: "kogin-" + short(seed), W: w, H: h, Path: draw(w, h, func(x, y int) bool {
		k := dist(x-r, y-r)
		return k <= r && (r-k)%4 != 1
	})}
}

func tileOf(seed string) band { return bandOf(seed) }

func dist(x, y int) int { return max(x, -x) + max(y, -y) }
