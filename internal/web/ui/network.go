package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"koryu/internal/card/network"
)

// Shape tells a group of people in a network apart, beside its colour and word.
type Shape string

// The shapes. Ring is for those of whom nothing is known.
const (
	Disc     Shape = "disc"
	Square   Shape = "square"
	Diamond  Shape = "diamond"
	Triangle Shape = "triangle"
	Ring     Shape = "ring"
)

// NetworkProps is a picture of who met whom. Without Dots, Empty says why there
// is none.
type NetworkProps struct {
	Title, Lead string
	Alt         string // what the picture shows, in a sentence
	Drawing     network.Drawing
	Dots        []NetworkDot // by the place in the drawing
	Ties        []network.Tie
	Groups      []NetworkGroup
	Rest        string // words above the row of people without a tie
	Past        *LinkProps
	Source      string
	Empty       string
}

// NetworkDot is one person. Who may not see names leaves Label and Href empty.
type NetworkDot struct {
	Shape       Shape
	Name, Label string // Label is the name with group and ties
	Href        string
}

// NetworkGroup is a line of the key.
type NetworkGroup struct {
	Shape        Shape
	Label, Count string
}

// named tells that the picture leads to people.
func (n NetworkProps) named() bool {
	return slices.ContainsFunc(n.Dots, func(d NetworkDot) bool { return d.Href != "" })
}

// crowded pictures keep their size on a phone and are moved under the thumb.
func (n NetworkProps) crowded() bool { return len(n.Dots) > network.Some }

// size is the width that the picture takes at most.
func (n NetworkProps) size() string {
	switch {
	case len(n.Dots) <= network.Few:
		return "net__picture net__picture--few"
	case len(n.Dots) <= network.Some:
		return "net__picture net__picture--some"
	}
	return "net__picture"
}

func (n NetworkProps) box() string {
	return "0 0 " + px(n.Drawing.W) + " " + px(n.Drawing.H)
}

// lines is one path for all ties within a group, or across.
func (n NetworkProps) lines(across bool) string {
	var b strings.Builder
	for _, t := range n.Ties {
		if (n.Dots[t.A].Shape != n.Dots[t.B].Shape) != across {
			continue
		}
		x, y := n.Drawing.Spots[t.A], n.Drawing.Spots[t.B]
		b.WriteString("M" + px(x.X) + " " + px(x.Y) + "L" + px(y.X) + " " + px(y.Y))
	}
	return b.String()
}

// netDot is a person where they stand.
type netDot struct {
	NetworkDot
	network.Spot
}

// dots are the people from top to bottom: the order of the keyboard, and one that
// tells nothing of who they are.
func (n NetworkProps) dots() []netDot {
	order := make([]int, len(n.Dots))
	for i := range order {
		order[i] = i
	}
	spots := n.Drawing.Spots
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(spots[i].Y, spots[j].Y), cmp.Compare(spots[i].X, spots[j].X))
	})
	out := make([]netDot, len(order))
	for k, i := range order {
		out[k] = netDot{NetworkDot: n.Dots[i], Spot: spots[i]}
	}
	return out
}

// outline is the path of a shape as large to the eye as a disc of radius r.
func (s Shape) outline(x, y, r float64) string {
	at := func(dx, dy float64) string { return px(x+dx*r) + " " + px(y+dy*r) }
	switch s {
	case Square:
		return "M" + at(-.88, -.88) + "H" + px(x+.88*r) + "V" + px(y+.88*r) + "H" + px(x-.88*r) + "Z"
	case Diamond:
		return "M" + at(0, -1.2) + "L" + at(1.2, 0) + "L" + at(0, 1.2) + "L" + at(-1.2, 0) + "Z"
	case Triangle:
		return "M" + at(0, -1.15) + "L" + at(1.1, .8) + "L" + at(-1.1, .8) + "Z"
	}
	return ""
}

// round is the radius of a circle; a ring has its line outside.
func (d netDot) round() float64 {
	if d.Shape == Ring {
		return d.R * 0.88
	}
	return d.R
}

func (d netDot) nameY() float64 { return d.Y - d.R*1.2 - 6 }

// nameAnchor keeps a name inside the box.
func (d netDot) nameAnchor(width float64) string {
	switch {
	case d.X < 120:
		return "start"
	case d.X > width-120:
		return "end"
	}
	return "middle"
}

// restLine is where the words above the row stand.
func (n NetworkProps) restLine() float64 { return n.Drawing.Rest + 28 }

// HeatProps is a matrix of the same groups in rows and columns: figures on a
// ground that is the deeper, the higher they are.
type HeatProps struct {
	Caption, Corner string
	Heads           []string // of the columns; the first len(Rows) are the groups
	Rows            []HeatRow
	Foot            *HeatRow
	Notes           []string
}

// HeatRow is one group.
type HeatRow struct {
	Shape Shape
	Label string
	Cells []HeatCell
}

// HeatCell is a figure; Href opens its rows.
type HeatCell struct {
	Text, Href string
	Hint       string // read after the figure
	Level      int    // 0 to 5
	Sum        bool   // a total or a count beside the matrix
	On         bool   // its rows are open
}

func (c HeatCell) class() string {
	s := "heat__cell"
	if c.Sum {
		s += " heat__cell--sum"
	} else if c.Level > 0 {
		s += " heat__cell--" + strconv.Itoa(min(5, c.Level))
	}
	if c.On {
		s += " heat__cell--on"
	}
	return s
}

// HeatLevel is the depth of the ground for a figure among figures up to top.
func HeatLevel(value, top int) int {
	if value <= 0 || top <= 0 {
		return 0
	}
	return max(1, (value*5+top-1)/top)
}
