package ui

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// cell is the size of one stitch of a band in px.
const cell = 4

// band is one repeat of a pattern. Stitches run along the weft over an odd
// number of warp threads, as in こぎん刺し, and the repeat is symmetric both
// ways, so bands meet without a seam.
type band struct {
	ID   string
	W, H int // in stitches
	Cell int // px a stitch
	Path string
}

func (b band) width() string  { return fmt.Sprint(b.W * b.Cell) }
func (b band) height() string { return fmt.Sprint(b.H * b.Cell) }
func (b band) box() string    { return fmt.Sprintf("0 0 %d %d", b.W*b.Cell, b.H*b.Cell) }

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

// motif tells which stitches of a diamond carry thread. x and y count from its
// centre; the diamond ends at |x|+|y| = r.
type motif func(x, y, r int) bool

// The diamonds, after the 基礎模様 that makers in Tsugaru name.
var motifs = []motif{
	rings(2, 0b01), rings(4, 0b0111), rings(6, 0b010111),
	beans, flower, butterfly, catsEye, stones, scales,
}

// rings are diamonds in diamonds: bit i of on tells whether the i-th ring
// from the edge (of every) is stitched.
func rings(every int, on uint) motif {
	return func(x, y, r int) bool { return on>>((r-far(x, y))%every)&1 == 1 }
}

// beans (豆コ): a lattice of small diamonds.
func beans(x, y, r int) bool {
	u, v := x+y, x-y
	return (u+90)%6 != 3 && (v+90)%6 != 3 && far(x, y) != r-1
}

// flower (花コ): a heart and four petals.
func flower(x, y, r int) bool {
	s := r / 2
	ax, ay := abs(x), abs(y)
	petal := min(far(ax-s, ay), far(ax, ay-s))
	return petal < s-1 && petal%2 == 0 || far(x, y) <= 1
}

// butterfly (てこな): two wings, point to point.
func butterfly(x, y, r int) bool {
	return abs(x) > abs(y) && (r-far(x, y))%4 != 2 || x == 0 && abs(y)%2 == 0
}

// catsEye (猫のまなぐ): an eye within a ring.
func catsEye(x, y, r int) bool {
	k := far(x, y)
	return k <= r/3 && k != 1 || k >= r-1
}

// stones (石畳): a rotated draught board.
func stones(x, y, _ int) bool {
	u, v := x+y+122, x-y+122
	return (u/5+v/5)%2 == 0
}

// scales (うろこ): chevrons that meet in the middle.
func scales(x, y, r int) bool { return (abs(x)+r-abs(y)+60)%4 < 2 && abs(x) != abs(y) }

func far(x, y int) int { return abs(x) + abs(y) }
func abs(n int) int    { return max(n, -n) }

// cloth is a lattice of large diamonds with smaller ones where they meet.
type cloth struct {
	r         int // reach of the large diamond
	frame     int // width of the line around it: odd
	big, gaps motif
}

func weave(d *dice) cloth {
	r := 9 + 2*d.n(2)
	big := d.n(len(motifs))
	gaps := (big + 1 + d.n(len(motifs)-1)) % len(motifs)
	return cloth{r: r, frame: 1 + 2*d.n(2), big: motifs[big], gaps: motifs[gaps]}
}

// at tells whether the stitch at x, y carries thread. The repeat is 2r wide
// and 2r high, with a large diamond in its middle.
func (c cloth) at(x, y int) bool {
	dx, dy := x%(2*c.r)-c.r, y%(2*c.r)-c.r
	k := far(dx, dy)
	switch in := c.r - 1 - c.frame; {
	case k > c.r: // the corner diamond, seen from its own centre
		gx, gy := c.r-abs(dx), c.r-abs(dy)
		return far(gx, gy) <= c.r-3 && c.gaps(gx, gy, c.r-3)
	case k == c.r || k == in+1 && c.frame == 1:
		return false
	case k > in:
		return true
	case k == in:
		return false
	default:
		return c.big(dx, dy, in-1)
	}
}

// bandOf is a strip one diamond high between two rows of single stitches.
func bandOf(seed string, cell int) band {
	c := weave(roll(seed))
	w, h := 2*c.r, 2*c.r+1
	hem := func(x, y int) bool {
		switch {
		case y == 0 || y == h+3:
			return (x+c.r)%4 != 2
		case y == 1 || y == h+2:
			return false
		}
		return c.at(x, y-2)
	}
	return band{ID: "kogin-" + short(seed, strconv.Itoa(cell)), W: w, H: h + 4, Cell: cell, Path: sew(w, h+4, cell, hem)}
}

// slimBandOf is the band in fine stitches, for the head of a page.
func slimBandOf(seed string) band { return bandOf(seed, cell/2) }

// tileOf is the cloth of the seed seen from nearer, two diamonds wide.
func tileOf(seed string) band {
	c := weave(roll(seed))
	w := 4 * c.r
	return band{W: w, H: w, Cell: cell, Path: sew(w, w, cell, c.at)}
}

// sew writes runs of stitches as one path.
func sew(w, h, cell int, on func(x, y int) bool) string {
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
