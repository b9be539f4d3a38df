package demo_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"koryu/internal/kit/db"
)

func TestTwoBuildsAreTheSame(t *testing.T) {
	first, second := build(t, db.SQLite), build(t, db.SQLite)
	one, two := dump(t, first.DB), dump(t, second.DB)
	for table, rows := range one {
		if slices.Equal(rows, two[table]) {
			continue
		}
		for i := range rows {
			if i >= len(two[table]) || rows[i] != two[table][i] {
				t.Errorf("%s: row %d of %d and %d:\n%s\n%s", table, i, len(rows), len(two[table]), rows[i], strings.Join(two[table][min(i, len(two[table])):min(i+1, len(two[table]))], ""))
				break
			}
		}
	}
	if a, b := fmt.Sprint(first.Manifest), fmt.Sprint(second.Manifest); a != b {
		t.Errorf("the manifests differ:\n%s\n%s", a, b)
	}
	a, b := first.Mails.Sent(), second.Mails.Sent()
	if len(a) != len(b) || len(a) < 500 {
		t.Errorf("%d and %d mails", len(a), len(b))
	}
	for i := range min(len(a), len(b)) {
		if a[i].ID != b[i].ID || a[i].To != b[i].To || a[i].Text != b[i].Text {
			t.Fatalf("mail %d differs: %s to %s, %s to %s", i, a[i].Subject, a[i].To, b[i].Subject, b[i].To)
		}
	}
}

// dump gives all rows of all tables as text, sorted.
func dump(t *testing.T, d *db.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, name := range texts(t, d, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'`) {
		columns := texts(t, d, `SELECT name FROM pragma_table_info($1)`, name)
		for i, c := range columns {
			columns[i] = `quote("` + c + `")`
		}
		rows := texts(t, d, `SELECT `+strings.Join(columns, ` || ',' || `)+` FROM "`+name+`"`)
		slices.Sort(rows)
		all[name] = rows
	}
	return all
}

func texts(t *testing.T, d *db.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := d.Query(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
