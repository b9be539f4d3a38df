package partner

import "koryu/internal/card/network"

// secretMatrix is a matrix of ties as far as an officer may see it.
//
// What is published: the people of each group (five or more, see
// [network.Book.Gather]), the cells that are not hidden, the total, and the sum
// of each row of which no cell is hidden. So all that an attacker knows of the
// hidden cells is their sum, which hide leaves room for.
type secretMatrix struct {
	network.Matrix
	Hidden [][]bool
	NoSum  []bool // of a row
	any    bool
}

// protectMatrix hides cells. ok is false when even the total would give a cell
// away: then nothing of the matrix may be shown, and no total either.
func protectMatrix(m network.Matrix) (s secretMatrix, ok bool) {
	s = secretMatrix{Matrix: m, Hidden: make([][]bool, len(m.Groups)), NoSum: make([]bool, len(m.Groups))}
	var cells []int
	for i := range m.Groups {
		s.Hidden[i] = make([]bool, len(m.Groups))
		cells = append(cells, m.Cells[i][i:]...) // each pair of groups once
	}
	hidden, noTotal := hide(cells)
	if noTotal {
		return secretMatrix{}, false
	}
	k := 0
	for i := range m.Groups {
		for j := i; j < len(m.Groups); j++ {
			if hidden[k] {
				s.Hidden[i][j], s.Hidden[j][i] = true, true
				s.NoSum[i], s.NoSum[j], s.any = true, true, true
			}
			k++
		}
	}
	return s, true
}

// small tells whether a figure speaks of few enough to be hidden.
func small(n int) bool { return n > 0 && n < few }
