package db

import "testing"

func TestPlainMarks(t *testing.T) {
	for name, c := range map[string]struct{ query, want string }{
		"in order":            {"INSERT INTO a VALUES ($1, $2), ($3, $4)", "INSERT INTO a VALUES (?, ?), (?, ?)"},
		"up to two digits":    {"($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)", "(?,?,?,?,?,?,?,?,?,?,?)"},
		"none":                {"SELECT 1", "SELECT 1"},
		"calculating":         {"SELECT 1 - $1 / 2", "SELECT 1 - ? / 2"},
		"twice the same":      {"SELECT $1, $1", "SELECT $1, $1"},
		"in another order":    {"SELECT $2, $1", "SELECT $2, $1"},
		"with a gap":          {"SELECT $1, $3", "SELECT $1, $3"},
		"ten for one":         {"SELECT $10", "SELECT $10"},
		"a mark in quotes":    {"SELECT $1, '$2'", "SELECT $1, '$2'"},
		"a mark in a comment": {"SELECT $1 -- $2", "SELECT $1 -- $2"},
		"ended by a dollar":   {"SELECT $", "SELECT $"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := plainMarks(c.query); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
