package journey

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"koryu/assets"
)

// house is a running koryu demo with a sample year of its own.
type house struct {
	Base    string            `json:"base_url"`
	SignIn  map[string]string `json:"sign_in"`
	Objects map[string]string `json:"objects"`
}

// lack skips for want of something, or fails where nothing may be skipped.
func lack(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("KORYU_REQUIRE_ALL") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "koryu-journey-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(scratch)
	os.Exit(code)
}

// program builds the binary once.
var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(scratch, "koryu")
	if out, err := exec.Command("go", "build", "-o", path, "koryu/cmd/koryu").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building koryu: %w\n%s", err, out)
	}
	return path, nil
})

// sample plays the year once; every house gets a copy.
var sample = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch, "sample")
	_, stop, err := serve(dir)
	if err != nil {
		return "", err
	}
	return dir, stop()
})

func newHouse(t *testing.T) house {
	t.Helper()
	if !assets.Built() {
		lack(t, "nothing is bundled; run make assets")
	}
	year, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "year")
	if err := os.CopyFS(dir, os.DirFS(year)); err != nil {
		t.Fatal(err)
	}
	h, stop, err := serve(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// serve starts koryu demo on a free port and waits until it answers.
func serve(dir string) (h house, stop func() error, err error) {
	path, err := program()
	if err != nil {
		return h, nil, err
	}
	var said strings.Builder
	cmd := exec.Command(path, "demo", "--data", dir, "--addr", "127.0.0.1:0")
	cmd.Stdout, cmd.Stderr = &said, &said
	before, _ := os.Stat(filepath.Join(dir, "demo.json"))
	if err := cmd.Start(); err != nil {
		return h, nil, err
	}
	stop = func() error {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			return fmt.Errorf("koryu demo: %w\n%s", err, said.String())
		}
		return nil
	}
	for range 1200 {
		after, err := os.Stat(filepath.Join(dir, "demo.json"))
		if err == nil && (before == nil || after.ModTime().After(before.ModTime())) {
			if h, err = read(dir); err == nil && answers(h.Base) {
				return h, stop, nil
			}
		}
		if cmd.ProcessState != nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return h, nil, fmt.Errorf("koryu demo does not answer: %w", stop())
}

func read(dir string) (h house, err error) {
	b, err := os.ReadFile(filepath.Join(dir, "demo.json"))
	if err != nil {
		return h, err
	}
	return h, json.Unmarshal(b, &h)
}

func answers(base string) bool {
	r, err := http.Get(base + "/healthz")
	if err != nil {
		return false
	}
	_ = r.Body.Close()
	return r.StatusCode == http.StatusOK
}
