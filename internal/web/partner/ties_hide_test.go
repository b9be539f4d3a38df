package partner

import (
	"fmt"
	"testing"

	"koryu/internal/card/network"
)

// matrixOf builds a symmetric matrix of n groups from figures, each pair of
// groups once.
func matrixOf(n int, cells []int) network.Matrix {
	m := network.Matrix{Groups: make([]network.Group, n), People: make([]int, n), Cells: make([][]int, n)}
	for i := range n {
		m.Cells[i] = make([]int, n)
	}
	k := 0
	for i := range n {
		for j := i; j < n; j++ {
			m.Cells[i][j], m.Cells[j][i] = cells[k], cells[k]
			m.Total += cells[k]
			k++
		}
	}
	return m
}

// lookOfMatrix is everything that a page shows of a matrix.
func lookOfMatrix(m network.Matrix) string {
	s, ok := protectMatrix(m)
	if !ok {
		return "withheld"
	}
	look := fmt.Sprint("= ", m.Total)
	for i := range m.Groups {
		for j := range m.Groups {
			if s.Hidden[i][j] {
				look += " x"
			} else {
				look += fmt.Sprint(" ", m.Cells[i][j])
			}
		}
		if s.NoSum[i] {
			look += " | x;"
		} else {
			look += fmt.Sprint(" | ", m.Touching(i), ";")
		}
	}
	return look
}

// TestNoCellOfAMatrixIsFoundBySubtraction plays the attacker who knows how cells
// are hidden: of all small matrices he lists those that look the same. A small
// figure must then have at least two possible values.
func TestNoCellOfAMatrixIsFoundBySubtraction(t *testing.T) {
	for groups, top := range map[int]int{1: 30, 2: 30, 3: 8} {
		n := groups * (groups + 1) / 2
		looks, all := map[string][][]int{}, 1
		for range n {
			all *= top
		}
		for code := range all {
			cells := make([]int, n)
			for i, rest := 0, code; i < n; i++ {
				cells[i], rest = rest%top, rest/top
			}
			look := lookOfMatrix(matrixOf(groups, cells))
			looks[look] = append(looks[look], cells)
		}
		for look, tables := range looks {
			for cell := range n {
				few, values := false, map[int]bool{}
				for _, table := range tables {
					values[table[cell]] = true
					few = few || small(table[cell])
				}
				if few && len(values) < 2 {
					t.Fatalf("%d groups: cell %d of %s can only be %v", groups, cell, look, tables[0])
				}
			}
		}
	}
}

// TestNoHiddenCellStandsAloneInAnEquation looks at larger random matrices: no
// row, column or total may hold a single hidden cell, since it would follow.
func TestNoHiddenCellStandsAloneInAnEquation(t *testing.T) {
	row := uint32(7)
	roll := func(below int) int {
		row = row*1664525 + 1013904223
		return int(uint64(row) * uint64(below) >> 32)
	}
	for range 20_000 {
		n := 1 + roll(5)
		cells := make([]int, n*(n+1)/2)
		for i := range cells {
			if cells[i] = roll(12); roll(3) == 0 {
				cells[i] = roll(200)
			}
		}
		m := matrixOf(n, cells)
		s, ok := protectMatrix(m)
		if !ok {
			continue
		}
		hidden, sum := 0, 0
		for i := range n {
			inRow := 0
			for j := range n {
				if s.Hidden[i][j] != s.Hidden[j][i] {
					t.Fatal("a cell is hidden and its mirror is not")
				}
				if small(m.Cells[i][j]) && !s.Hidden[i][j] {
					t.Fatalf("a cell of %d is shown", m.Cells[i][j])
				}
				if s.Hidden[i][j] {
					inRow++
				}
				if j >= i && s.Hidden[i][j] {
					hidden, sum = hidden+1, sum+m.Cells[i][j]
				}
			}
			if inRow > 0 && !s.NoSum[i] {
				t.Fatalf("row %d shows its sum beside %d hidden cells: %v", i, inRow, cells)
			}
		}
		// all that is known of the hidden cells is their sum
		if hidden == 1 || hidden > 1 && (sum-(hidden-1) < few || sum == hidden*(few-1)) {
			t.Fatalf("%d hidden cells of %d in all can be told: %v", hidden, sum, cells)
		}
	}
}
