package network

import "math"

// point is a place in the plane.
type point struct{ x, y float64 }

// term is a wish of two people to stand a distance apart.
type term struct {
	i, j    int
	wish, w float64
}

// Rounds of the descent, and how far wishes within and across groups differ from
// the steps between two people: groups gather without being torn apart.
const (
	rounds      = 36
	withinShare = 0.75
	acrossShare = 1.3
)

// spread finds places for the people of one component whose distances are those
// of the network, as far as the plane allows: descent on one pair at a time, with
// steps that grow smaller.
func spread(near [][]int, group []Group, d *dice) []point {
	n := len(near)
	at := make([]point, n)
	for i := range at {
		angle, r := 2*math.Pi*d.share(), math.Sqrt(float64(n)*d.share())
		at[i] = point{r * math.Cos(angle), r * math.Sin(angle)}
	}
	if n < 2 {
		return at
	}
	terms, furthest := wishes(near, group)
	first, last := furthest*furthest, 0.05
	for round := range rounds {
		step := first * math.Pow(last/first, float64(round)/(rounds-1))
		for i := len(terms) - 1; i > 0; i-- {
			j := d.below(i + 1)
			terms[i], terms[j] = terms[j], terms[i]
		}
		for _, t := range terms {
			pull(at, t, min(1, t.w*step))
		}
	}
	return at
}

func pull(at []point, t term, share float64) {
	dx, dy := at[t.i].x-at[t.j].x, at[t.i].y-at[t.j].y
	length := math.Sqrt(dx*dx + dy*dy)
	if length < 1e-9 {
		dx, dy, length = 1e-3, 1e-3*float64(t.i-t.j), 1e-3
	}
	m := share * (length - t.wish) / (2 * length)
	at[t.i].x -= m * dx
	at[t.i].y -= m * dy
	at[t.j].x += m * dx
	at[t.j].y += m * dy
}

// wishes are the steps between each two people, and the largest.
func wishes(near [][]int, group []Group) (terms []term, furthest float64) {
	n := len(near)
	terms = make([]term, 0, n*(n-1)/2)
	steps, queue := make([]int, n), make([]int, 0, n)
	for i := range n {
		for j := range steps {
			steps[j] = -1
		}
		steps[i] = 0
		queue = append(queue[:0], i)
		for k := 0; k < len(queue); k++ {
			for _, j := range near[queue[k]] {
				if steps[j] < 0 {
					steps[j] = steps[queue[k]] + 1
					queue = append(queue, j)
				}
			}
		}
		for j := i + 1; j < n; j++ {
			wish := float64(steps[j])
			if group[i] == group[j] {
				wish *= withinShare
			} else {
				wish *= acrossShare
			}
			furthest = max(furthest, wish)
			terms = append(terms, term{i, j, wish, 1 / (wish * wish)})
		}
	}
	return terms, furthest
}

// turn lays the longest way through the points level.
func turn(at []point) {
	mx, my := 0.0, 0.0
	for _, p := range at {
		mx, my = mx+p.x, my+p.y
	}
	mx, my = mx/float64(len(at)), my/float64(len(at))
	var xx, xy, yy float64
	for _, p := range at {
		xx, xy, yy = xx+(p.x-mx)*(p.x-mx), xy+(p.x-mx)*(p.y-my), yy+(p.y-my)*(p.y-my)
	}
	angle := math.Atan2(2*xy, xx-yy) / 2
	sin, cos := math.Sincos(-angle)
	for i, p := range at {
		x, y := p.x-mx, p.y-my
		at[i] = point{x*cos - y*sin, x*sin + y*cos}
	}
}

// squeeze is how much less far than they are those on the outside are drawn.
const squeeze = 0.72

// gatherIn draws the points on the outside nearer to the middle (0, 0), and so
// gives more room to the crowd in it.
func gatherIn(at []point) {
	widest := 0.0
	for _, p := range at {
		widest = max(widest, math.Hypot(p.x, p.y))
	}
	for i, p := range at {
		if r := math.Hypot(p.x, p.y); r > 0 {
			m := math.Pow(r/widest, squeeze-1)
			at[i] = point{p.x * m, p.y * m}
		}
	}
}
