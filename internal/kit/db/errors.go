package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"koryu/internal/kit/apperr"
)

var (
	// ErrUnknownOutcome says that COMMIT was sent and no answer came: the work is
	// done or it is not. Ask again under the same idempotency key.
	ErrUnknownOutcome = apperr.New(apperr.Unavailable, "db.unknown_outcome")

	// ErrUnavailable says that nothing was done, because the database could not
	// be reached, was full or kept refusing for [retryLimit].
	ErrUnavailable = apperr.New(apperr.Unavailable, "db.unavailable")

	errRolledBack = errors.New("db: COMMIT was answered with ROLLBACK")
	errNotSent    = fmt.Errorf("db: COMMIT was not sent: %w", driver.ErrBadConn)
)

// Codes of SQLite, https://sqlite.org/rescode.html. The low byte is the primary
// code.
const (
	sqliteBusy       = 5
	sqliteLocked     = 6
	sqliteReadOnly   = 8
	sqliteIOErr      = 10
	sqliteFull       = 13
	sqliteCantOpen   = 14
	sqliteConstraint = 19

	sqliteCheck      = 275
	sqliteForeignKey = 787
	sqliteNotNull    = 1299
	sqlitePrimaryKey = 1555
	sqliteUnique     = 2067
)

// IsUnique tells that a row with that key exists already.
func IsUnique(err error) bool { return isCode(err, "23505", sqliteUnique, sqlitePrimaryKey) }

// IsForeignKey tells that a row is pointed at that does not exist, or that a row
// was to be deleted that others point at.
func IsForeignKey(err error) bool { return isCode(err, "23503", sqliteForeignKey) }

// IsCheck tells that a CHECK of the schema refused the row.
func IsCheck(err error) bool { return isCode(err, "23514", sqliteCheck) }

// IsNotNull tells that a value was missing.
func IsNotNull(err error) bool { return isCode(err, "23502", sqliteNotNull) }

// IsUnavailable tells that the same statement may work later: the database is
// gone, restarting, full or read-only. The page is then 503, not 500.
func IsUnavailable(err error) bool {
	if errors.Is(err, ErrUnavailable) || errors.Is(err, ErrUnknownOutcome) || isRetryable(err) {
		return true
	}
	if code, ok := postgresCode(err); ok {
		return strings.HasPrefix(code, "53") || strings.HasPrefix(code, "57")
	}
	switch sqliteCode(err) & 0xff {
	case sqliteReadOnly, sqliteIOErr, sqliteFull, sqliteCantOpen:
		return true
	}
	return false
}

// asUnavailable gives err the category that becomes a 503, where it deserves it.
func asUnavailable(err error) error {
	if err == nil || apperr.CategoryOf(err) != apperr.Internal || !IsUnavailable(err) {
		return err
	}
	return ErrUnavailable.Because(err)
}

// isRetryable tells that the transaction is certainly undone and may well work
// when run again: serialisation failure, deadlock, a server that is going away
// or no longer takes writes, too many connections, a broken connection, a busy
// file.
func isRetryable(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if code, ok := postgresCode(err); ok {
		switch code {
		case "40001", "40P01", "25006", "57P01", "57P02", "57P03", "53300":
			return true
		}
		return strings.HasPrefix(code, "08")
	}
	switch sqliteCode(err) & 0xff {
	case sqliteBusy, sqliteLocked:
		return true
	}
	return isBrokenConn(err)
}

// isBrokenConn tells that the connection, not the statement, failed.
func isBrokenConn(err error) bool {
	var op *net.OpError
	var connect *pgconn.ConnectError
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) ||
		errors.As(err, &op) || errors.As(err, &connect) || pgconn.SafeToRetry(err)
}

// isUndone tells that a failed COMMIT has certainly changed nothing. Everything
// else is an unknown outcome, also what pgx calls safe to retry.
func isUndone(err error) bool {
	if errors.Is(err, errRolledBack) || errors.Is(err, errNotSent) {
		return true
	}
	if code, ok := postgresCode(err); ok {
		// A server that goes away may have committed before it said so.
		return !strings.HasPrefix(code, "57") && !strings.HasPrefix(code, "08")
	}
	switch sqliteCode(err) & 0xff {
	case sqliteBusy, sqliteFull, sqliteConstraint, sqliteReadOnly:
		return true
	}
	return false
}

func isCode(err error, postgres string, lite ...int) bool {
	if code, ok := postgresCode(err); ok {
		return code == postgres
	}
	got := sqliteCode(err)
	for _, want := range lite {
		if got == want {
			return true
		}
	}
	return false
}

func postgresCode(err error) (string, bool) {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code, true
	}
	return "", false
}

func sqliteCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}
