package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestOnlySafeSQLiteVersionsAreTaken(t *testing.T) {
	for version, want := range map[string]bool{
		"3.51.2": false, "3.51.3": true, "3.52.0": false, "3.52.1": true, "3.53": true,
		"3.7.0": false, "4.0.0": true, "": false, "3.100.0": true,
	} {
		if got := goodSQLite(version); got != want {
			t.Errorf("%q: %v", version, got)
		}
	}
}

func TestWhatIsTriedAgain(t *testing.T) {
	pg := func(code string) error { return fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: code}) }
	for name, c := range map[string]struct {
		err          error
		again, known bool // run again; certainly undone when COMMIT says so
	}{
		"serialisation failure":      {pg("40001"), true, true},
		"deadlock":                   {pg("40P01"), true, true},
		"a primary that was demoted": {pg("25006"), true, true},
		"administrator's shutdown":   {pg("57P01"), true, false},
		"crash of another backend":   {pg("57P02"), true, false},
		"server is starting":         {pg("57P03"), true, false},
		"connection failure":         {pg("08006"), true, false},
		"too many connections":       {pg("53300"), true, true},
		"end of the stream":          {io.ErrUnexpectedEOF, true, false},
		"unique violation":           {pg("23505"), false, true},
		"statement timeout":          {pg("57014"), false, false},
		"syntax error":               {pg("42601"), false, true},
		"COMMIT that rolled back":    {errRolledBack, false, true},
		"the caller left":            {context.Canceled, false, false},
		"the caller's time is up":    {fmt.Errorf("%w: %w", io.EOF, context.DeadlineExceeded), false, false},
		"any other error":            {errors.New("bug"), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := isRetryable(c.err); got != c.again {
				t.Errorf("tried again: %v", got)
			}
			if got := isUndone(c.err); got != c.known {
				t.Errorf("certainly undone: %v", got)
			}
		})
	}
}

func TestAnOutcomeOnceUnknownStaysUnknown(t *testing.T) {
	d := &DB{}
	gone := &pgconn.PgError{Code: "57P03"}
	if err := d.outcome(gone, true, true); !errors.Is(err, ErrUnknownOutcome) {
		t.Errorf("later failures made it known: %v", err)
	}
	if err := d.outcome(gone, false, true); !errors.Is(err, ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	bug := errors.New("bug")
	if err := d.outcome(bug, false, false); err != bug {
		t.Errorf("got %v", err)
	}
}

func TestMigrationsAreNumbered(t *testing.T) {
	if n, err := latest(fstest.MapFS{"0002_b.sql": {}, "0010_c.sql": {}, "embed.go": {}}); n != 10 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := latest(fstest.MapFS{"first.sql": {}}); err == nil {
		t.Error("a file without a number passed")
	}
}

// TestATextIsPreparedOncePerConnection looks into the only writer: transactions
// share its statements.
func TestATextIsPreparedOncePerConnection(t *testing.T) {
	d, err := Open(t.Context(), "sqlite:"+t.TempDir()+"/koryu.db", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Exec(t.Context(), "CREATE TABLE n (i BIGINT)"); err != nil {
		t.Fatal(err)
	}
	prepared := func() (n int) {
		conn, err := d.write.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.Raw(func(c any) error { n = len(c.(*sqliteConn).stmts); return nil })
		return n
	}
	before := prepared()
	for i := range 20 {
		if err := Insert(t.Context(), d, "n", []string{"i"}, [][]any{{i}}); err != nil {
			t.Fatal(err)
		}
	}
	if got := prepared() - before; got != 1 {
		t.Errorf("%d statements were prepared", got)
	}
	for i := range maxStmts + 50 {
		if _, err := d.Exec(t.Context(), fmt.Sprintf("INSERT INTO n (i) VALUES (%d)", i)); err != nil {
			t.Fatal(err)
		}
	}
	if got := prepared(); got > maxStmts {
		t.Errorf("%d statements are kept", got)
	}
}
