package dbtest

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pressly/goose/v3/database"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/id"
	"koryu/migrations"
)

// postgresURL makes a schema of its own for the test: a quarter of the time that
// a database of its own would take.
func postgresURL(t testing.TB, empty bool) string {
	t.Helper()
	admin, err := adminPool()
	if err != nil {
		t.Fatal(err)
	}
	name := schemaPrefix + hour(0) + "_" + hex.EncodeToString(id.Random().Token(8))
	if err := createSchema(t.Context(), admin, name, empty); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := dropSchemas(context.Background(), admin, name); err != nil {
			t.Errorf("dropping %s: %v", name, err)
		}
	})
	u, err := url.Parse(os.Getenv("TEST_POSTGRES_URL"))
	if err != nil {
		t.Fatal("TEST_POSTGRES_URL cannot be read")
	}
	q := u.Query()
	q.Set("search_path", name)
	q.Set("application_name", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// adminPool reaches the server outside any test's schema.
var adminPool = sync.OnceValues(func() (*sql.DB, error) {
	pool, err := db.OpenPool(os.Getenv("TEST_POSTGRES_URL"))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(3)
	pool.SetMaxIdleConns(1)
	var collate string
	if err := pool.QueryRow("SELECT datcollate FROM pg_database WHERE datname = current_database()").Scan(&collate); err != nil {
		return nil, fmt.Errorf("dbtest: PostgreSQL cannot be reached: %w", err)
	}
	if collate != "C.UTF-8" && collate != "C" {
		return nil, fmt.Errorf("dbtest: the test database sorts by %s; create it with LC_COLLATE 'C.UTF-8' TEMPLATE template0", collate)
	}
	return pool, dropStale(context.Background(), pool)
})

const schemaPrefix = "koryu_test_"

// hour names the present hour, or one that lies ago.
func hour(ago int) string {
	return clock.System().Now().UTC().Add(-time.Duration(ago) * time.Hour).Format("2006010215")
}

// dropStale drops what tests of earlier hours left behind when they were killed.
func dropStale(ctx context.Context, admin *sql.DB) error {
	return dropWhere(ctx, admin, "starts_with(nspname, $1) AND nspname < $2", schemaPrefix, schemaPrefix+hour(3))
}

// createSchema runs all migrations as one script, in one transaction.
func createSchema(ctx context.Context, admin *sql.DB, name string, empty bool) error {
	tx, err := admin.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	script := "SET LOCAL synchronous_commit = off; CREATE SCHEMA " + name + "; SET LOCAL search_path = " + name + ";"
	var versions []int64
	if !empty {
		up, vs, err := upScript()
		if err != nil {
			return err
		}
		script, versions = script+up, vs
	}
	if _, err := tx.ExecContext(ctx, script); err != nil {
		return fmt.Errorf("dbtest: creating the tables: %w", err)
	}
	if err := recordVersions(ctx, tx, versions); err != nil {
		return err
	}
	return tx.Commit()
}

// recordVersions writes what goose would have written.
func recordVersions(ctx context.Context, tx *sql.Tx, versions []int64) error {
	if len(versions) == 0 {
		return nil
	}
	store, err := database.NewStore(database.DialectPostgres, "goose_db_version")
	if err != nil {
		return err
	}
	if err := store.CreateVersionTable(ctx, tx); err != nil {
		return err
	}
	for _, v := range append([]int64{0}, versions...) {
		if err := store.Insert(ctx, tx, database.InsertRequest{Version: v}); err != nil {
			return err
		}
	}
	return nil
}

// upScript joins the halves of the migrations that lead up.
func upScript() (string, []int64, error) {
	names, err := fs.Glob(migrations.FS, "*.sql") // sorted
	if err != nil {
		return "", nil, err
	}
	var b strings.Builder
	var versions []int64
	for _, name := range names {
		file, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			return "", nil, err
		}
		up, _, _ := strings.Cut(string(file), "-- +goose Down")
		b.WriteString(up)
		var v int64
		if _, err := fmt.Sscanf(name, "%d_", &v); err != nil {
			return "", nil, fmt.Errorf("dbtest: migration %s has no number", name)
		}
		versions = append(versions, v)
	}
	return b.String(), versions, nil
}

// dropSchemas drops the test's schema and those that were made beside it.
func dropSchemas(ctx context.Context, admin *sql.DB, name string) error {
	return dropWhere(ctx, admin, "starts_with(nspname, $1)", name)
}

func dropWhere(ctx context.Context, admin *sql.DB, where string, args ...any) error {
	rows, err := admin.QueryContext(ctx, "SELECT nspname FROM pg_namespace WHERE "+where, args...)
	if err != nil {
		return err
	}
	var drop []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			rows.Close()
			return err
		}
		drop = append(drop, "DROP SCHEMA IF EXISTS "+s+" CASCADE")
	}
	if err := rows.Close(); err != nil {
		return err
	}
	for _, one := range drop {
		if _, err := admin.ExecContext(ctx, "SET synchronous_commit = off; "+one); err != nil {
			return err
		}
	}
	return nil
}
