package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

func TestAMemoIsNeverOlderThanTheLastCommit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		set := func(n int) {
			t.Helper()
			err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				if n == 0 {
					_, err := tx.Exec(ctx, `INSERT INTO job_turn (kind, turn, next_at) VALUES ('memo', 0, 0)`)
					return err
				}
				_, err := tx.Exec(ctx, `UPDATE job_turn SET turn = $1 WHERE kind = 'memo'`, n)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
		var memo db.Memo[string, int]
		get := func() int {
			n, err := memo.Do(d, "memo", func() (n int, err error) {
				return n, d.QueryRow(ctx, `SELECT turn FROM job_turn WHERE kind = 'memo'`).Scan(&n)
			})
			if err != nil {
				t.Error(err)
			}
			return n
		}
		set(0)
		for n := 1; n <= 50; n++ {
			var wg sync.WaitGroup
			for range 4 { // who reads meanwhile may remember the old or the new
				wg.Go(func() {
					for range 20 {
						get()
					}
				})
			}
			set(n)
			if got := get(); got != n {
				t.Fatalf("after the commit of %d it says %d", n, got)
			}
			wg.Wait()
		}
	})
}

func TestAMemoRemembersOnlyWhatWasAnswered(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	var memo db.Memo[int, int]
	reads := 0
	read := func() (int, error) { reads++; return 7, nil }
	for range 3 {
		if v, err := memo.Do(d, 1, read); v != 7 || err != nil {
			t.Error(v, err)
		}
	}
	if reads != 1 {
		t.Errorf("%d reads of the same", reads)
	}
	no := errors.New("no")
	for range 2 {
		if _, err := memo.Do(d, 2, func() (int, error) { reads++; return 0, no }); !errors.Is(err, no) {
			t.Error(err)
		}
	}
	if reads != 3 {
		t.Error("an error was remembered")
	}
}
