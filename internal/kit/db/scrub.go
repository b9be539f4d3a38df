package db

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// errStillRead says that somebody reads an old state of the file.
var errStillRead = errors.New("db: the log could not be cut, since an old state is still being read")

// Scrub makes deleted rows unreadable in the file too: SQLite keeps what was
// deleted in free pages and in its log until they are used again. It writes the
// whole file anew and cuts the log to nothing; meanwhile nobody else writes. On
// PostgreSQL it lets the server reuse the space of dead rows; what the pages of
// the disk and the archived log still hold is the administrator's.
//
// It is for rare work outside any transaction, and may be repeated.
func (d *DB) Scrub(ctx context.Context) error {
	if d.turn != nil {
		select {
		case d.turn <- struct{}{}:
			defer func() { <-d.turn }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if d.engine == Postgres {
		return scrubSchema(ctx, conn)
	}
	return scrubFile(ctx, conn)
}

// scrubSchema leaves other tenants of the server alone.
func scrubSchema(ctx context.Context, conn *sql.Conn) error {
	var tables sql.NullString
	err := conn.QueryRowContext(ctx, `SELECT string_agg(quote_ident(schemaname) || '.' || quote_ident(tablename), ', ')
		FROM pg_tables WHERE schemaname = current_schema()`).Scan(&tables)
	if err != nil || !tables.Valid {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM "+tables.String)
	return err
}

// scrubFile works in a file beside the database, not in memory: a large one
// would not fit.
func scrubFile(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "PRAGMA temp_store = FILE"); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "VACUUM")
	if _, back := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA temp_store = MEMORY"); err == nil {
		err = back
	}
	if err != nil {
		return err
	}
	for pause := firstPause; ; pause = min(2*pause, longPause) {
		var busy, frames, moved int
		if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
			return err
		}
		if busy == 0 {
			return nil
		}
		if pause >= longPause || !sleep(ctx, time.Duration(pause)) {
			return errStillRead
		}
	}
}
