package db_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

// seed fills a table with rows that are hard to copy.
func seed(t testing.TB, d *db.DB) {
	t.Helper()
	for i, kind := range []string{"plain", "𠮷野家 🍎", "tab\tline\nback\\slash '\"", `\N`, `\.`, ""} {
		exec(t, d, "INSERT INTO job_turn (kind, turn, next_at) VALUES ($1, $2, $3)", fmt.Sprint(i, kind), i, -i)
	}
	exec(t, d, `INSERT INTO job (org_id, id, kind, uniq, state, run_at, payload, created_at) VALUES ('o', 'j', 'k', 'u', 'ready', 1, '{"a":"あ"}', 1)`)
}

// contents are all rows of the tables that seed fills.
func contents(t testing.TB, d *db.DB) string {
	t.Helper()
	return text(t, d, "SELECT COALESCE(string_agg(kind || '/' || CAST(turn AS TEXT) || '/' || CAST(next_at AS TEXT), '|' ORDER BY kind), '') FROM job_turn") +
		text(t, d, "SELECT COALESCE(string_agg(org_id || id || payload || COALESCE(CAST(finished_at AS TEXT), 'null'), '|'), '') FROM job")
}

// backup takes a backup of d and gives its path.
func backup(t testing.TB, d *db.DB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "koryu.backup")
	if err := d.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABackupComesBackAsItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		seed(t, d)
		want := contents(t, d)
		path := backup(t, d)
		if left, _ := filepath.Glob(path + "*"); len(left) != 1 {
			t.Errorf("left behind: %v", left)
		}
		if err := d.Backup(t.Context(), path); err == nil {
			t.Error("a backup was overwritten")
		}
		exec(t, d, "DELETE FROM job_turn WHERE turn > 1")
		exec(t, d, "INSERT INTO job_turn (kind, turn, next_at) VALUES ('later', 1, 1)")
		if err := d.Restore(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		if got := contents(t, d); got != want {
			t.Errorf("restored\n%s\nwant\n%s", got, want)
		}
		have, known, err := d.SchemaVersion(t.Context())
		if err != nil || have != known {
			t.Errorf("schema %d of %d, %v", have, known, err)
		}
		if _, err := d.Exec(t.Context(), "INSERT INTO job (org_id, id, kind, uniq, state, run_at, payload, created_at) VALUES ('o', 'x', 'k', 'u', 'ready', 1, '', 1)"); !db.IsUnique(err) {
			t.Errorf("constraints after a restore: %v", err)
		}
	})
}

func TestTheFormerDataIsMovedAside(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		url := dbtest.URL(t, db.SQLite)
		d := open(t, url, db.Options{})
		path := backup(t, d)
		exec(t, d, "INSERT INTO job_turn (kind, turn, next_at) VALUES ('former', 1, 1)")
		if err := d.Restore(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		kept, _ := filepath.Glob(strings.TrimPrefix(url, "sqlite:") + "-before-*")
		if len(kept) != 1 {
			t.Fatalf("kept: %v", kept)
		}
		former := open(t, "sqlite:"+kept[0], db.Options{})
		if got := text(t, former, "SELECT kind FROM job_turn"); got != "former" {
			t.Errorf("the former data holds %q", got)
		}
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		d := dbtest.Open(t, db.Postgres)
		path := backup(t, d)
		exec(t, d, "INSERT INTO job_turn (kind, turn, next_at) VALUES ('former', 1, 1)")
		if err := d.Restore(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		kept := text(t, d, "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, current_schema() || '_before_')")
		if got := text(t, d, `SELECT kind FROM "`+kept+`".job_turn`); got != "former" {
			t.Errorf("the former data holds %q", got)
		}
	})
}

// TestADamagedBackupIsRefusedOrHarmless flips bytes all over the file: either it
// is refused, and nothing changes, or the same rows come back.
func TestADamagedBackupIsRefusedOrHarmless(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		seed(t, d)
		whole, err := os.ReadFile(backup(t, d))
		if err != nil {
			t.Fatal(err)
		}
		exec(t, d, "INSERT INTO job_turn (kind, turn, next_at) VALUES ('present', 1, 1)")
		present := contents(t, d)
		flips := 60
		if d.Engine() == db.Postgres {
			flips = 12 // one that does not matter costs a whole restore
		}
		refused, step := 0, len(whole)/flips+1
		for at := 0; at < len(whole); at += step {
			bad := bytes.Clone(whole)
			bad[at] ^= 0x41
			path := filepath.Join(t.TempDir(), "bad")
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := d.Restore(t.Context(), path); err == nil {
				t.Logf("byte %d of %d does not matter", at, len(whole))
				if strings.Contains(contents(t, d), "present") {
					t.Errorf("byte %d: said to be restored and was not", at)
				}
				exec(t, d, "INSERT INTO job_turn (kind, turn, next_at) VALUES ('present', 1, 1)")
			} else {
				refused++
			}
			if got := contents(t, d); got != present {
				t.Fatalf("byte %d changed the database to %s", at, got)
			}
		}
		if refused < flips/2 {
			t.Errorf("only %d of %d damages were found", refused, flips)
		}
	})
}

