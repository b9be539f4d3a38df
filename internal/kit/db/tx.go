package db

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"time"

	"koryu/internal/kit/id"
)

const (
	retryLimit  = 30 * time.Second // from the first attempt; then the caller hears of it
	commitLimit = 20 * time.Second // for COMMIT alone, whatever the caller's patience
	firstPause  = 5 * time.Millisecond
	longPause   = time.Second
)

// Tx is one attempt at a write transaction. It is for one goroutine.
type Tx struct {
	db    *DB
	tx    *sql.Tx
	now   Instant
	after []func()
}

// Tx runs fn in a transaction that may write, and commits when fn gives nil.
// Any error of fn undoes everything and is handed back as it is.
//
// fn may run several times: after serialisation failures, deadlocks, broken
// connections and a busy file it starts again, for at most 30 seconds. So fn
// does nothing but SQL; what reaches outside goes through a job or
// [Tx.AfterCommit]. A transaction inside fn is refused.
//
// A caller who goes away does not cancel COMMIT. When the answer to COMMIT is
// lost, the error is [ErrUnknownOutcome]; see [DB.TxIdempotent].
func (d *DB) Tx(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return d.run(ctx, false, fn)
}

// TxIdempotent is [DB.Tx] for an fn that recognises, by a key it has stored
// itself, that an earlier run of it was committed. It is run again also after a
// COMMIT whose answer was lost. Such an fn must write even when it recognises
// its key, so that its own COMMIT waits for what the first one left behind.
func (d *DB) TxIdempotent(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return d.run(ctx, true, fn)
}

type insideTx struct{}

func (d *DB) run(ctx context.Context, idempotent bool, fn func(context.Context, *Tx) error) error {
	if ctx.Value(insideTx{}) != nil {
		return errors.New("db: a transaction was begun inside a transaction")
	}
	budget := time.NewTimer(retryLimit)
	defer budget.Stop()
	unknown := false
	for try := 0; ; try++ {
		after, err := d.attempt(ctx, fn)
		if err == nil {
			for _, f := range after {
				f()
			}
			return nil
		}
		lost := errors.Is(err, ErrUnknownOutcome)
		unknown = unknown || lost
		again := isRetryable(err) || lost && idempotent
		if lost && !idempotent || !again || !d.pause(ctx, budget.C, try, err) {
			return d.outcome(err, unknown, again)
		}
	}
}

// outcome chooses the error that the caller sees: once an answer to COMMIT was
// lost, later failures do not make it known.
func (d *DB) outcome(err error, unknown, again bool) error {
	switch {
	case unknown && again && !errors.Is(err, ErrUnknownOutcome):
		return ErrUnknownOutcome.Because(err)
	case again && !unknown:
		return ErrUnavailable.Because(err)
	}
	return asUnavailable(err)
}

// pause waits before the next attempt: 5 ms doubled each time up to a second,
// of which a random half is taken off. It gives false when time is up.
func (d *DB) pause(ctx context.Context, budget <-chan time.Time, try int, err error) bool {
	if d.engine == Postgres && (isBrokenConn(err) || isCode(err, "25006") || isCode(err, "57P01")) {
		d.dropIdle()
	}
	wait := min(firstPause<<min(try, 10), longPause)
	dice := binary.BigEndian.Uint16(id.Random().Token(2))
	wait -= wait * time.Duration(dice) / (2 << 16)
	d.log.DebugContext(ctx, "transaction is tried again", "try", try+1, "wait", wait, "cause", err)
	select {
	case <-budget:
		return false
	default:
		return sleep(ctx, wait)
	}
}

// sleep gives false when ctx ends first.
func sleep(ctx context.Context, wait time.Duration) bool {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// attempt runs fn once, from BEGIN to COMMIT, and gives what is to be done after.
func (d *DB) attempt(ctx context.Context, fn func(context.Context, *Tx) error) (after []func(), err error) {
	if d.turn != nil {
		select {
		case d.turn <- struct{}{}:
			defer func() { <-d.turn }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	inner, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer inner.Rollback() // nothing to do after COMMIT; also runs when fn panics
	tx := &Tx{db: d, tx: inner, now: d.Now()}
	if err := fn(context.WithValue(ctx, insideTx{}, true), tx); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d.commits.begin()
	err = inner.Commit()
	d.commits.end()
	if err != nil {
		if isUndone(err) || ctx.Err() != nil && errors.Is(err, ctx.Err()) {
			return nil, err
		}
		return nil, ErrUnknownOutcome.Because(err)
	}
	return tx.after, nil
}

// Exec changes rows and gives their number.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := checkArgs(args); err != nil {
		return 0, err
	}
	res, err := t.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Query reads rows, those of this transaction included.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := checkArgs(args); err != nil {
		return nil, err
	}
	return t.tx.QueryContext(ctx, query, args...)
}

// QueryRow reads at most one row.
func (t *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if err := checkArgs(args); err != nil {
		ctx = refusal{ctx, err}
	}
	return t.tx.QueryRowContext(ctx, query, args...)
}

// Now is the moment of this attempt. It stands still within the attempt.
func (t *Tx) Now() Instant { return t.now }

// NewID makes an identifier for a new row; later ones are greater.
func (t *Tx) NewID() string { return t.db.ids.New(t.now.Time()) }

// ForUpdate ends a SELECT whose rows are to be locked until the end. SQLite
// needs no words for it: the whole transaction is alone.
func (t *Tx) ForUpdate() string {
	if t.db.engine == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// SkipLocked ends a SELECT that locks rows and passes over those that another
// transaction has locked.
func (t *Tx) SkipLocked() string {
	if t.db.engine == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// AfterCommit runs f once this attempt is committed, in the order of the calls.
// A crash in between loses f, so it is for hints only.
func (t *Tx) AfterCommit(f func()) { t.after = append(t.after, f) }
