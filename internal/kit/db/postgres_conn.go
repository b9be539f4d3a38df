package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// pgConnector makes database/sql connections of pgx connections. pgx prepares
// each text once per connection by itself, transactions included.
//
// It stands in for pgx/stdlib for the sake of COMMIT: there it runs under the
// caller's context, and here under a limit of its own.
type pgConnector struct {
	config   *pgx.ConnConfig
	settings []setting
}

var validateReadWrite = pgconn.ValidateConnectTargetSessionAttrsReadWrite

// Connect implements [driver.Connector].
func (c *pgConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, c.config)
	if err != nil {
		return nil, err
	}
	var set []string
	for _, s := range c.settings {
		if _, ok := c.config.RuntimeParams[s.name]; !ok {
			set = append(set, fmt.Sprintf("SET %s = '%s'", s.name, s.value))
		}
	}
	if _, err := conn.Exec(ctx, strings.Join(set, "; ")); err != nil {
		conn.Close(ctx)
		return nil, err
	}
	return &pgConn{conn}, nil
}

// Driver implements [driver.Connector].
func (c *pgConnector) Driver() driver.Driver { return pgDriver{} }

type pgDriver struct{}

func (pgDriver) Open(dsn string) (driver.Conn, error) {
	config, err := postgresConfig(dsn)
	if err != nil {
		return nil, err
	}
	return (&pgConnector{config: config, settings: sessionSettings}).Connect(context.Background())
}

type pgConn struct{ conn *pgx.Conn }

// Begin implements [driver.Conn].
func (c *pgConn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

// BeginTx implements [driver.ConnBeginTx].
func (c *pgConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	begin := "BEGIN"
	if sql.IsolationLevel(o.Isolation) == sql.LevelRepeatableRead {
		begin += " ISOLATION LEVEL REPEATABLE READ"
	}
	if o.ReadOnly {
		begin += " READ ONLY"
	}
	if err := c.ready(); err != nil {
		return nil, err
	}
	if _, err := c.conn.Exec(ctx, begin); err != nil {
		return nil, err
	}
	return pgTx{c}, nil
}

// ExecContext implements [driver.ExecerContext].
func (c *pgConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.ready(); err != nil {
		return nil, err
	}
	tag, err := c.conn.Exec(ctx, query, values(args)...)
	if err != nil {
		return nil, err
	}
	return driver.RowsAffected(tag.RowsAffected()), nil
}

// QueryContext implements [driver.QueryerContext]. An error of the server comes
// from here, not from the first row, so that [sql.Row.Err] knows of it.
func (c *pgConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.ready(); err != nil {
		return nil, err
	}
	rows, err := c.conn.Query(ctx, query, values(args)...)
	if err != nil {
		return nil, err
	}
	r := &pgRows{rows: rows, types: c.conn.TypeMap(), more: rows.Next()}
	if !r.more {
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Prepare implements [driver.Conn].
func (c *pgConn) Prepare(query string) (driver.Stmt, error) { return &pgStmt{c, query}, nil }

// Close implements [driver.Conn].
func (c *pgConn) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
	defer cancel()
	return c.conn.Close(ctx)
}

// Ping implements [driver.Pinger].
func (c *pgConn) Ping(ctx context.Context) error { return c.conn.Ping(ctx) }

// IsValid implements [driver.Validator]: only an open connection between
// transactions goes back to the pool.
func (c *pgConn) IsValid() bool {
	return !c.conn.IsClosed() && c.conn.PgConn().TxStatus() == 'I'
}

// ready lets database/sql take another connection while nothing has been sent.
// It asks beforehand: pgx calls a connection that breaks between the question
// and the answer "conn closed" and safe to retry, which is not so.
func (c *pgConn) ready() error {
	if c.conn.IsClosed() {
		return driver.ErrBadConn
	}
	return nil
}

func values(args []driver.NamedValue) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a.Value
	}
	return out
}

type pgTx struct{ c *pgConn }

// Commit implements [driver.Tx]. PostgreSQL answers the COMMIT of a failed
// transaction with ROLLBACK and no error; that is an error here.
func (t pgTx) Commit() error {
	if t.c.conn.IsClosed() {
		return errNotSent
	}
	ctx, cancel := context.WithTimeout(context.Background(), commitLimit)
	defer cancel()
	tag, err := t.c.conn.Exec(ctx, "COMMIT")
	if err == nil && tag.String() == "ROLLBACK" {
		return errRolledBack
	}
	return err
}

// Rollback implements [driver.Tx].
func (t pgTx) Rollback() error {
	ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
	defer cancel()
	_, err := t.c.conn.Exec(ctx, "ROLLBACK")
	return err
}

// pgRows are one row ahead, see [pgConn.QueryContext].
type pgRows struct {
	rows  pgx.Rows
	types *pgtype.Map
	more  bool
}

// Columns implements [driver.Rows].
func (r *pgRows) Columns() []string {
	fields := r.rows.FieldDescriptions()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// Next implements [driver.Rows].
func (r *pgRows) Next(dest []driver.Value) error {
	if !r.more {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	fields := r.rows.FieldDescriptions()
	for i, raw := range r.rows.RawValues() {
		v, err := r.value(fields[i], raw)
		if err != nil {
			return fmt.Errorf("db: column %s: %w", fields[i].Name, err)
		}
		dest[i] = v
	}
	r.more = r.rows.Next()
	return nil
}

func (r *pgRows) value(f pgconn.FieldDescription, raw []byte) (driver.Value, error) {
	if raw == nil {
		return nil, nil
	}
	t, ok := r.types.TypeForOID(f.DataTypeOID)
	if !ok {
		return string(raw), nil
	}
	return t.Codec.DecodeDatabaseSQLValue(r.types, f.DataTypeOID, f.Format, raw)
}

// Close implements [driver.Rows].
func (r *pgRows) Close() error {
	r.rows.Close()
	return nil
}

// pgStmt only remembers its text; see [pgConnector].
type pgStmt struct {
	c     *pgConn
	query string
}

func (s *pgStmt) Close() error  { return nil }
func (s *pgStmt) NumInput() int { return -1 }

// Exec implements [driver.Stmt].
func (s *pgStmt) Exec([]driver.Value) (driver.Result, error) {
	return nil, errors.New("db: statements need a context")
}

// Query implements [driver.Stmt].
func (s *pgStmt) Query([]driver.Value) (driver.Rows, error) {
	return nil, errors.New("db: statements need a context")
}

// ExecContext implements [driver.StmtExecContext].
func (s *pgStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.c.ExecContext(ctx, s.query, args)
}

// QueryContext implements [driver.StmtQueryContext].
func (s *pgStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.c.QueryContext(ctx, s.query, args)
}