// rewrite copies a backup, changing its manifest and leaving out parts.
func rewrite(t testing.TB, path string, change func(m map[string]any), leaveOut string) string {
	t.Helper()
	r, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	out := filepath.Join(t.TempDir(), "rewritten")
	f, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := zip.NewWriter(f)
	defer w.Close()
	for _, entry := range r.File {
		if leaveOut != "" && strings.Contains(entry.Name, leaveOut) {
			continue
		}
		src, _ := entry.Open()
		body, _ := io.ReadAll(src)
		if entry.Name == "manifest.json" {
			var m map[string]any
			if err := json.Unmarshal(body, &m); err != nil {
				t.Fatal(err)
			}
			change(m)
			body, _ = json.Marshal(m)
		}
		dst, _ := w.Create(entry.Name)
		dst.Write(body)
	}
	return out
}

func TestBackupsThatAreRefused(t *testing.T) {
	same := func(map[string]any) {}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		seed(t, d)
		path := backup(t, d)
		before := contents(t, d)
		firstTable := func(m map[string]any) map[string]any { return m["tables"].([]any)[0].(map[string]any) }
		for name, c := range map[string]struct {
			path, want string
		}{
			"no file at all":              {filepath.Join(t.TempDir(), "none"), "is no backup"},
			"a newer schema":              {rewrite(t, path, func(m map[string]any) { m["schema"] = 9999 }, ""), "newer koryu"},
			"a newer format":              {rewrite(t, path, func(m map[string]any) { m["format"] = 2 }, ""), "newer koryu"},
			"another engine":              {rewrite(t, path, func(m map[string]any) { m["engine"] = "dBASE" }, ""), "taken from dBASE"},
			"no manifest":                 {rewrite(t, path, same, "manifest"), "no manifest"},
			"an empty manifest":           {rewrite(t, path, func(m map[string]any) { clear(m) }, ""), "incomplete"},
			"a part is missing":           {rewrite(t, path, same, map[db.Engine]string{db.SQLite: "koryu.db", db.Postgres: "tables/job."}[d.Engine()]), "is missing"},
			"the digest of another part":  {rewrite(t, path, func(m map[string]any) { m["parts"].([]any)[0].(map[string]any)["sha256"] = strings.Repeat("0", 64) }, ""), "digest differs"},
			"one row fewer than it says":  {rewrite(t, path, func(m map[string]any) { firstTable(m)["rows"] = 99 }, ""), "rows"},
			"one table fewer than it has": {rewrite(t, path, func(m map[string]any) { m["tables"] = m["tables"].([]any)[1:] }, ""), "nothing was restored"},
		} {
			t.Run(name, func(t *testing.T) {
				err := d.Restore(t.Context(), c.path)
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want %q", err, c.want)
				}
			})
		}
		if err := d.Restore(t.Context(), rewrite(t, path, func(m map[string]any) { m["schema"] = 9999 }, "")); !errors.Is(err, db.ErrNewerSchema) {
			t.Errorf("a newer schema gives %v", err)
		}
		if got := contents(t, d); got != before {
			t.Errorf("a refused restore left %s", got)
		}
	})
}

func TestNobodyElseMayUseWhatIsRestored(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		path := backup(t, d)
		url := dbtest.Address(d)
		if d.Engine() == db.SQLite {
			tool := open(t, url, db.Options{Shared: true})
			exec(t, tool, "DELETE FROM job_turn")
			if err := tool.Restore(t.Context(), path); err == nil {
				t.Error("a tool restored beside the server")
			}
		} else {
			open(t, url, db.Options{})
		}
		if err := d.Restore(t.Context(), path); err == nil || !strings.Contains(err.Error(), "first") {
			t.Errorf("restored under the eyes of another: %v", err)
		}
		if n := number(t, d, "SELECT COUNT(*) FROM job_turn"); n != 0 {
			t.Error(n)
		}
	})
}

// TestABackupIsOneMoment keeps two rows equal while backups are taken.
func TestABackupIsOneMoment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, "INSERT INTO job_turn (kind, turn, next_at) VALUES ('a', 0, 0), ('b', 0, 0)")
		stop := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			for i := 1; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				err := d.Tx(t.Context(), func(c ctx, tx *db.Tx) error {
					if _, err := tx.Exec(c, "UPDATE job_turn SET turn = $1 WHERE kind = 'a'", i); err != nil {
						return err
					}
					_, err := tx.Exec(c, "UPDATE job_turn SET turn = $1 WHERE kind = 'b'", i)
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
		paths := []string{backup(t, d), backup(t, d), backup(t, d)}
		close(stop)
		wg.Wait()
		for _, path := range paths {
			if err := d.Restore(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			if n := number(t, d, "SELECT COUNT(DISTINCT turn) FROM job_turn"); n != 1 {
				t.Error("the backup lies between two transactions")
			}
		}
	})
}
