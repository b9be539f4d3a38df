package db_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

func TestMigrateIsDoneOnceByOneOfMany(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		processes := []*db.DB{d}
		if d.Engine() == db.Postgres {
			for range 2 {
				processes = append(processes, open(t, dbtest.Address(d), db.Options{MaxConns: 2}))
			}
		}
		if err := d.CheckSchema(t.Context()); err == nil || !strings.Contains(err.Error(), "run koryu migrate") {
			t.Errorf("an empty database passes as %v", err)
		}
		var wg sync.WaitGroup
		for _, p := range processes {
			wg.Go(func() {
				if err := p.Migrate(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if err := d.CheckSchema(t.Context()); err != nil {
			t.Error(err)
		}
		if err := d.Migrate(t.Context()); err != nil {
			t.Errorf("again: %v", err)
		}
	}, dbtest.Empty())
}

func TestANewerSchemaIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)")
		for name, err := range map[string]error{"migrating": d.Migrate(t.Context()), "checking": d.CheckSchema(t.Context())} {
			if !errors.Is(err, db.ErrNewerSchema) || !strings.Contains(err.Error(), "9999") {
				t.Errorf("%s gives %v", name, err)
			}
		}
	})
}

// TestTestsRunOnTheMigratedSchema holds the short way of dbtest against Migrate.
func TestTestsRunOnTheMigratedSchema(t *testing.T) {
	short, long := dbtest.Open(t, db.Postgres), dbtest.Open(t, db.Postgres, dbtest.Empty())
	if err := long.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	columns := func(d *db.DB) (list []string) {
		rows, err := d.Query(t.Context(), `
			SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || COALESCE(column_default, '')
			FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'goose_lock'
			UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename <> 'goose_lock'
			ORDER BY 1`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			list = append(list, s)
		}
		return list
	}
	name := func(d *db.DB) string { return text(t, d, "SELECT current_schema()") }
	a, b := columns(short), columns(long)
	for i := range a {
		a[i] = strings.ReplaceAll(a[i], name(short), "s")
	}
	for i := range b {
		b[i] = strings.ReplaceAll(b[i], name(long), "s")
	}
	slices.Sort(a)
	slices.Sort(b)
	if !slices.Equal(a, b) {
		t.Errorf("short\n%s\nlong\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
}
