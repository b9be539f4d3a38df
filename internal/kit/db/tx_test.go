package db_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

type ctx = context.Context

func TestATransactionIsAllOrNothing(t *testing.T) {
	refused := errors.New("refused")
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE n (i BIGINT PRIMARY KEY)")
		hooks := 0
		add := func(i int, end func(context.CancelFunc) error) error {
			c, cancel := context.WithCancel(t.Context())
			defer cancel()
			return d.Tx(c, func(c ctx, tx *db.Tx) error {
				tx.AfterCommit(func() { hooks++ })
				if _, err := tx.Exec(c, "INSERT INTO n (i) VALUES ($1)", i); err != nil {
					return err
				}
				return end(cancel)
			})
		}
		if err := add(1, func(context.CancelFunc) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if err := add(2, func(context.CancelFunc) error { return refused }); err != refused {
			t.Errorf("the error came back as %v", err)
		}
		if err := add(3, func(cancel context.CancelFunc) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("a caller who left before COMMIT gets %v", err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			add(4, func(context.CancelFunc) error { panic("bug") })
		}()
		if err := add(5, func(context.CancelFunc) error { return nil }); err != nil {
			t.Errorf("after a panic: %v", err)
		}
		if n, sum := number(t, d, "SELECT COUNT(*) FROM n"), number(t, d, "SELECT SUM(i) FROM n"); n != 2 || sum != 6 || hooks != 2 {
			t.Errorf("%d rows, sum %d, %d hooks", n, sum, hooks)
		}
	})
}

func TestATransactionHasOneNow(t *testing.T) {
	hand := clock.NewManual(dbtest.Start)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		d.Tx(t.Context(), func(_ ctx, tx *db.Tx) error {
			before := tx.Now()
			hand.Advance(time.Hour)
			if tx.Now() != before {
				t.Error("now moved within the transaction")
			}
			if a, b := tx.NewID(), tx.NewID(); len(a) != 36 || a >= b {
				t.Errorf("identifiers %s, %s", a, b)
			}
			return nil
		})
	}, dbtest.WithClock(hand))
}

func TestATransactionInsideATransactionIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Tx(t.Context(), func(c ctx, _ *db.Tx) error {
			return d.Tx(c, func(ctx, *db.Tx) error { return nil })
		})
		if err == nil || !strings.Contains(err.Error(), "inside a transaction") {
			t.Errorf("got %v", err)
		}
	})
}

func TestReadingPastTheTransactionIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Tx(t.Context(), func(c ctx, tx *db.Tx) error {
			if _, err := d.Query(c, "SELECT kind FROM job_turn"); err == nil || !strings.Contains(err.Error(), "through the transaction") {
				t.Errorf("rows: %v", err)
			}
			var n int
			if err := d.QueryRow(c, "SELECT COUNT(*) FROM job_turn").Scan(&n); err == nil || !strings.Contains(err.Error(), "through the transaction") {
				t.Errorf("a row: %v", err)
			}
			if err := tx.QueryRow(c, "SELECT COUNT(*) FROM job_turn WHERE next_at = $1", time.Now()).Scan(&n); err == nil || !strings.Contains(err.Error(), "time.Time") {
				t.Errorf("a time.Time: %v", err)
			}
			return tx.QueryRow(c, "SELECT COUNT(*) FROM job_turn").Scan(&n)
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestReadersCannotWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE n (i BIGINT)")
		err := d.View(t.Context(), func(c ctx, q db.Q) error {
			_, err := q.Exec(c, "INSERT INTO n (i) VALUES (1)")
			return err
		})
		if err == nil {
			t.Error("a view wrote")
		}
		if d.Engine() == db.SQLite {
			rows, err := d.Query(t.Context(), "INSERT INTO n (i) VALUES (1) RETURNING i")
			if err == nil {
				rows.Close()
				err = rows.Err()
			}
			if err == nil {
				t.Error("the reading pool wrote")
			}
		}
		if n := number(t, d, "SELECT COUNT(*) FROM n"); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestAViewDoesNotSeeWhatComesLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE n (i BIGINT)")
		err := d.View(t.Context(), func(_ ctx, q db.Q) error {
			before := number(t, q, "SELECT COUNT(*) FROM n")
			exec(t, d, "INSERT INTO n (i) VALUES (1)")
			if after := number(t, q, "SELECT COUNT(*) FROM n"); after != before {
				t.Errorf("the picture changed from %d to %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestConcurrentWritersLoseNothing reads, thinks and writes. With a deferred
// BEGIN on SQLite half of these transactions are refused, and without the row
// lock PostgreSQL loses updates.
func TestConcurrentWritersLoseNothing(t *testing.T) {
	const writers, rounds = 8, 50
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE counter (id TEXT PRIMARY KEY, n BIGINT NOT NULL)")
		exec(t, d, "INSERT INTO counter (id, n) VALUES ('c', 0)")
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for range rounds {
					err := d.Tx(t.Context(), func(c ctx, tx *db.Tx) error {
						var n int64
						if err := tx.QueryRow(c, "SELECT n FROM counter WHERE id = $1"+tx.ForUpdate(), "c").Scan(&n); err != nil {
							return err
						}
						_, err := tx.Exec(c, "UPDATE counter SET n = $1 WHERE id = $2", n+1, "c")
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		if n := number(t, d, "SELECT n FROM counter"); n != writers*rounds {
			t.Errorf("%d of %d increments survived", n, writers*rounds)
		}
	}, dbtest.WithMaxConns(writers))
}

// TestASerialisationFailureIsRunAgain lets a second writer get in between under
// REPEATABLE READ, which PostgreSQL answers with 40001.
func TestASerialisationFailureIsRunAgain(t *testing.T) {
	d := dbtest.Open(t, db.Postgres)
	exec(t, d, "CREATE TABLE counter (n BIGINT NOT NULL)")
	exec(t, d, "INSERT INTO counter (n) VALUES (0)")
	runs := 0
	err := d.Tx(t.Context(), func(c ctx, tx *db.Tx) error {
		runs++
		if _, err := tx.Exec(c, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"); err != nil {
			return err
		}
		n := number(t, tx, "SELECT n FROM counter")
		if runs < 3 {
			exec(t, d, "UPDATE counter SET n = n + 10")
		}
		_, err := tx.Exec(c, "UPDATE counter SET n = $1", n+1)
		return err
	})
	if n := number(t, d, "SELECT n FROM counter"); err != nil || runs != 3 || n != 21 {
		t.Errorf("%d runs, counter %d, %v", runs, n, err)
	}
}

func TestADeadlockIsRunAgain(t *testing.T) {
	d := dbtest.Open(t, db.Postgres)
	exec(t, d, "CREATE TABLE lockrow (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)")
	exec(t, d, "INSERT INTO lockrow (id, n) VALUES (1, 0), (2, 0)")
	var met sync.WaitGroup
	met.Add(2)
	var runs atomic.Int32
	cross := func(first, second int) error {
		waited := false
		return d.Tx(t.Context(), func(c ctx, tx *db.Tx) error {
			runs.Add(1)
			if _, err := tx.Exec(c, "UPDATE lockrow SET n = n + 1 WHERE id = $1", first); err != nil {
				return err
			}
			if !waited {
				waited = true
				met.Done()
				met.Wait()
			}
			_, err := tx.Exec(c, "UPDATE lockrow SET n = n + 1 WHERE id = $1", second)
			return err
		})
	}
	other := make(chan error, 1)
	go func() { other <- cross(2, 1) }()
	if err := errors.Join(cross(1, 2), <-other); err != nil {
		t.Fatal(err)
	}
	if n := number(t, d, "SELECT SUM(n) FROM lockrow"); n != 4 || runs.Load() < 3 {
		t.Errorf("sum %d after %d runs", n, runs.Load())
	}
}

func TestABusyFileIsWaitedFor(t *testing.T) {
	url := dbtest.URL(t, db.SQLite)
	d, err := db.Open(t.Context(), url, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	tool, err := db.Open(t.Context(), url, db.Options{Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	defer tool.Close()
	exec(t, d, "CREATE TABLE n (i BIGINT)")
	inside, leave := make(chan struct{}), make(chan struct{})
	held := make(chan error, 1)
	go func() {
		held <- tool.Tx(t.Context(), func(ctx, *db.Tx) error {
			close(inside)
			<-leave
			return nil
		})
	}()
	<-inside
	time.AfterFunc(200*time.Millisecond, func() { close(leave) })
	exec(t, d, "INSERT INTO n (i) VALUES (1)")
	if err := <-held; err != nil {
		t.Error(err)
	}
}

func TestABrokenConnectionIsReplaced(t *testing.T) {
	d := dbtest.Open(t, db.Postgres)
	exec(t, d, "CREATE TABLE n (i BIGINT)")
	breakAll := func() {
		other := dbtest.Admin(t)
		name := text(t, d, "SELECT current_schema()") // each test is also an application
		if _, err := other.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", name); err != nil {
			t.Fatal(err)
		}
	}
	breakAll()
	if n := number(t, d, "SELECT COUNT(*) FROM n"); n != 0 {
		t.Errorf("%d rows", n)
	}
	breakAll()
	if rows, err := d.Query(t.Context(), "SELECT i FROM n"); err != nil {
		t.Errorf("reading: %v", err)
	} else {
		rows.Close()
	}
	runs := 0
	err := d.Tx(t.Context(), func(c ctx, tx *db.Tx) error {
		if runs++; runs < 3 {
			breakAll()
		}
		_, err := tx.Exec(c, "INSERT INTO n (i) VALUES (1)")
		return err
	})
	if n := number(t, d, "SELECT COUNT(*) FROM n"); err != nil || n != 1 || runs != 3 {
		t.Errorf("%d rows after %d runs: %v", n, runs, err)
	}
}

func TestAnUnreachableServerIsUnavailable(t *testing.T) {
	_, err := db.Open(t.Context(), "postgres://koryu:secret-word@127.0.0.1:1/koryu?sslmode=disable", db.Options{})
	if apperr.CategoryOf(err) != apperr.Unavailable {
		t.Errorf("category of %v", err)
	}
	if strings.Contains(err.Error(), "secret-word") {
		t.Errorf("the password stands in %q", err)
	}
}

func TestSignalsReachSubscribersAfterCommitOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		wake, end := d.Subscribe("topic")
		defer end()
		d.Tx(t.Context(), func(_ ctx, tx *db.Tx) error {
			tx.Signal("topic")
			return errors.New("undone")
		})
		select {
		case <-wake:
			t.Error("woken by a transaction that was undone")
		default:
		}
		for range 2 {
			d.Tx(t.Context(), func(_ ctx, tx *db.Tx) error { tx.Signal("topic"); return nil })
		}
		<-wake
		select {
		case <-wake:
			t.Error("two wake-ups were kept")
		default:
		}
	})
}
