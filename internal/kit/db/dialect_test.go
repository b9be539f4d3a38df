package db_test

import (
	"database/sql"
	"errors"
	"testing"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

// exec runs statements that must succeed.
func exec(t testing.TB, d *db.DB, query string, args ...any) int64 {
	t.Helper()
	n, err := d.Exec(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

func text(t testing.TB, q db.Q, query string, args ...any) string {
	t.Helper()
	var s string
	if err := q.QueryRow(t.Context(), query, args...).Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return s
}

func number(t testing.TB, q db.Q, query string, args ...any) (n int64) {
	t.Helper()
	if err := q.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// TestMarksAreNumbersNotPlaces guards the choice of the SQLite driver: others
// bind in order of appearance and give wrong rows without an error.
func TestMarksAreNumbersNotPlaces(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE room (name TEXT PRIMARY KEY, cap BIGINT NOT NULL)")
		exec(t, d, "INSERT INTO room (cap, name) VALUES ($2, $1), ($4, $3), ($6, $5)", "a", 10, "b", 20, "c", 30)
		for name, c := range map[string]struct {
			query string
			args  []any
			want  string
		}{
			"swapped":             {"SELECT name FROM room WHERE cap > $2 AND name <> $1 ORDER BY name LIMIT 1", []any{"b", 15}, "c"},
			"reused":              {"SELECT name FROM room WHERE name = $1 OR (cap = $2 AND name <> $1) ORDER BY cap DESC LIMIT 1", []any{"a", 30}, "c"},
			"swapped and reused":  {"SELECT $2 || $1 || $2 || name FROM room WHERE cap = $3", []any{"x", "y", 20}, "yxyb"},
			"a gap filled later":  {"SELECT name FROM room WHERE cap < $3 AND name > $1 AND cap > $2", []any{"a", 5, 25}, "b"},
			"in a list and after": {"SELECT name FROM room WHERE name IN ($3, $2) AND cap < $1", []any{25, "b", "c"}, "b"},
		} {
			t.Run(name, func(t *testing.T) {
				for range 2 { // the second time from the cache
					if got := text(t, d, c.query, c.args...); got != c.want {
						t.Errorf("got %q, want %q", got, c.want)
					}
				}
			})
		}
	})
}

func TestTheSharedDialect(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, `CREATE TABLE seat (
			org_id TEXT NOT NULL, id TEXT NOT NULL, name TEXT, n BIGINT NOT NULL DEFAULT 0,
			open BOOLEAN NOT NULL DEFAULT FALSE, doc JSONB NOT NULL DEFAULT '{}', PRIMARY KEY (org_id, id))`)
		exec(t, d, `CREATE UNIQUE INDEX seat_name ON seat (org_id, LOWER(name)) WHERE open`)
		exec(t, d, `INSERT INTO seat (org_id, id, name, n, open, doc) VALUES
			('o', '1', 'あ', 3, TRUE, $1), ('o', '2', 'B', 5, FALSE, '{}'), ('o', '3', NULL, 7, TRUE, '{}')`, `{"k":"v","list":[1]}`)
		for name, c := range map[string]struct{ query, want string }{
			"json text by key":               {`SELECT doc ->> 'k' FROM seat WHERE org_id = 'o' AND id = '1'`, "v"},
			"a sum is a whole number":        {`SELECT SUM(n) FROM seat`, "15"},
			"filter of an aggregate":         {`SELECT COUNT(*) FILTER (WHERE n > 3) FROM seat`, "2"},
			"string_agg in order":            {`SELECT string_agg(id, '' ORDER BY n DESC) FROM seat`, "321"},
			"nulls last":                     {`SELECT id FROM seat ORDER BY name NULLS LAST LIMIT 1`, "2"},
			"code point order":               {`SELECT string_agg(x, '') FROM (SELECT name AS x FROM seat WHERE name IS NOT NULL ORDER BY name) AS s`, "Bあ"},
			"is distinct from":               {`SELECT id FROM seat WHERE name IS DISTINCT FROM 'B' AND name IS NULL`, "3"},
			"keyset by row value":            {`SELECT id FROM seat WHERE (n, id) > (3, '1') ORDER BY n, id LIMIT 1`, "2"},
			"values in a common expression":  {`WITH v (id) AS (VALUES ('2'), ('3')) SELECT MAX(seat.id) FROM seat JOIN v ON v.id = seat.id`, "3"},
			"recursion":                      {`WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 4) SELECT SUM(i) FROM r`, "10"},
			"window":                         {`SELECT rank FROM (SELECT id, row_number() OVER (ORDER BY n DESC) AS rank FROM seat) AS s WHERE id = '1'`, "3"},
			"a cast of an unknown":           {`SELECT COALESCE(CAST(NULL AS TEXT), 'none')`, "none"},
			"an average":                     {`SELECT CAST(AVG(n) AS INTEGER) FROM seat`, "5"},
			"concatenation":                  {`SELECT name || '!' FROM seat WHERE id = '2'`, "B!"},
			"an escaped character in a LIKE": {`SELECT COUNT(*) FROM seat WHERE name LIKE 'あ%' ESCAPE '\'`, "1"},
		} {
			t.Run(name, func(t *testing.T) {
				if got := text(t, d, c.query); got != c.want {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		}

		var open, more bool
		var mean float64
		err := d.QueryRow(t.Context(), `SELECT open, n > 2, 1.0 * n / 2 FROM seat WHERE id = $1`, "1").Scan(&open, &more, &mean)
		if err != nil || !open || !more || mean != 1.5 {
			t.Errorf("booleans and numbers: %v %v %v %v", open, more, mean, err)
		}
		var id string
		err = d.Tx(t.Context(), func(ctx ctx, tx *db.Tx) error {
			return tx.QueryRow(ctx, `UPDATE seat SET n = v.n FROM (SELECT '2' AS id, 50 AS n) AS v WHERE seat.id = v.id RETURNING seat.id`).Scan(&id)
		})
		if err != nil || id != "2" {
			t.Errorf("UPDATE … FROM … RETURNING: %q, %v", id, err)
		}
		exec(t, d, `INSERT INTO seat (org_id, id, n) VALUES ('o', '2', 1) ON CONFLICT (org_id, id) DO UPDATE SET n = seat.n + excluded.n`)
		if n := number(t, d, `SELECT n FROM seat WHERE id = '2'`); n != 51 {
			t.Errorf("upsert: %d", n)
		}
		n := exec(t, d, `INSERT INTO seat (org_id, id) SELECT 'o', '9' WHERE (SELECT COUNT(*) FROM seat) < 2`)
		if n != 0 {
			t.Error("a guarded INSERT passed its guard")
		}
	})
}

func TestInstantsAndDaysComeBackAsTheyWere(t *testing.T) {
	noon := time.Date(2024, 11, 2, 12, 34, 56, 789_000, clock.JST)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE moment (at BIGINT NOT NULL, maybe BIGINT, day TEXT NOT NULL)")
		at := db.FromTime(noon.UTC())
		exec(t, d, "INSERT INTO moment (at, maybe, day) VALUES ($1, $2, $3)", at, db.Instant(0).Null(), db.DayOf(noon))
		exec(t, d, "INSERT INTO moment (at, maybe, day) VALUES ($1, $2, $3)", at.Add(time.Second), at.Null(), db.Day(""))

		var first, latest, maybe db.Instant
		var day db.Day
		var null db.NullInstant
		if err := d.QueryRow(t.Context(), "SELECT at, maybe, maybe, day FROM moment ORDER BY at LIMIT 1").Scan(&first, &maybe, &null, &day); err != nil {
			t.Fatal(err)
		}
		if !first.Time().Equal(noon) || first.Time().String() != noon.String() || maybe != 0 || null != 0 || day != "2024-11-02" {
			t.Errorf("got %v %v %v %v", first, maybe, null, day)
		}
		if err := d.QueryRow(t.Context(), "SELECT MAX(at) FROM moment WHERE at > $1 AND maybe IS NOT NULL", at).Scan(&latest); err != nil || latest != at+1_000_000 {
			t.Errorf("latest %v, %v", latest, err)
		}
		if _, err := d.Exec(t.Context(), "INSERT INTO moment (at, day) VALUES ($1, $2)", at, db.Day("2024-02-30")); err == nil {
			t.Error("30 February was stored")
		}
		if _, err := d.Exec(t.Context(), "INSERT INTO moment (at, day) VALUES ($1, '')", noon); err == nil {
			t.Error("a time.Time was stored")
		}
	})
}

