package partner

// few is the number of people from which a figure speaks of nobody in
// particular.
const few = 5

// hide says which of the cells of one column may not be shown, so that nobody
// can be told from them: those of one to four people, and the next smallest
// ones until the sum of what is hidden leaves room: at least two cells, of
// which each could be five people if the others were one, and not all of them
// four. It says too whether the sum must go, because hiding cells is not
// enough.
//
// Zero is shown: it speaks of nobody.
func hide(cells []int) (hidden []bool, sum bool) {
	hidden = make([]bool, len(cells))
	n, people := 0, 0
	take := func(i int) { hidden[i], n, people = true, n+1, people+cells[i] }
	for i, c := range cells {
		if c > 0 && c < few {
			take(i)
		}
	}
	for n > 0 && (n < 2 || people-(n-1) < few || people == n*(few-1)) {
		least := 0
		for i, c := range cells {
			if !hidden[i] && c > 0 && (least == 0 || c < least) {
				least = c
			}
		}
		if least == 0 {
			return hidden, true
		}
		for i, c := range cells { // all of them: the choice of one would tell
			if !hidden[i] && c == least {
				take(i)
			}
		}
	}
	return hidden, false
}

// column is the figures of all events in one kind.
type column struct {
	cells   []int
	hidden  []bool
	groups  []string        // of each cell; sums by group are shown too
	noSum   map[string]bool // groups whose sum is hidden
	noTotal bool
}

// protect hides cells group by group: where sums of groups are shown, cells of
// one group cannot cover those of another.
func protect(cells []int, groups []string) column {
	c := column{cells: cells, groups: groups, hidden: make([]bool, len(cells)), noSum: map[string]bool{}}
	members := map[string][]int{}
	for i, g := range groups {
		members[g] = append(members[g], i)
	}
	for g, list := range members {
		part := make([]int, len(list))
		for at, i := range list {
			part[at] = cells[i]
		}
		hidden, sum := hide(part)
		for at, i := range list {
			c.hidden[i] = hidden[at]
		}
		c.noSum[g] = sum
		c.noTotal = c.noTotal || sum
	}
	return c
}

// sum adds one group up; group "" is all of them.
func (c column) sum(group string) (n int, shown bool) {
	for i, v := range c.cells {
		if group == "" || c.groups[i] == group {
			n += v
		}
	}
	if group == "" {
		return n, !c.noTotal
	}
	return n, !c.noSum[group]
}
