package roster_test

import (
	"slices"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/message"
	"koryu/internal/privacy"
	"koryu/internal/roster"
)

// left are tables with a person in them that a merge leaves alone, and why.
var left = map[string]string{
	"person_gram": "derived from the person by a job",
}

func TestAMergeForgetsNoTableWithAPersonInIt(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	s := &roster.Service{DB: d, Hooks: []roster.Hook{
		{Repoint: message.Repoint, Holdings: message.Holdings()}, {Repoint: privacy.Repoint, Holdings: privacy.Holdings()},
	}}
	held := func(table, column string) bool {
		return slices.ContainsFunc(s.AllHoldings(), func(h db.Holding) bool { return h.Table == table && slices.Contains(h.Columns, column) })
	}
	rows, err := d.Query(t.Context(), `SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND c.name = 'person_id'
		UNION SELECT m.name, f."from" FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
		WHERE m.type = 'table' AND f."table" = 'person' AND f."from" <> 'org_id'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		n++
		if !held(table, column) && left[table] == "" {
			t.Errorf("%s.%s holds a person, and no hook of a merge names it", table, column)
		}
	}
	if err := rows.Err(); err != nil || n < 10 {
		t.Fatalf("%d columns were found, %v: the test is blind", n, err)
	}
}
