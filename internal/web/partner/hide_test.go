package partner

import (
	"fmt"
	"testing"
)

func TestHide(t *testing.T) {
	for name, c := range map[string]struct {
		cells []int
		want  string // x = hidden
		sum   bool   // hidden
	}{
		"no cell":                                {nil, "[]", false},
		"many people":                            {[]int{24, 21, 36}, "[24 21 36]", false},
		"nobody speaks of nobody":                {[]int{24, 0, 36}, "[24 0 36]", false},
		"five are enough":                        {[]int{24, 5}, "[24 5]", false},
		"four are not, and one more covers them": {[]int{24, 4, 36}, "[x x 36]", false},
		"the only event cannot be covered":       {[]int{3}, "[x]", true},
		"nor can one beside empty ones":          {[]int{0, 3, 0}, "[0 x 0]", true},
		"two small ones cover each other":        {[]int{2, 4, 20}, "[x x 20]", false},
		"two of four people each would be found": {[]int{4, 4, 20}, "[x x x]", false},
		"two of one person each would be found":  {[]int{1, 1, 20}, "[x x x]", false},
		"five of one person each would be found": {[]int{1, 1, 1, 1, 1}, "[x x x x x]", true},
		"the smallest of the others covers":      {[]int{3, 40, 8, 20}, "[x 40 x 20]", false},
		"a zero covers nothing":                  {[]int{3, 0, 9}, "[x 0 x]", false},
	} {
		t.Run(name, func(t *testing.T) {
			hidden, sum := hide(c.cells)
			shown := make([]any, len(c.cells))
			for i := range c.cells {
				shown[i] = any(c.cells[i])
				if hidden[i] {
					shown[i] = "x"
				}
			}
			if got := fmt.Sprint(shown); got != c.want || sum != c.sum {
				t.Errorf("%s, sum hidden %v; want %s, %v", got, sum, c.want, c.sum)
			}
		})
	}
}

// TestNobodyIsFoundBySubtraction plays the attacker who knows how figures are
// hidden: for every table of four cells he lists all tables that look the same.
// A small figure must then have at least two possible values.
func TestNobodyIsFoundBySubtraction(t *testing.T) {
	const top = 9
	looks := map[string][][4]int{}
	for n := range top * top * top * top {
		table := [4]int{n % top, n / top % top, n / top / top % top, n / top / top / top}
		look := lookOf(table[:])
		looks[look] = append(looks[look], table)
	}
	for look, tables := range looks {
		for cell := range 4 {
			small, values := false, map[int]bool{}
			for _, table := range tables {
				values[table[cell]] = true
				small = small || table[cell] > 0 && table[cell] < few
			}
			if small && len(values) < 2 {
				t.Fatalf("cell %d of %s can only be %v", cell, look, tables[0])
			}
		}
	}
}

// lookOf is what the page shows of a table.
func lookOf(cells []int) string {
	c := protect(cells, make([]string, len(cells)))
	look := ""
	for i, v := range cells {
		if c.hidden[i] {
			look += "x "
		} else {
			look += fmt.Sprint(v, " ")
		}
	}
	if n, shown := c.sum(""); shown {
		look += fmt.Sprint("= ", n)
	}
	return look
}

func TestGroupsAreProtectedApart(t *testing.T) {
	c := protect([]int{3, 20, 15}, []string{"tokyo", "aomori", "aomori"})
	if _, shown := c.sum("tokyo"); shown {
		t.Error("the only event of a group shows in its sum")
	}
	if n, shown := c.sum("aomori"); !shown || n != 35 {
		t.Errorf("aomori: %d %v", n, shown)
	}
	if _, shown := c.sum(""); shown {
		t.Error("the total less the other group gives the event away")
	}
}
