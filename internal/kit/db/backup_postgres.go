package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"koryu/migrations"
)

// keptByGoose are not part of a backup: a restore makes them anew.
var keptByGoose = []string{"goose_db_version", "goose_lock"}

// onPostgres runs f on one connection without a limit on statements, with schema
// as its search path; "" leaves the path alone.
func (d *DB) onPostgres(ctx context.Context, schema string, f func(conn *sql.Conn) error) error {
	pool, err := d.toolPool(schema)
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return f(conn)
}

// backupPostgres copies every table from one unchanging picture.
func (d *DB) backupPostgres(ctx context.Context, b *backupWriter) error {
	return d.onPostgres(ctx, "", func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); err != nil {
			return err
		}
		defer conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		if err := conn.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&b.m.Schema); err != nil {
			return err
		}
		tables, err := postgresTables(ctx, conn)
		if err != nil {
			return err
		}
		for _, t := range tables {
			err := b.add(partOf(t), func(w io.Writer) (err error) {
				t.Rows, err = copyOut(ctx, conn, t, w)
				return err
			})
			if err != nil {
				return err
			}
			b.m.Tables = append(b.m.Tables, t)
		}
		return nil
	})
}

func partOf(t tableManifest) string { return "tables/" + t.Name + ".copy" }

// postgresTables lists tables and columns of the current schema in order.
func postgresTables(ctx context.Context, conn *sql.Conn) ([]tableManifest, error) {
	rows, err := conn.QueryContext(ctx, `
		SELECT t.table_name, c.column_name
		FROM information_schema.tables AS t
		JOIN information_schema.columns AS c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
		WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
		ORDER BY t.table_name, c.ordinal_position`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var tables []tableManifest
	for rows.Next() {
		var table, col string
		if err := rows.Scan(&table, &col); err != nil {
			return nil, err
		}
		if slices.Contains(keptByGoose, table) {
			continue
		}
		if n := len(tables); n == 0 || tables[n-1].Name != table {
			tables = append(tables, tableManifest{Name: table})
		}
		last := &tables[len(tables)-1]
		last.Columns = append(last.Columns, col)
	}
	return tables, rows.Err()
}

// target is "table" ("column", …), quoted.
func (t tableManifest) target() string {
	cols := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		cols[i] = quote(c)
	}
	return quote(t.Name) + " (" + strings.Join(cols, ", ") + ")"
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func copyOut(ctx context.Context, conn *sql.Conn, t tableManifest, w io.Writer) (n int64, err error) {
	err = rawPostgres(conn, func(c *pgconn.PgConn) error {
		tag, err := c.CopyTo(ctx, w, "COPY "+t.target()+" TO STDOUT")
		n = tag.RowsAffected()
		return err
	})
	return n, err
}

func copyIn(ctx context.Context, conn *sql.Conn, t tableManifest, r io.Reader) (n int64, err error) {
	err = rawPostgres(conn, func(c *pgconn.PgConn) error {
		tag, err := c.CopyFrom(ctx, r, "COPY "+t.target()+" FROM STDIN")
		n = tag.RowsAffected()
		return err
	})
	return n, err
}

func rawPostgres(conn *sql.Conn, f func(*pgconn.PgConn) error) error {
	return conn.Raw(func(c any) error { return f(c.(*pgConn).conn.PgConn()) })
}

// restorePostgres loads the backup into a schema of its own, checks it there and
// then exchanges the names of the two schemas in one transaction.
func (d *DB) restorePostgres(ctx context.Context, b *backupReader) (aside string, err error) {
	var present string
	if err := d.QueryRow(ctx, "SELECT current_schema()").Scan(&present); err != nil {
		return "", err
	}
	if err := d.alone(ctx); err != nil {
		return "", err
	}
	fresh := present + "_restoring"
	drop := "DROP SCHEMA IF EXISTS " + quote(fresh) + " CASCADE"
	if err := d.runTool(ctx, drop+"; CREATE SCHEMA "+quote(fresh)); err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.runTool(context.WithoutCancel(ctx), drop))
		}
	}()
	if err := d.fill(ctx, fresh, b); err != nil {
		return "", err
	}
	aside = d.asideName(present, "_")
	err = d.runTool(ctx, fmt.Sprintf("BEGIN; ALTER SCHEMA %s RENAME TO %s; ALTER SCHEMA %s RENAME TO %s; COMMIT",
		quote(present), quote(aside), quote(fresh), quote(present)))
	d.dropIdle()
	return aside, err
}

