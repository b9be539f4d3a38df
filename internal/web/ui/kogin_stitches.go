package ui

// Stitches is the band of a seed as stitches, for those who draw it on paper:
// how many columns one repeat has, and for each row the runs of stitches, from
// one column up to another.
func Stitches(seed string) (columns int, rows [][][2]int) {
	c := weave(roll(seed))
	columns = 2 * c.r
	for y := range 2*c.r + 5 {
		var runs [][2]int
		for x := 0; x < columns; x++ {
			from := x
			for x < columns && c.stitch(x, y) {
				x++
			}
			if x > from {
				runs = append(runs, [2]int{from, x})
			}
		}
		rows = append(rows, runs)
	}
	return columns, rows
}

// stitch is the cloth between two rows of single stitches, as bandOf sews it.
func (c cloth) stitch(x, y int) bool {
	last := 2*c.r + 4
	switch y {
	case 0, last:
		return (x+c.r)%4 != 2
	case 1, last - 1:
		return false
	}
	return c.at(x, y-2)
}
