// Package dbtest gives tests a real, empty database of their own on each engine.
//
// SQLite is always there. PostgreSQL is used when TEST_POSTGRES_URL names a
// database, sorted by C.UTF-8, in which schemas may be created; without it those sub-tests are
// skipped, and with KORYU_REQUIRE_ALL=1 they fail.
package dbtest

import (
	"database/sql"
	"os"
	"sync"
	"testing"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/id"
)

// Start is where the default clock stands: 18 November 2024, 10:00 Asia/Tokyo.
var Start = time.Date(2024, time.November, 18, 10, 0, 0, 0, clock.JST)

// Option changes how a test's database is opened.
type Option func(*config)

type config struct {
	db.Options
	empty bool
}

// WithClock sets the clock. Default: a [clock.Manual] at [Start].
func WithClock(c clock.Clock) Option { return func(o *config) { o.Clock = c } }

// WithIDs sets the source of identifiers. Default: random.
func WithIDs(s id.Source) Option { return func(o *config) { o.IDs = s } }

// WithMaxConns sets the number of connections. Default: 4, since many tests
// share one PostgreSQL.
func WithMaxConns(n int) Option { return func(o *config) { o.MaxConns = n } }

// Empty leaves the tables out.
func Empty() Option { return func(o *config) { o.empty = true } }

// Engines are those that [Each] runs on.
var Engines = []db.Engine{db.SQLite, db.Postgres}

// Each runs the test once per engine, as a sub-test with a migrated database of
// its own.
func Each(t *testing.T, test func(t *testing.T, d *db.DB), options ...Option) {
	t.Helper()
	for _, engine := range Engines {
		t.Run(engine.String(), func(t *testing.T) {
			test(t, Open(t, engine, options...))
		})
	}
}

// Open gives a migrated database that is closed and removed when t ends. It skips
// t when the engine is PostgreSQL and none is there.
func Open(t testing.TB, engine db.Engine, options ...Option) *db.DB {
	t.Helper()
	url := URL(t, engine, options...)
	d, err := db.Open(t.Context(), url, resolve(options).Options)
	if err != nil {
		t.Fatal(err)
	}
	addressesMu.Lock()
	addresses[d] = url
	addressesMu.Unlock()
	t.Cleanup(func() {
		addressesMu.Lock()
		delete(addresses, d)
		addressesMu.Unlock()
		if err := d.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return d
}

// URL gives the address of a fresh database that nobody has opened, for tests
// that open it several times or hand it to another process.
func URL(t testing.TB, engine db.Engine, options ...Option) string {
	t.Helper()
	o := resolve(options)
	if engine == db.SQLite {
		return sqliteURL(t, o.empty)
	}
	if os.Getenv("TEST_POSTGRES_URL") == "" {
		if os.Getenv("KORYU_REQUIRE_ALL") == "1" {
			t.Fatal("TEST_POSTGRES_URL is not set, and KORYU_REQUIRE_ALL=1 forbids to skip")
		}
		t.Skip("TEST_POSTGRES_URL is not set")
	}
	return postgresURL(t, o.empty)
}

func resolve(options []Option) config {
	o := config{Options: db.Options{Clock: clock.NewManual(Start), MaxConns: 4}}
	for _, set := range options {
		set(&o)
	}
	return o
}

// Admin gives bare connections to the PostgreSQL server, for tests that hurt it.
// It skips t when there is none.
func Admin(t testing.TB) *sql.DB {
	t.Helper()
	if os.Getenv("TEST_POSTGRES_URL") == "" {
		t.Skip("TEST_POSTGRES_URL is not set")
	}
	pool, err := adminPool()
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

// Address is the address of a database that [Open] or [Each] gave, to open it a
// second time.
func Address(d *db.DB) string {
	addressesMu.Lock()
	defer addressesMu.Unlock()
	return addresses[d]
}

var (
	addressesMu sync.Mutex
	addresses   = make(map[*db.DB]string)
)
