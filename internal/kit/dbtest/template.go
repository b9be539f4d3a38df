package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"koryu/internal/kit/db"
)

// sqliteTemplate is a migrated file. Migrating takes a hundred times as long as
// copying, so each process migrates once.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "koryu-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "koryu.db")
	ctx := context.Background()
	d, err := db.Open(ctx, "sqlite:"+path, db.Options{})
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx); err != nil {
		d.Close()
		return nil, err
	}
	if err := d.Close(); err != nil { // moves the WAL into the file
		return nil, err
	}
	return os.ReadFile(path)
})

func sqliteURL(t testing.TB, empty bool) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "koryu.db")
	if !empty {
		file, err := sqliteTemplate()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "sqlite:" + path
}
