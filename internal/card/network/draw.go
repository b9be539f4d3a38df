package network

import (
	"cmp"
	"math"
	"slices"
)

// MaxDrawn is how many people a picture holds: beyond it, shapes on a page are
// too small to tell apart.
const MaxDrawn = 600

// Up to Few people make a small picture, up to Some a middling one.
const (
	Few  = 12
	Some = 60
)

// Spot is the place of one person.
type Spot struct{ X, Y, R float64 }

// Drawing is the places of a picture, in a box of its own units from (0, 0).
// Rest is where the row of the people without a tie begins, 0 if there are none.
type Drawing struct {
	W, H  float64
	Spots []Spot // by the place in Book.People
	Rest  float64
}

// Sizes of the picture.
const (
	margin   = 16.0
	roomEach = 9.0 // of a square around the shape
	aspect   = 1.55
	restHead = 46.0 // the line and the words above the row
	restGap  = 10.0
)

// widthFor is the usual width of a picture of n people.
func widthFor(n int) float64 {
	switch {
	case n <= Few:
		return 480
	case n <= Some:
		return 720
	}
	return 960
}

// Draw finds a place for everybody. The same book, cut and seed give the same
// drawing.
func (b Book) Draw(c Cut, seed string) Drawing {
	out := Drawing{W: widthFor(len(b.People)), Spots: make([]Spot, len(b.People))}
	if len(b.People) == 0 {
		return out
	}
	near := make([][]int, len(b.People))
	for _, t := range b.Ties {
		near[t.A] = append(near[t.A], t.B)
		near[t.B] = append(near[t.B], t.A)
	}
	base := min(18, 18*math.Pow(12/float64(len(b.People)), 0.28))
	for i := range out.Spots {
		out.Spots[i].R = base * min(1.5, 0.8+0.11*math.Sqrt(float64(len(near[i]))))
	}
	d := diceFor(seed)
	var blocks []block
	for _, people := range components(near) {
		blocks = append(blocks, b.block(c, people, near, out.Spots, base, d))
	}
	corner, w, h := pack(blocks, out.W-2*margin)
	out.W = max(out.W, w+2*margin)
	left := (out.W - w) / 2
	for i, bl := range blocks {
		for k, person := range bl.people {
			out.Spots[person].X = left + corner[i].x + bl.at[k].x
			out.Spots[person].Y = margin + corner[i].y + bl.at[k].y
		}
	}
	out.H = h + 2*margin
	b.rest(&out, c, near, base)
	return out
}

// block lays out one component.
func (b Book) block(c Cut, people []int, near [][]int, spots []Spot, base float64, d *dice) block {
	at := make(map[int]int, len(people))
	for k, person := range people {
		at[person] = k
	}
	inside, group, radius := make([][]int, len(people)), make([]Group, len(people)), make([]float64, len(people))
	for k, person := range people {
		group[k], radius[k] = b.People[person].In(c), spots[person].R
		for _, other := range near[person] {
			inside[k] = append(inside[k], at[other])
		}
	}
	bl := block{people: people, at: spread(inside, group, d)}
	turn(bl.at)
	gatherIn(bl.at)
	stretch(bl.at, base)
	part(bl.at, radius)
	bl.fit(radius)
	return bl
}

// stretch gives the points the room that so many shapes need, a little wider
// than high where their own form allows it.
func stretch(at []point, base float64) {
	var w, h float64
	for _, p := range at {
		w, h = max(w, 2*math.Abs(p.x)), max(h, 2*math.Abs(p.y))
	}
	w, h = max(w, 1e-3), max(h, w/6)
	room := float64(len(at)) * roomEach * 4 * base * base
	scale := math.Sqrt(room / (w * h))
	lean := min(1.25, max(0.8, math.Sqrt(aspect*h/w)))
	for i := range at {
		at[i].x *= scale * lean
		at[i].y *= scale / lean
	}
}

// rest puts the people without a tie into a calm row below, group by group.
func (b Book) rest(out *Drawing, c Cut, near [][]int, base float64) {
	var alone []int
	for i := range near {
		if len(near[i]) == 0 {
			alone = append(alone, i)
		}
	}
	if len(alone) == 0 {
		return
	}
	order := c.Groups()
	slices.SortStableFunc(alone, func(x, y int) int {
		return cmp.Compare(slices.Index(order, b.People[x].In(c)), slices.Index(order, b.People[y].In(c)))
	})
	out.Rest = margin
	if len(alone) < len(near) {
		out.Rest = out.H
	}
	pitch := 2*base + restGap
	line := max(1, int((out.W-2*margin)/pitch))
	for k, person := range alone {
		out.Spots[person].X = margin + base + float64(k%line)*pitch
		out.Spots[person].Y = out.Rest + restHead + base + float64(k/line)*pitch
	}
	lines := (len(alone) + line - 1) / line
	out.H = out.Rest + restHead + float64(lines)*pitch + margin
}
