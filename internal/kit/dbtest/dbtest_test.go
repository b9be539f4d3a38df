package dbtest_test

import (
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

func TestEachTestHasATidyDatabaseOfItsOwn(t *testing.T) {
	for range 2 {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			have, want, err := d.SchemaVersion(t.Context())
			if err != nil || have != want || want == 0 {
				t.Fatalf("schema %d of %d, %v", have, want, err)
			}
			if n, err := d.Exec(t.Context(), "INSERT INTO job_turn (kind, turn, next_at) VALUES ($1, 1, 1)", "mine"); err != nil || n != 1 {
				t.Fatalf("not fresh: %d, %v", n, err)
			}
			if got := d.Now(); got != db.FromTime(dbtest.Start) {
				t.Errorf("the clock stands at %v", got)
			}
		})
	}
}

func TestAnEmptyDatabaseHasNoTables(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if have, _, err := d.SchemaVersion(t.Context()); err != nil || have != 0 {
			t.Fatalf("schema %d, %v", have, err)
		}
	}, dbtest.Empty())
}
