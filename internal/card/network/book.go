package network

import (
	"cmp"
	"slices"
)

// Person is somebody in a book: an opaque name, and the group in each cut.
type Person struct {
	ID     string
	Groups map[Cut]Group
}

// In is the person's group.
func (p Person) In(c Cut) Group {
	if g := p.Groups[c]; g != "" {
		return g
	}
	return Unknown
}

// Tie is a pair of people, by their place in Book.People.
type Tie struct{ A, B int }

// Book is the people of an event or a year, and their ties. Make it with [New].
type Book struct {
	People []Person
	Ties   []Tie // A < B, each once, in order
}

// Pair is a tie between two people by their names.
type Pair struct{ A, B string }

// New makes a book. A person counts once, a pair counts once, whichever way
// round; a pair with oneself or with somebody who is not among the people is
// left out. The order of people and pairs does not matter.
func New(people []Person, pairs []Pair) Book {
	b := Book{People: slices.Clone(people)}
	slices.SortStableFunc(b.People, func(x, y Person) int { return cmp.Compare(x.ID, y.ID) })
	b.People = slices.CompactFunc(b.People, func(x, y Person) bool { return x.ID == y.ID })
	at := make(map[string]int, len(b.People))
	for i, p := range b.People {
		at[p.ID] = i
	}
	for _, p := range pairs {
		x, okA := at[p.A]
		y, okB := at[p.B]
		if okA && okB && x != y {
			b.Ties = append(b.Ties, Tie{min(x, y), max(x, y)})
		}
	}
	slices.SortFunc(b.Ties, func(x, y Tie) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	b.Ties = slices.Compact(b.Ties)
	return b
}

// Degrees counts the ties of each person.
func (b Book) Degrees() []int {
	n := make([]int, len(b.People))
	for _, t := range b.Ties {
		n[t.A]++
		n[t.B]++
	}
	return n
}

// Alone lists the people without a tie.
func (b Book) Alone() []int {
	var list []int
	for i, n := range b.Degrees() {
		if n == 0 {
			list = append(list, i)
		}
	}
	return list
}

// Between counts the ties between two groups of a cut, or within one.
func (b Book) Between(c Cut, x, y Group) int {
	n := 0
	for _, t := range b.Ties {
		if b.joins(t, c, x, y) {
			n++
		}
	}
	return n
}

// Joining lists the ties that [Book.Between] counts.
func (b Book) Joining(c Cut, x, y Group) []Tie {
	var list []Tie
	for _, t := range b.Ties {
		if b.joins(t, c, x, y) {
			list = append(list, t)
		}
	}
	return list
}

func (b Book) joins(t Tie, c Cut, x, y Group) bool {
	g, h := b.People[t.A].In(c), b.People[t.B].In(c)
	return g == x && h == y || g == y && h == x
}

// Tied is the book without the people who have no tie.
func (b Book) Tied() Book {
	degrees := b.Degrees()
	place := make([]int, len(b.People))
	out := Book{Ties: make([]Tie, 0, len(b.Ties))}
	for i, p := range b.People {
		place[i] = len(out.People)
		if degrees[i] > 0 {
			out.People = append(out.People, p)
		}
	}
	for _, t := range b.Ties {
		out.Ties = append(out.Ties, Tie{place[t.A], place[t.B]})
	}
	return out
}

// Gather puts groups of fewer than least people under Unknown, and the smallest
// of the others too while Unknown itself has some, but too few. What is left has
// least people in every group, unless there are fewer than that in all.
func (b Book) Gather(c Cut, least int) Book {
	count := map[Group]int{}
	for _, p := range b.People {
		count[p.In(c)]++
	}
	small := map[Group]bool{}
	for _, g := range c.Groups() {
		if n := count[g]; g != Unknown && n > 0 && n < least {
			small[g] = true
			count[Unknown] += n
			delete(count, g)
		}
	}
	for count[Unknown] > 0 && count[Unknown] < least && len(count) > 1 {
		next := Group("")
		for _, g := range c.Groups() {
			if n, ok := count[g]; ok && g != Unknown && (next == "" || n < count[next]) {
				next = g
			}
		}
		small[next] = true
		count[Unknown] += count[next]
		delete(count, next)
	}
	out := Book{People: slices.Clone(b.People), Ties: b.Ties}
	for i, p := range out.People {
		if g := p.In(c); small[g] {
			out.People[i] = Person{ID: p.ID, Groups: map[Cut]Group{c: Unknown}}
		}
	}
	return out
}

// Matrix counts ties between the groups of a cut that have people.
type Matrix struct {
	Cut    Cut
	Groups []Group
	People []int   // in each group
	Alone  []int   // of them without a tie
	Cells  [][]int // ties between row and column; the diagonal is within a group
	Total  int     // all ties, each once
}

// Matrix counts the book in a cut.
func (b Book) Matrix(c Cut) Matrix {
	m := Matrix{Cut: c, Total: len(b.Ties)}
	count, alone := map[Group]int{}, map[Group]int{}
	for i, n := range b.Degrees() {
		g := b.People[i].In(c)
		count[g]++
		if n == 0 {
			alone[g]++
		}
	}
	at := map[Group]int{}
	for _, g := range c.Groups() {
		if count[g] > 0 {
			at[g] = len(m.Groups)
			m.Groups = append(m.Groups, g)
			m.People, m.Alone = append(m.People, count[g]), append(m.Alone, alone[g])
		}
	}
	m.Cells = make([][]int, len(m.Groups))
	for i := range m.Cells {
		m.Cells[i] = make([]int, len(m.Groups))
	}
	for _, t := range b.Ties {
		x, y := at[b.People[t.A].In(c)], at[b.People[t.B].In(c)]
		m.Cells[x][y]++
		if x != y {
			m.Cells[y][x]++
		}
	}
	return m
}

// Touching is the sum of a row: the ties that somebody of the group has.
func (m Matrix) Touching(row int) int {
	n := 0
	for _, v := range m.Cells[row] {
		n += v
	}
	return n
}
