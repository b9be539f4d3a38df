package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/id"
	"koryu/migrations"
)

// Migrating takes a hundred times as long as copying, so each process migrates
// once per engine and every test gets a copy.
var (
	sqliteTemplate   = sync.OnceValues(makeSQLiteTemplate)
	postgresTemplate = sync.OnceValues(makePostgresTemplate)
)

func sqliteURL(t testing.TB, empty bool) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "koryu.db")
	if !empty {
		file, err := sqliteTemplate()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "sqlite:" + path
}

// makeSQLiteTemplate gives the bytes of a migrated file.
func makeSQLiteTemplate() ([]byte, error) {
	dir, err := os.MkdirTemp("", "koryu-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "koryu.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path) // closing has moved the WAL into it
}

func migrate(dsn string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, dsn, db.Options{MaxConns: 4})
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Migrate(ctx)
}

func postgresURL(t testing.TB, empty bool) string {
	t.Helper()
	template := "template0"
	if !empty {
		name, err := postgresTemplate()
		if err != nil {
			t.Fatal(err)
		}
		template = name
	}
	admin, err := adminPool()
	if err != nil {
		t.Fatal(err)
	}
	name := uniqueName("koryu_test_")
	if err := createDatabase(t.Context(), admin, name, template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("dropping %s: %v", name, err)
		}
	})
	return onDatabase(name)
}

// makePostgresTemplate gives the name of a migrated database that serves as
// template. Processes with the same migrations share it; it stays behind for the
// next run, and those of earlier days are dropped.
func makePostgresTemplate() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	admin, err := adminPool()
	if err != nil {
		return "", err
	}
	today := "koryu_template_" + clock.System().Now().UTC().Format("20060102") + "_"
	sum, err := migrationsSum()
	if err != nil {
		return "", err
	}
	name := today + sum
	if ok, err := exists(ctx, admin, name); ok || err != nil {
		return name, err
	}
	dropOldTemplates(ctx, admin, today)

	draft := uniqueName("koryu_draft_")
	if err := createDatabase(ctx, admin, draft, "template0"); err != nil {
		return "", err
	}
	defer admin.Exec("DROP DATABASE IF EXISTS " + draft + " WITH (FORCE)")
	if err := migrate(onDatabase(draft)); err != nil {
		return "", err
	}
	if _, err := admin.ExecContext(ctx, "ALTER DATABASE "+draft+" RENAME TO "+name); err != nil {
		// Another process was faster.
		if ok, err2 := exists(ctx, admin, name); !ok {
			return "", fmt.Errorf("dbtest: naming the template: %w (%v)", err, err2)
		}
	}
	return name, nil
}

func dropOldTemplates(ctx context.Context, admin *sql.DB, today string) {
	rows, err := admin.QueryContext(ctx, "SELECT datname FROM pg_database WHERE datname LIKE 'koryu\\_template\\_%'")
	if err != nil {
		return
	}
	var old []string
	for rows.Next() {
		var name string
		if rows.Scan(&name) == nil && name < today {
			old = append(old, name)
		}
	}
	rows.Close()
	for _, name := range old {
		admin.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name)
	}
}

func exists(ctx context.Context, admin *sql.DB, name string) (bool, error) {
	var n int
	err := admin.QueryRowContext(ctx, "SELECT COUNT(*) FROM pg_database WHERE datname = $1", name).Scan(&n)
	return n > 0, err
}

// createDatabase copies template. Text sorts by code point, as on SQLite.
func createDatabase(ctx context.Context, admin *sql.DB, name, template string) error {
	query := "CREATE DATABASE " + name + " TEMPLATE " + template
	if template == "template0" {
		query += " ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
	}
	if _, err := admin.ExecContext(ctx, query); err != nil {
		return fmt.Errorf("dbtest: creating a database: %w", err)
	}
	return nil
}

var adminPool = sync.OnceValues(func() (*sql.DB, error) {
	pool, err := db.OpenPool(os.Getenv("TEST_POSTGRES_URL"))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(2)
	pool.SetMaxIdleConns(1)
	return pool, nil
})

// onDatabase is TEST_POSTGRES_URL with another database.
func onDatabase(name string) string {
	u, err := url.Parse(os.Getenv("TEST_POSTGRES_URL"))
	if err != nil {
		return ""
	}
	u.Path = "/" + name
	return u.String()
}

func uniqueName(prefix string) string {
	return prefix + hex.EncodeToString(id.Random().Token(8))
}

// migrationsSum tells one set of migrations from another.
func migrationsSum() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(migrations.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(migrations.FS, path)
		fmt.Fprintf(h, "%s %d\n", path, len(b))
		h.Write(b)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:12], err
}
