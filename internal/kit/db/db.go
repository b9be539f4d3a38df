package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/id"
)

// Engine is the database behind a [DB].
type Engine int

const (
	SQLite Engine = iota + 1
	Postgres
)

func (e Engine) String() string {
	switch e {
	case SQLite:
		return "SQLite"
	case Postgres:
		return "PostgreSQL"
	}
	return fmt.Sprintf("engine %d", int(e))
}

// Options are what a [DB] is given to work with. The zero value is complete.
type Options struct {
	Clock clock.Clock  // default: the machine's clock
	IDs   id.Source    // default: random
	Log   *slog.Logger // default: silent

	// MaxConns bounds the connections to PostgreSQL, or the readers of SQLite.
	// Default: 16, or 8.
	MaxConns int

	// Shared opens an existing SQLite file beside a running server, for tools
	// that look or copy. Without it the DB is the file's only server.
	Shared bool
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine Engine
	write  *sql.DB // SQLite: one connection; PostgreSQL: the same pool as read
	read   *sql.DB
	turn   chan struct{} // SQLite: whoever holds it may write; first come, first served
	lock   *fileLock
	path   string // SQLite: the file
	dsn    string

	clock   clock.Clock
	ids     id.Source
	log     *slog.Logger
	signals signals
	commits commits
}

// Open opens the database at dsn, "sqlite:<path>" or "postgres://…". It creates
// a missing SQLite file but no tables; see [DB.Migrate].
//
// It fails when the file is served by another process, when the engine is not
// as durable as it must be, and when PostgreSQL cannot be reached. Errors name
// the remedy and never hold the password.
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	d := &DB{dsn: dsn, clock: o.Clock, ids: o.IDs, log: o.Log}
	if d.clock == nil {
		d.clock = clock.System()
	}
	if d.ids == nil {
		d.ids = id.Random()
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	var err error
	switch scheme, rest, _ := strings.Cut(dsn, ":"); scheme {
	case "sqlite":
		err = d.openSQLite(ctx, rest, o)
	case "postgres", "postgresql":
		err = d.openPostgres(ctx, dsn, o)
	default:
		err = errors.New(`db: the database address must begin with "sqlite:" or "postgres://"`)
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// Close ends all connections and gives the file free.
func (d *DB) Close() error {
	var errs []error
	if d.read != nil && d.read != d.write {
		errs = append(errs, d.read.Close())
	}
	if d.write != nil {
		errs = append(errs, d.write.Close())
	}
	if d.lock != nil {
		errs = append(errs, d.lock.release())
	}
	return errors.Join(errs...)
}

// Engine tells which database runs. It is for tools that report; code above
// this package behaves alike on both.
func (d *DB) Engine() Engine { return d.engine }

// Clock is the clock that transactions read.
func (d *DB) Clock() clock.Clock { return d.clock }

// IDs is the source that [Tx.NewID] draws from.
func (d *DB) IDs() id.Source { return d.ids }

// Now is the present moment for reads outside a transaction.
func (d *DB) Now() Instant { return FromTime(d.clock.Now()) }
