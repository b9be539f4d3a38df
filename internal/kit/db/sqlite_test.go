package db_test

import (
	"context"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

func open(t *testing.T, dsn string, o db.Options) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dsn, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func TestASecondServerOnOneFileIsRefused(t *testing.T) {
	url := dbtest.URL(t, db.SQLite)
	first := open(t, url, db.Options{})
	_, err := db.Open(t.Context(), url, db.Options{})
	if err == nil || !strings.Contains(err.Error(), "served by another koryu (process ") {
		t.Fatalf("the second got %v", err)
	}
	tool := open(t, url, db.Options{Shared: true})
	exec(t, first, "INSERT INTO job_turn (kind, turn, next_at) VALUES ('k', 1, 1)")
	if n := number(t, tool, "SELECT COUNT(*) FROM job_turn"); n != 1 {
		t.Errorf("the tool sees %d rows", n)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, url, db.Options{})
}

// TestTheLockDiesWithItsProcess ends a server without letting it tidy up.
func TestTheLockDiesWithItsProcess(t *testing.T) {
	if path := os.Getenv("KORYU_TEST_HOLD"); path != "" {
		if _, err := db.Open(context.Background(), path, db.Options{}); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("held\n")
		select {}
	}
	url := dbtest.URL(t, db.SQLite)
	cmd := osexec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheLockDiesWithItsProcess$")
	cmd.Env = append(os.Environ(), "KORYU_TEST_HOLD="+url)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out.Read(make([]byte, 5))
	if _, err := db.Open(t.Context(), url, db.Options{}); err == nil || !strings.Contains(err.Error(), "served by another") {
		t.Errorf("beside the other process: %v", err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	open(t, url, db.Options{})
}

func TestAddressesThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct{ dsn, want string }{
		"no scheme":                {"/var/lib/koryu.db", `must begin with "sqlite:"`},
		"another database":         {"mysql://x", `must begin with "sqlite:"`},
		"a file that only is told": {"sqlite:", "needs a file"},
		"memory":                   {"sqlite::memory:", "needs a file"},
		"a broken postgres url":    {"postgres://user:pass word@:port", "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := db.Open(t.Context(), c.dsn, db.Options{})
			if err == nil {
				d.Close()
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "pass word") {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := db.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "none.db"), db.Options{Shared: true}); err == nil || !strings.Contains(err.Error(), "there is no database") {
		t.Errorf("a tool made a database: %v", err)
	}
}

func TestOddPathsAreFilesToo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "交流 100% #1?")
	d := open(t, "sqlite:"+filepath.Join(dir, "koryu & co.db"), db.Options{})
	exec(t, d, "CREATE TABLE n (i BIGINT)")
	if n := number(t, d, "SELECT COUNT(*) FROM n"); n != 0 {
		t.Error(n)
	}
	info, err := os.Stat(filepath.Join(dir, "koryu & co.db"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestDurabilityIsReadBack(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000"} {
		err := d.Tx(t.Context(), func(_ ctx, tx *db.Tx) error {
			if got := text(t, tx, "PRAGMA "+pragma); got != want {
				t.Errorf("%s is %s", pragma, got)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
