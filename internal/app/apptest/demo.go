// Package apptest gives tests a whole house that is running: the sample year behind a real listener. The year is built
// once per test binary and copied for each test, so tests can change it and run side by side.
//
// The package owns no tables.
package apptest

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"koryu/internal/app"
)

// House is a running sample year.
type House struct {
	*app.App
	Base string // http://127.0.0.1:port
	Dir  string // its folder
}

// Demo starts a copy of the sample year. It ends with the test.
func Demo(t testing.TB) House {
	t.Helper()
	built, err := template()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(built)); err != nil {
		t.Fatal(err)
	}
	if err := private(dir); err != nil {
		t.Fatal(err)
	}
	return Open(t, dir)
}

// Open starts the sample year that lives in dir; a stopped house can be started again.
func Open(t testing.TB, dir string) House {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + l.Addr().String()
	a, err := app.NewDemo(t.Context(), app.DemoConfig{Data: dir, Base: base})
	if err != nil {
		l.Close()
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, l, true) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("serving: %v", err)
		}
		if err := a.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return House{App: a, Base: base, Dir: dir}
}

// template builds the year once. The folder is left to the system's cleaning of temporary files.
var template = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "koryu-sample-*")
	if err != nil {
		return "", err
	}
	a, err := app.NewDemo(context.Background(), app.DemoConfig{Data: dir, Base: "http://127.0.0.1:8080"})
	if err != nil {
		return "", err
	}
	return dir, a.Close()
})

// private gives the copies the modes that the house insists on; copying widens them.
func private(dir string) error {
	if err := os.Chmod(dir, 0o700); err != nil {
		return err
	}
	return filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		return os.Chmod(path, 0o600)
	})
}
