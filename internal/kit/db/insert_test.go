package db_test

import (
	"fmt"
	"slices"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

func TestInsertAddsEveryRowOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE n (i BIGINT PRIMARY KEY, s TEXT)")
		for _, count := range []int{0, 1, 3, 4, 5, 255, 256, 257, 1000} {
			exec(t, d, "DELETE FROM n")
			rows := make([][]any, count)
			for i := range rows {
				rows[i] = []any{i, fmt.Sprint("row ", i)}
			}
			if err := db.Insert(t.Context(), d, "n", []string{"i", "s"}, rows); err != nil {
				t.Fatal(err)
			}
			n := number(t, d, "SELECT COUNT(*) FROM n")
			good := number(t, d, "SELECT COUNT(*) FROM n WHERE s = 'row ' || CAST(i AS TEXT)")
			if n != int64(count) || good != n {
				t.Errorf("%d rows became %d, %d of them whole", count, n, good)
			}
		}
	})
}

func TestInsertWithGivesTheNumberOfNewRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE n (i BIGINT PRIMARY KEY)")
		exec(t, d, "INSERT INTO n (i) VALUES (2), (4)")
		var rows [][]any
		for i := range 6 {
			rows = append(rows, []any{i})
		}
		n, err := db.InsertWith(t.Context(), d, "n", []string{"i"}, append(rows, []any{5}), "ON CONFLICT (i) DO NOTHING")
		if err != nil || n != 4 {
			t.Errorf("%d new rows, %v", n, err)
		}
		if err := db.Insert(t.Context(), d, "n", []string{"i"}, rows); !db.IsUnique(err) {
			t.Errorf("a row that exists gives %v", err)
		}
		if err := db.Insert(t.Context(), d, "n", []string{"i"}, [][]any{{1, 2}}); err == nil {
			t.Error("two values went into one column")
		}
	})
}

func TestInFindsTheListedAndNoOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE n (org_id TEXT, i BIGINT)")
		for i := range 300 {
			exec(t, d, "INSERT INTO n (org_id, i) VALUES ($1, $2)", []string{"a", "b"}[i%2], i)
		}
		for _, count := range []int{0, 1, 2, 5, 65, 150} {
			var list []int64
			for i := range count {
				list = append(list, int64(i*2))
			}
			marks, args := db.In(2, list)
			got := number(t, d, "SELECT COUNT(*) FROM n WHERE org_id = $1 AND i IN ("+marks+")", append([]any{"a"}, args...)...)
			if got != int64(count) {
				t.Errorf("%d listed, %d found", count, got)
			}
		}
	}, dbtest.WithMaxConns(1))
}

func TestInHasFewShapes(t *testing.T) {
	var shapes []int
	for n := 1; n <= 1000; n++ {
		_, args := db.In(1, make([]string, n))
		if len(args) < n {
			t.Fatalf("%d values gave %d arguments", n, len(args))
		}
		if !slices.Contains(shapes, len(args)) {
			shapes = append(shapes, len(args))
		}
	}
	if len(shapes) > 6 {
		t.Errorf("shapes %v", shapes)
	}
	if _, args := db.In(5, make([]string, 30_000)); len(args)+4 > 32766 {
		t.Errorf("%d arguments do not fit", len(args))
	}
}
