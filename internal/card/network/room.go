package network

import (
	"math"
	"slices"
)

// gap is the free room between two shapes.
const gap = 4.0

// part pushes shapes apart until none touches another. What is too crowded to
// be sorted out is drawn wider.
func part(at []point, radius []float64) {
	widest := 0.0
	for _, r := range radius {
		widest = max(widest, r)
	}
	cell := 2*widest + gap
	for try := 0; ; try++ {
		for range 60 {
			if !push(at, radius, cell) {
				return
			}
		}
		for i := range at {
			at[i].x *= 1.06
			at[i].y *= 1.06
		}
	}
}

type place struct{ x, y int }

// push moves each two that are too close, once; it says whether any were.
func push(at []point, radius []float64, cell float64) bool {
	in := func(p point) place { return place{int(math.Floor(p.x / cell)), int(math.Floor(p.y / cell))} }
	here := make(map[place][]int, len(at))
	for i, p := range at {
		here[in(p)] = append(here[in(p)], i)
	}
	moved := false
	for i := range at {
		c := in(at[i])
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				for _, j := range here[place{c.x + dx, c.y + dy}] {
					if j > i && shove(at, i, j, radius[i]+radius[j]+gap) {
						moved = true
					}
				}
			}
		}
	}
	return moved
}

// shove puts i and j the distance apart, if they are closer.
func shove(at []point, i, j int, apart float64) bool {
	dx, dy := at[i].x-at[j].x, at[i].y-at[j].y
	length := math.Hypot(dx, dy)
	if length >= apart {
		return false
	}
	if length < 1e-6 { // on one spot: each pair goes its own way
		sin, cos := math.Sincos(float64(i)*2.4 + float64(j))
		dx, dy, length = cos, sin, 1
		apart++
	}
	m := (apart - length + 0.5) / (2 * length)
	at[i] = point{at[i].x + m*dx, at[i].y + m*dy}
	at[j] = point{at[j].x - m*dx, at[j].y - m*dy}
	return true
}

// block is one component of the network with its places, from (0, 0).
type block struct {
	people []int
	at     []point
	w, h   float64
}

// fit moves the places of a block to its corner and measures it.
func (b *block) fit(radius []float64) {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for i, p := range b.at {
		r := radius[i]
		left, top = min(left, p.x-r), min(top, p.y-r)
		right, bottom = max(right, p.x+r), max(bottom, p.y+r)
	}
	for i := range b.at {
		b.at[i].x -= left
		b.at[i].y -= top
	}
	b.w, b.h = right-left, bottom-top
}

// aisle is the room between two components.
const aisle = 34.0

// pack places the blocks, the largest first: it stands to the left, the others
// in lines beside it as long as there is room, and below. It returns the corners
// and the size of it all.
func pack(blocks []block, width float64) (corner []point, w, h float64) {
	corner = make([]point, len(blocks))
	if len(blocks) == 0 {
		return corner, 0, 0
	}
	rest := make([]int, 0, len(blocks))
	for i := range blocks[1:] {
		rest = append(rest, i+1)
	}
	w, h = blocks[0].w, blocks[0].h
	if side := width - w - aisle; side > 0 {
		var used float64
		rest, used, _ = shelve(blocks, corner, rest, point{w + aisle, 0}, side, h)
		if used > 0 {
			w += aisle + used
		}
	}
	if len(rest) > 0 {
		_, used, tall := shelve(blocks, corner, rest, point{0, h + aisle}, max(width, w), math.Inf(1))
		w, h = max(w, used), h+aisle+tall
	}
	return corner, w, h
}

// shelve fills a region line by line and returns what had no room.
func shelve(blocks []block, corner []point, list []int, from point, width, height float64) (rest []int, w, h float64) {
	x, y, tall := 0.0, 0.0, 0.0
	for _, i := range list {
		b := blocks[i]
		if x > 0 && x+b.w > width {
			x, y, tall = 0, y+tall+aisle, 0
		}
		if b.w > width || y+b.h > height {
			rest = append(rest, i)
			continue
		}
		corner[i] = point{from.x + x, from.y + y}
		x, tall = x+b.w+aisle, max(tall, b.h)
		w, h = max(w, x-aisle), max(h, y+tall)
	}
	return rest, w, h
}

// components cuts the network into parts that are not tied to one another, the
// largest first; people without a tie are in none.
func components(near [][]int) [][]int {
	seen := make([]bool, len(near))
	var all [][]int
	for i := range near {
		if seen[i] || len(near[i]) == 0 {
			continue
		}
		part := []int{i}
		seen[i] = true
		for k := 0; k < len(part); k++ {
			for _, j := range near[part[k]] {
				if !seen[j] {
					seen[j] = true
					part = append(part, j)
				}
			}
		}
		slices.Sort(part)
		all = append(all, part)
	}
	slices.SortStableFunc(all, func(x, y []int) int { return len(y) - len(x) })
	return all
}
