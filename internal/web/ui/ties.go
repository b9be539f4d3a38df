package ui

import (
	"koryu/internal/card/network"
	"koryu/internal/kit/i18n"
)

// GroupShape is the shape of a group, the same on every page.
func GroupShape(g network.Group) Shape {
	switch g {
	case network.Metro, network.Senior, network.IT:
		return Disc
	case network.Local, network.Seeker, network.NonIT:
		return Square
	case network.Hosts:
		return Diamond
	case network.Elsewhere, network.Others:
		return Triangle
	}
	return Ring
}

// GroupWord names a group.
func GroupWord(p *i18n.Printer, g network.Group) string { return p.T("ties.group." + string(g)) }

// CutWord names a way to tell people apart.
func CutWord(p *i18n.Printer, c network.Cut) string { return p.T("ties.cut." + string(c)) }

// AcrossWord names the two groups between which ties are wanted.
func AcrossWord(p *i18n.Printer, c network.Cut) string {
	a, b := c.Across()
	return p.T("ties.across", "a", GroupWord(p, a), "b", GroupWord(p, b))
}

// PictureOf is the picture of a book without names. seed decides how it lies.
func PictureOf(p *i18n.Printer, b network.Book, c network.Cut, seed string) NetworkProps {
	m := b.Matrix(c)
	alone := len(b.Alone())
	n := NetworkProps{
		Title: p.T("ties.picture"), Lead: p.T("ties.picture_lead"), Drawing: b.Draw(c, seed), Ties: b.Ties,
		Alt: p.T("ties.picture_alt", "people", p.Number(len(b.People)), "ties", p.Number(len(b.Ties)),
			"across", AcrossWord(p, c), "n", p.Number(between(b, c)), "alone", p.Number(alone)),
	}
	if alone > 0 {
		n.Rest = p.N("ties.picture_rest", alone)
	}
	for i, g := range m.Groups {
		n.Groups = append(n.Groups, NetworkGroup{Shape: GroupShape(g), Label: GroupWord(p, g), Count: p.N("ties.people", m.People[i])})
	}
	for _, person := range b.People {
		n.Dots = append(n.Dots, NetworkDot{Shape: GroupShape(person.In(c))})
	}
	return n
}

func between(b network.Book, c network.Cut) int {
	x, y := c.Across()
	return b.Between(c, x, y)
}
