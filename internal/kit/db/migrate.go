package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"koryu/migrations"
)

// ErrNewerSchema says that a later koryu has already changed the tables. This one
// must not touch them.
var ErrNewerSchema = errors.New("db: the database was made by a newer koryu; install that version or a later one, or restore a backup made by this one")

// lockTimeout bounds how long a change of a table may make visitors wait.
const lockTimeout = "2s"

// SchemaVersion gives the schema that the database has, 0 when empty, and the
// one that this program wants. It changes nothing.
func (d *DB) SchemaVersion(ctx context.Context) (have, want int64, err error) {
	if want, err = latest(migrations.FS); err != nil {
		return 0, 0, err
	}
	exists := "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'"
	if d.engine == Postgres {
		exists = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'goose_db_version'"
	}
	var n int
	if err := d.QueryRow(ctx, exists).Scan(&n); err != nil || n == 0 {
		return 0, want, asUnavailable(err)
	}
	err = d.QueryRow(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&have)
	return have, want, asUnavailable(err)
}

// CheckSchema fails with [ErrNewerSchema] on a newer schema, and with the remedy
// on an older one. For programs that do not migrate themselves.
func (d *DB) CheckSchema(ctx context.Context) error {
	have, want, err := d.SchemaVersion(ctx)
	switch {
	case err != nil:
		return err
	case have > want:
		return fmt.Errorf("%w (schema %d, known %d)", ErrNewerSchema, have, want)
	case have < want:
		return fmt.Errorf("db: the tables are of an earlier koryu (schema %d, wanted %d); run koryu migrate", have, want)
	}
	return nil
}

// Migrate brings the schema up to what this program wants, each step in one
// transaction. Of several processes one does it and the others wait. It fails
// with [ErrNewerSchema] when the database is ahead.
func (d *DB) Migrate(ctx context.Context) error {
	have, want, err := d.SchemaVersion(ctx)
	if err != nil || have == want {
		return err
	}
	if have > want {
		return fmt.Errorf("%w (schema %d, known %d)", ErrNewerSchema, have, want)
	}
	return d.migrateTo(ctx, migrations.FS, want)
}

// migrateTo runs the files of fsys up to version.
func (d *DB) migrateTo(ctx context.Context, fsys fs.FS, version int64) error {
	pool, done, err := d.migrationPool()
	if err != nil {
		return err
	}
	defer done()
	provider, err := d.provider(pool, fsys)
	if err != nil {
		return err
	}
	results, err := provider.UpTo(ctx, version)
	for _, r := range results {
		d.log.InfoContext(ctx, "schema changed", "file", r.Source.Path, "took", r.Duration.Round(time.Millisecond))
	}
	if err != nil {
		return fmt.Errorf("db: the schema could not be changed: %w", err)
	}
	return nil
}

// migrationPool gives the connections that change tables.
func (d *DB) migrationPool() (*sql.DB, func(), error) {
	if d.engine == SQLite {
		return d.write, func() {}, nil
	}
	pool, err := d.toolPool("")
	if err != nil {
		return nil, nil, err
	}
	return pool, func() { pool.Close() }, nil
}

// toolPool gives connections to PostgreSQL without the limit on statements but
// with one on waiting for locks. They call themselves by another name than
// servers do, and may look at another schema than they.
func (d *DB) toolPool(schema string) (*sql.DB, error) {
	config, err := postgresConfig(d.dsn)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["application_name"] += "-tool"
	if schema != "" {
		config.RuntimeParams["search_path"] = quote(schema)
	}
	pool := sql.OpenDB(&pgConnector{config: config, settings: []setting{
		{"lock_timeout", lockTimeout}, {"timezone", "UTC"},
	}})
	pool.SetMaxOpenConns(3)
	return pool, nil
}

func (d *DB) provider(pool *sql.DB, fsys fs.FS) (*goose.Provider, error) {
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d.engine == Postgres {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresTableLocker(lock.WithTableLockTimeout(time.Second, 300))
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithLocker(locker))
	}
	return goose.NewProvider(dialect, pool, fsys, options...)
}

// latest is the highest number among the files.
func latest(fsys fs.FS) (int64, error) {
	names, err := fs.Glob(fsys, "*.sql")
	if err != nil {
		return 0, err
	}
	var top int64
	for _, name := range names {
		number, _, _ := strings.Cut(name, "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("db: migration %s has no number", name)
		}
		top = max(top, n)
	}
	return top, nil
}
