package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

const sqlitePart = "koryu.db"

// backupSQLite lets SQLite write a compact copy, which is one read transaction.
func (d *DB) backupSQLite(ctx context.Context, b *backupWriter, copyPath string) error {
	defer os.Remove(copyPath)
	source := openPool(d.path, "mode=ro", nil, 1)
	defer source.Close()
	if _, err := source.ExecContext(ctx, "VACUUM INTO $1", copyPath); err != nil {
		return err
	}
	c, err := openCopy(ctx, copyPath)
	if err != nil {
		return err
	}
	b.m.Schema, b.m.Tables = c.schema, c.tables
	return b.add(sqlitePart, func(w io.Writer) error {
		f, err := os.Open(copyPath)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(w, f)
		return err
	})
}

// sqliteCopy is what a file without a server turns out to hold.
type sqliteCopy struct {
	schema int64
	tables []tableManifest
}

// openCopy checks a database file from the ground up and counts its rows.
func openCopy(ctx context.Context, path string) (c sqliteCopy, err error) {
	pool := openPool(path, "mode=ro&immutable=1", readerSettings, 1)
	defer pool.Close()
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil || verdict != "ok" {
		return c, fmt.Errorf("the database in it is damaged: %s", errorOr(err, verdict))
	}
	err = pool.QueryRowContext(ctx, "SELECT COUNT(*) FROM pragma_foreign_key_check").Scan(&verdict)
	if err != nil || verdict != "0" {
		return c, fmt.Errorf("the database in it has rows that point nowhere: %s", errorOr(err, verdict))
	}
	names, err := column(ctx, pool, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
	if err != nil {
		return c, err
	}
	for _, name := range names {
		t := tableManifest{Name: name}
		if err := pool.QueryRowContext(ctx, `SELECT COUNT(*) FROM "`+name+`"`).Scan(&t.Rows); err != nil {
			return c, err
		}
		c.tables = append(c.tables, t)
		if name == "goose_db_version" {
			err := pool.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&c.schema)
			if err != nil {
				return c, err
			}
		}
	}
	return c, nil
}

func errorOr(err error, text string) string {
	if err != nil {
		return err.Error()
	}
	return text
}

// column gives the first column of all rows.
func column(ctx context.Context, q interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}, query string, args ...any) ([]string, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// restoreSQLite checks the backup's file beside the present one and then takes
// its place in one rename.
func (d *DB) restoreSQLite(ctx context.Context, b *backupReader) (aside string, err error) {
	if d.lock == nil {
		return "", errors.New("the database is open for reading only")
	}
	fresh := d.path + ".restoring"
	defer os.Remove(fresh)
	if err := extract(b, fresh); err != nil {
		return "", err
	}
	c, err := openCopy(ctx, fresh)
	if err != nil {
		return "", err
	}
	if c.schema != b.m.Schema || !sameRows(c.tables, b.m.Tables) {
		return "", errors.New("the backup does not hold the rows that its manifest names")
	}
	if err := errors.Join(d.read.Close(), d.write.Close()); err != nil {
		return "", err
	}
	aside, err = d.swapFile(fresh)
	d.openPools(0)
	return aside, errors.Join(err, d.assertSQLite(ctx))
}

func extract(b *backupReader, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, p := range b.m.Parts {
		if p.Name != sqlitePart {
			return fmt.Errorf("there is a part that this koryu does not know: %s", p.Name)
		}
		if err := b.read(p, f); err != nil {
			return err
		}
	}
	return f.Sync()
}

// swapFile puts fresh in the place of the database, so that at every moment
// there is a whole file under the name, and keeps the former one beside it.
func (d *DB) swapFile(fresh string) (aside string, err error) {
	if info, err := os.Stat(d.path + "-wal"); err == nil && info.Size() > 0 {
		return "", errors.New("another program has the database open; end it first")
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	info, err := os.Stat(d.path)
	if err != nil {
		return "", err
	}
	if info.Size() > 0 {
		aside = d.asideName(d.path, "-")
		if err := os.Link(d.path, aside); err != nil {
			return "", fmt.Errorf("the former database cannot be kept: %w", err)
		}
	}
	if err := os.Rename(fresh, d.path); err != nil {
		return "", err
	}
	return aside, syncDir(filepath.Dir(d.path))
}

func sameRows(a, b []tableManifest) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name || a[i].Rows != b[i].Rows {
			return false
		}
	}
	return true
}
