package db

import (
	"context"
	"database/sql/driver"
	"strings"
)

// maxStmts bounds the prepared statements of one SQLite connection.
const maxStmts = 512

// sqliteInner is what the SQLite driver's connection can do and we use.
type sqliteInner interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// sqliteConn keeps its prepared statements, inside and outside transactions.
// database/sql calls it from one goroutine at a time.
type sqliteConn struct {
	sqliteInner
	stmts map[string]*sqliteStmt
}

type sqliteStmt struct {
	driver.Stmt
	reading bool // its rows are still open: it cannot start anew
}

// ExecContext implements [driver.ExecerContext].
func (c *sqliteConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteInner.ExecContext(ctx, query, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

// QueryContext implements [driver.QueryerContext].
func (c *sqliteConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteInner.QueryContext(ctx, query, args)
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.reading = true
	return &sqliteRows{Rows: rows, stmt: s}, nil
}

// stmt gives the prepared statement for query, or nil where it is in the midst
// of being read or not worth keeping.
func (c *sqliteConn) stmt(ctx context.Context, query string) (*sqliteStmt, error) {
	if s, ok := c.stmts[query]; ok {
		if s.reading {
			return nil, nil
		}
		return s, nil
	}
	if !worthKeeping(query) {
		return nil, nil
	}
	inner, err := c.sqliteInner.PrepareContext(ctx, plainMarks(query))
	if err != nil {
		return nil, err
	}
	c.makeRoom()
	s := &sqliteStmt{Stmt: inner}
	c.stmts[query] = s
	return s, nil
}

func worthKeeping(query string) bool {
	for _, verb := range [...]string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"} {
		if strings.HasPrefix(strings.TrimLeft(query, " \t\r\n"), verb) {
			return true
		}
	}
	return false
}

// makeRoom drops a statement, whichever comes, when there are too many. House
// texts are constants, so this is rare.
func (c *sqliteConn) makeRoom() {
	if len(c.stmts) < maxStmts {
		return
	}
	for query, s := range c.stmts {
		if !s.reading {
			delete(c.stmts, query)
			s.Stmt.Close()
			return
		}
	}
}

// Close implements [driver.Conn].
func (c *sqliteConn) Close() error {
	for _, s := range c.stmts {
		s.Stmt.Close()
	}
	clear(c.stmts)
	return c.sqliteInner.Close()
}

// sqliteRows give their statement free again when they are closed.
type sqliteRows struct {
	driver.Rows
	stmt *sqliteStmt
}

func (r *sqliteRows) Close() error {
	r.stmt.reading = false
	return r.Rows.Close()
}