func (d *DB) runTool(ctx context.Context, script string) error {
	return d.onPostgres(ctx, "", func(conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, script)
		return err
	})
}

// alone fails when somebody else works on this database under our name. Our own
// idle connections are closed first, which the server notices a little later.
func (d *DB) alone(ctx context.Context) error {
	others := 0
	for try := range 30 {
		d.dropIdle()
		err := d.QueryRow(ctx, `
			SELECT COUNT(*) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()
				AND application_name = current_setting('application_name')`).Scan(&others)
		if err != nil || others == 0 {
			return err
		}
		if !sleep(ctx, time.Duration(try)*10*time.Millisecond) {
			return ctx.Err()
		}
	}
	return fmt.Errorf("%d connections of a running koryu are open; stop it first", others)
}

// fill makes the tables of the backup's time in a schema and loads the rows.
// Foreign keys are put back at the end, which checks them all.
func (d *DB) fill(ctx context.Context, schema string, b *backupReader) error {
	pool, err := d.toolPool(schema)
	if err != nil {
		return err
	}
	defer pool.Close()
	provider, err := d.provider(pool, migrations.FS)
	if err != nil {
		return err
	}
	if _, err := provider.UpTo(ctx, b.m.Schema); err != nil {
		return err
	}
	return d.onPostgres(ctx, schema, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
			return err
		}
		err := load(ctx, conn, b)
		end := "COMMIT"
		if err != nil {
			end = "ROLLBACK"
		}
		_, endErr := conn.ExecContext(context.WithoutCancel(ctx), end)
		return errors.Join(err, endErr)
	})
}

func load(ctx context.Context, conn *sql.Conn, b *backupReader) error {
	drop, add, err := foreignKeys(ctx, conn)
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, drop); err != nil {
		return err
	}
	here, err := postgresTables(ctx, conn)
	if err != nil {
		return err
	}
	if len(here) != len(b.m.Tables) || len(b.m.Parts) != len(b.m.Tables) {
		return errors.New("the backup does not hold the tables of its schema")
	}
	for i, t := range b.m.Tables {
		if t.Name != here[i].Name || partOf(t) != b.m.Parts[i].Name {
			return fmt.Errorf("the backup has no rows for %s", here[i].Name)
		}
		if err := loadTable(ctx, conn, b, t, b.m.Parts[i]); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	_, err = conn.ExecContext(ctx, add)
	return err
}

func loadTable(ctx context.Context, conn *sql.Conn, b *backupReader, t tableManifest, p part) error {
	// A migration may have put rows in; the backup has them too.
	if _, err := conn.ExecContext(ctx, "DELETE FROM "+quote(t.Name)); err != nil {
		return err
	}
	r, w := io.Pipe()
	go func() { w.CloseWithError(b.read(p, w)) }()
	n, err := copyIn(ctx, conn, t, r)
	r.Close()
	if err == nil && n != t.Rows {
		err = fmt.Errorf("%d rows instead of %d", n, t.Rows)
	}
	return err
}

// foreignKeys gives the statements that drop those of the current schema and add
// them again.
func foreignKeys(ctx context.Context, conn *sql.Conn) (drop, add string, err error) {
	lists := [2][]string{}
	for i, query := range []string{
		`SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', r.relname, c.conname)`,
		`SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', r.relname, c.conname, pg_get_constraintdef(c.oid))`,
	} {
		lists[i], err = column(ctx, conn, query+`
			FROM pg_constraint AS c JOIN pg_class AS r ON r.oid = c.conrelid
			WHERE c.contype = 'f' AND c.connamespace = CAST(current_schema() AS regnamespace)
			ORDER BY c.oid`)
		if err != nil {
			return "", "", err
		}
	}
	return strings.Join(lists[0], "; "), strings.Join(lists[1], "; "), nil
}
