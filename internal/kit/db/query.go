package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Q runs statements. [DB] and [Tx] both do, so a store function serves in and
// out of a transaction. Each text is prepared once per connection; therefore
// texts are constants or come from [Insert] and [In], and values are arguments.
type Q interface {
	// Exec gives the number of rows that were changed.
	Exec(ctx context.Context, query string, args ...any) (int64, error)
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
}

// Exec runs one statement in a transaction of its own.
func (d *DB) Exec(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = d.Tx(ctx, func(ctx context.Context, tx *Tx) error {
		n, err = tx.Exec(ctx, query, args...)
		return err
	})
	return n, err
}

// Query reads outside a transaction. On SQLite the connection cannot write. A
// connection that turns out to be broken is replaced.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := checkRead(ctx, args); err != nil {
		return nil, err
	}
	rows, err := d.read.QueryContext(ctx, query, args...)
	for try := 0; d.worthReadingAgain(ctx, err, try); try++ {
		rows, err = d.read.QueryContext(ctx, query, args...)
	}
	return rows, err
}

// QueryRow reads at most one row; its Scan gives [sql.ErrNoRows] where there is
// none.
func (d *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if err := checkRead(ctx, args); err != nil {
		return d.read.QueryRowContext(refusal{ctx, err}, query)
	}
	row := d.read.QueryRowContext(ctx, query, args...)
	for try := 0; d.worthReadingAgain(ctx, row.Err(), try); try++ {
		row = d.read.QueryRowContext(ctx, query, args...)
	}
	return row
}

// View runs fn on one unchanging picture of the database, for exports and
// reports whose parts must agree. Writing in it fails.
func (d *DB) View(ctx context.Context, fn func(ctx context.Context, q Q) error) error {
	level := sql.LevelDefault
	if d.engine == Postgres {
		level = sql.LevelRepeatableRead
	}
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: level})
	if err != nil {
		return asUnavailable(err)
	}
	defer tx.Rollback()
	return asUnavailable(fn(ctx, view{tx}))
}

type view struct{ tx *sql.Tx }

func (v view) Exec(context.Context, string, ...any) (int64, error) {
	return 0, fmt.Errorf("db: a view cannot write")
}

func (v view) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return v.tx.QueryContext(ctx, query, args...)
}

func (v view) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return v.tx.QueryRowContext(ctx, query, args...)
}

// worthReadingAgain allows two more tries after a broken connection. All idle
// connections are likely broken with it, so they go first.
func (d *DB) worthReadingAgain(ctx context.Context, err error, try int) bool {
	if err == nil || d.engine != Postgres || try >= 2 || ctx.Err() != nil || !isRetryable(err) {
		return false
	}
	d.dropIdle()
	return true
}

// dropIdle closes every connection that nobody uses. After a failover they lead
// to a server that no longer takes writes.
func (d *DB) dropIdle() {
	d.write.SetMaxIdleConns(0)
	d.write.SetMaxIdleConns(maxIdle)
}

// checkRead also refuses to read past the transaction that ctx belongs to: it
// would not see what that has written, and would wait for a second connection
// while holding one.
func checkRead(ctx context.Context, args []any) error {
	if ctx.Value(insideTx{}) != nil {
		return errors.New("db: inside a transaction, read through the transaction")
	}
	return checkArgs(args)
}

// refusal is a context that has ended with err, since a [sql.Row] takes its error
// from nowhere else.
type refusal struct {
	context.Context
	err error
}

func (r refusal) Err() error { return r.err }

func (r refusal) Done() <-chan struct{} {
	done := make(chan struct{})
	close(done)
	return done
}

// checkArgs refuses the argument types that the engines would store in
// different ways, or in a way that cannot be compared.
func checkArgs(args []any) error {
	for i, a := range args {
		switch a.(type) {
		case time.Time, *time.Time:
			return fmt.Errorf("db: argument $%d is a time.Time; pass db.FromTime(t) or db.DayOf(t)", i+1)
		}
	}
	return nil
}