func TestNamesComeBackByteForByte(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE typed (name TEXT NOT NULL)")
		for _, name := range []string{"神\uFA19福\uFA1B", "髙﨑𠮷", "辻\U000E0100", "㈱㍿①㋿", "ｶﾞ", "カ\u3099", "🍎 '\"\\;--$1", ""} {
			exec(t, d, "DELETE FROM typed")
			exec(t, d, "INSERT INTO typed (name) VALUES ($1)", name)
			if got := text(t, d, "SELECT name FROM typed WHERE name = $1", name); got != name {
				t.Errorf("%q came back as %q", name, got)
			}
		}
	})
}

func TestConstraintsAreToldApartByCode(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE parent (id TEXT PRIMARY KEY, code TEXT UNIQUE)")
		exec(t, d, "CREATE TABLE child (id TEXT NOT NULL, parent TEXT REFERENCES parent (id), n BIGINT CHECK (n < 10))")
		exec(t, d, "INSERT INTO parent (id, code) VALUES ('p', 'c')")
		exec(t, d, "INSERT INTO child (id, parent, n) VALUES ('k', 'p', 1)")
		for name, c := range map[string]struct {
			query string
			is    func(error) bool
		}{
			"a primary key twice":          {"INSERT INTO parent (id, code) VALUES ('p', 'd')", db.IsUnique},
			"a unique value twice":         {"INSERT INTO parent (id, code) VALUES ('q', 'c')", db.IsUnique},
			"a parent that is not there":   {"INSERT INTO child (id, parent) VALUES ('l', 'x')", db.IsForeignKey},
			"a parent that has children":   {"DELETE FROM parent WHERE id = 'p'", db.IsForeignKey},
			"a number beyond the check":    {"UPDATE child SET n = 10 WHERE id = 'k'", db.IsCheck},
			"a value that must be present": {"INSERT INTO child (id) VALUES (NULL)", db.IsNotNull},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := d.Exec(t.Context(), c.query)
				if !c.is(err) {
					t.Errorf("not recognised: %v", err)
				}
				hits := 0
				for _, is := range []func(error) bool{db.IsUnique, db.IsForeignKey, db.IsCheck, db.IsNotNull, db.IsUnavailable} {
					if is(err) {
						hits++
					}
				}
				if hits != 1 {
					t.Errorf("recognised as %d things: %v", hits, err)
				}
			})
		}
		if err := d.QueryRow(t.Context(), "SELECT id FROM parent WHERE id = 'nobody'").Scan(new(string)); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("a missing row gives %v", err)
		}
	})
}

func TestOneStatementMayBeReadTwiceAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "CREATE TABLE n (i BIGINT)")
		exec(t, d, "INSERT INTO n (i) VALUES (1), (2), (3)")
		const query = "SELECT i FROM n WHERE i > $1 ORDER BY i"
		rows, err := d.Query(t.Context(), query, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var seen []int64
		for rows.Next() {
			var i int64
			if err := rows.Scan(&i); err != nil {
				t.Fatal(err)
			}
			seen = append(seen, i)
			if i < 3 {
				if next := number(t, d, query+" LIMIT 1", i); next != i+1 {
					t.Errorf("after %d comes %d", i, next)
				}
			}
		}
		if len(seen) != 3 {
			t.Errorf("saw %v", seen)
		}
	}, dbtest.WithMaxConns(2))
}

func TestInTx_OneStatementIsReadWhileItsRowsAreOpen(t *testing.T) {
	d := dbtest.Open(t, db.SQLite) // PostgreSQL's protocol allows one open result a connection
	exec(t, d, "CREATE TABLE n (i BIGINT)")
	exec(t, d, "INSERT INTO n (i) VALUES (1), (2), (3)")
	err := d.Tx(t.Context(), func(ctx ctx, tx *db.Tx) error {
		const query = "SELECT i FROM n WHERE i > $1 ORDER BY i"
		rows, err := tx.Query(ctx, query, 0)
		if err != nil {
			return err
		}
		defer rows.Close()
		count := 0
		for ; rows.Next(); count++ {
			var i int64
			tx.QueryRow(ctx, query, 2).Scan(&i)
			if i != 3 {
				t.Errorf("inner read gives %d", i)
			}
		}
		if count != 3 {
			t.Errorf("the inner read disturbed the outer one: %d rows", count)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
}
