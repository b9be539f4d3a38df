package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// The WAL-reset race (https://sqlite.org/wal.html#walresetbug) can lose commits
// before 3.51.3; 3.52.0 was withdrawn.
const (
	oldestSQLite    = "3.51.3"
	withdrawnSQLite = "3.52.0"
)

const (
	maxIdle       = 16
	sqliteReaders = 8
)

// settings hold for every connection. busy_timeout counts while another process
// holds the file, in milliseconds.
var (
	settings       = []string{"busy_timeout(5000)", "foreign_keys(1)", "trusted_schema(0)", "temp_store(MEMORY)", "cache_size(-32768)"}
	writerSettings = []string{"journal_mode(WAL)", "synchronous(FULL)", "journal_size_limit(67108864)"}
	readerSettings = []string{"query_only(1)"}
)

func (d *DB) openSQLite(ctx context.Context, path string, o Options) (err error) {
	d.engine = SQLite
	if path == "" || strings.Contains(path, ":memory:") {
		return errors.New(`db: SQLite needs a file: "sqlite:<path>"`)
	}
	if d.path, err = filepath.Abs(path); err != nil {
		return err
	}
	if err := d.prepareFile(o.Shared); err != nil {
		return err
	}
	d.turn = make(chan struct{}, 1)
	d.openPools(o.MaxConns)
	return d.assertSQLite(ctx)
}

// openPools opens the one writer and the readers.
func (d *DB) openPools(readers int) {
	d.write = openPool(d.path, "_txlock=immediate", writerSettings, 1)
	d.read = openPool(d.path, "mode=ro", readerSettings, cmpOr(readers, sqliteReaders))
}

// prepareFile makes the file and its folder, readable by their owner only, and
// takes the lock of the one server.
func (d *DB) prepareFile(shared bool) error {
	if shared {
		if _, err := os.Stat(d.path); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("db: there is no database at %s", d.path)
		} else if err != nil {
			return err
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(d.path), 0o700); err != nil {
		return fmt.Errorf("db: the data folder cannot be made: %w", err)
	}
	lock, err := lockFile(d.path)
	if err != nil {
		return err
	}
	d.lock = lock
	f, err := os.OpenFile(d.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("db: the database cannot be written: %w", err)
	}
	return f.Close()
}

// openPool opens connections of one kind. They live as long as the pool, since
// their prepared statements are worth more than a fresh start.
func openPool(path, mode string, extra []string, conns int) *sql.DB {
	var b strings.Builder
	fmt.Fprintf(&b, "file:%s?%s", (&url.URL{Path: path}).EscapedPath(), mode)
	for _, list := range [][]string{settings, extra} {
		for _, s := range list {
			b.WriteString("&_pragma=" + s)
		}
	}
	pool := sql.OpenDB(sqliteConnector(b.String()))
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool
}

// assertSQLite asks the library and the writer what they really are. Recipes
// that set durability and do not read it back have lost data.
func (d *DB) assertSQLite(ctx context.Context) error {
	for _, fact := range d.sqliteFacts(ctx) {
		if !fact.OK {
			return fmt.Errorf("db: %s: %s; %s", fact.Name, fact.Detail, fact.Remedy)
		}
	}
	return nil
}

// sqliteFacts are the durability facts of the library and the writer.
func (d *DB) sqliteFacts(ctx context.Context) []Finding {
	findings := []Finding{}
	for _, c := range []struct{ name, query, want, remedy string }{
		{"sqlite version", "SELECT sqlite_version()", "", "build with modernc.org/sqlite v1.47.0 or later"},
		{"journal mode", "PRAGMA journal_mode", "wal", "put the data folder on a local disk; network file systems have no WAL"},
		{"synchronous", "PRAGMA synchronous", "2", "nothing but FULL survives a power cut"},
		{"foreign keys", "PRAGMA foreign_keys", "1", "the SQLite library was built without them"},
	} {
		var got string
		err := d.write.QueryRowContext(ctx, c.query).Scan(&got)
		ok := got == c.want
		if c.want == "" {
			ok = goodSQLite(got)
		}
		f := Finding{Name: c.name, OK: ok && err == nil, Level: Fatal, Detail: got}
		if err != nil {
			f.Detail = "the file cannot be opened: " + err.Error()
			f.Remedy = "check the path, the rights and the disk"
			return append(findings, f)
		}
		if !f.OK {
			f.Remedy = c.remedy
		}
		findings = append(findings, f)
	}
	return findings
}

// goodSQLite tells that a version has the WAL-reset repair and was not withdrawn.
func goodSQLite(version string) bool {
	return version != withdrawnSQLite && compareVersions(version, oldestSQLite) >= 0
}

func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		var x, y int
		if i < len(as) {
			x, _ = strconv.Atoi(as[i])
		}
		if i < len(bs) {
			y, _ = strconv.Atoi(bs[i])
		}
		if x != y {
			return x - y
		}
	}
	return 0
}

// sqliteConnector opens connections for a pool by the address it is.
type sqliteConnector string

func (c sqliteConnector) Connect(context.Context) (driver.Conn, error) {
	inner, err := c.Driver().Open(string(c))
	if err != nil {
		return nil, err
	}
	conn, ok := inner.(sqliteInner)
	if !ok {
		inner.Close()
		return nil, fmt.Errorf("db: the SQLite driver's connection is a %T", inner)
	}
	return &sqliteConn{sqliteInner: conn, stmts: make(map[string]*sqliteStmt)}, nil
}

func (sqliteConnector) Driver() driver.Driver { return &sqlite.Driver{} }

func cmpOr(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}
