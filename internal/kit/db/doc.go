// Package db opens the database and hands out statements and transactions. It
// is the only package that knows which engine runs: SQLite in one file by
// default, PostgreSQL where one machine is not enough. Everything above writes
// one SQL text with $1 marks for both.
//
// Words: a [DB] is an open database. A [Tx] is one write transaction with one
// now. [Q] is what both can do, so that a store function runs in or out of a
// transaction. An [Instant] is a moment, a [Day] a calendar day in Japan; the
// two never mix.
//
// Rules of the shared dialect, kept by tests here and in the packages above:
//
//   - instants are BIGINT unix microseconds, days are TEXT YYYY-MM-DD, JSON is
//     passed as string, identifiers are made in Go
//   - no ILIKE, LATERAL, DELETE USING, sequences, triggers, SAVEPOINT, date
//     functions, data-modifying CTE; write CAST($1 AS TEXT) IS NULL
//   - the only fragments that differ by engine are [Tx.ForUpdate] and
//     [Tx.SkipLocked]
//
// Tables: goose_db_version (which migrations have run) and, on PostgreSQL,
// goose_lock (who runs them now).
package db
