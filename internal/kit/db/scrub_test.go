package db_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

const canary = "canary-7f3a91-sings"

// fileBytes are those of the database and its log.
func fileBytes(t *testing.T, d *db.DB) []byte {
	t.Helper()
	path := strings.TrimPrefix(dbtest.Address(d), "sqlite:")
	var all []byte
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

func TestAScrubbedFileHoldsNothingOfDeletedRows(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	ctx := t.Context()
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := d.Exec(ctx, query, args...); err != nil {
			t.Fatal(err)
		}
	}
	for range 50 {
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO attempt (bucket, key_mac, hits, ends_at) VALUES ($1, $2, 1, 1)`, strings.Repeat(canary, 40), tx.NewID())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	exec(`DELETE FROM attempt`)
	if !bytes.Contains(fileBytes(t, d), []byte(canary)) {
		t.Fatal("the control does not hold: the deleted rows are gone without scrubbing")
	}
	if err := d.Scrub(ctx); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(fileBytes(t, d), []byte(canary)) {
		t.Error("the file still holds what was deleted")
	}
	exec(`INSERT INTO attempt (bucket, key_mac, hits, ends_at) VALUES ('a', 'b', 1, 1)`) // it goes on
}

func TestScrubbingTwiceIsNoHarmOnEitherEngine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for range 2 {
			if err := d.Scrub(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}
