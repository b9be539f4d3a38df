package demo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"koryu/internal/kit/clock"
)

// Start is the moment at which the sample year is handed over: two events ahead, one draft, a full one just over.
var Start = time.Date(2024, 11, 18, 10, 0, 0, 0, clock.JST)

const (
	markerFile   = ".koryu-demo" // first thing written: what is in this folder may be thrown away
	manifestFile = "demo.json"   // last thing written by a build: without it the build was cut short
	clockFile    = "clock"
)

// Folder is where a demo lives between runs.
type Folder string

// OpenFolder gives the folder at dir and tells whether the year has to be built in it. It makes a missing folder,
// empties a demo when reset is asked for or its build was cut short, and refuses to touch anything that is not a demo.
func OpenFolder(dir string, reset bool) (folder Folder, fresh bool, err error) {
	folder = Folder(dir)
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0:
		return folder, true, folder.mark()
	case err != nil:
		return folder, false, err
	case !IsDemo(dir):
		return folder, false, fmt.Errorf("%s holds files that are not a demo; choose another folder with --data", dir)
	case reset || !folder.has(manifestFile):
		return folder, true, folder.empty(entries)
	}
	return folder, false, nil
}

// IsDemo tells whether dir is a demo's folder.
func IsDemo(dir string) bool { return Folder(dir).has(markerFile) }

// Path is a file or folder inside.
func (f Folder) Path(name string) string { return filepath.Join(string(f), name) }

func (f Folder) has(name string) bool {
	_, err := os.Stat(f.Path(name))
	return err == nil
}

func (f Folder) mark() error {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return err
	}
	return os.WriteFile(f.Path(markerFile), []byte("sample data of koryu demo; may be deleted\n"), 0o600)
}

// empty removes everything but the marker, so that a crash in between leaves a folder that is still known as a demo.
func (f Folder) empty(entries []os.DirEntry) error {
	for _, e := range entries {
		if e.Name() == markerFile {
			continue
		}
		if err := os.RemoveAll(f.Path(e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// Reached is the moment at which the demo's clock stood last; [Start] in a new demo.
func (f Folder) Reached() (time.Time, error) {
	b, err := os.ReadFile(f.Path(clockFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Start, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(string(b)))
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", f.Path(clockFile), err)
	}
	return t.In(clock.JST), nil
}

// Reach remembers the moment for the next start.
func (f Folder) Reach(t time.Time) error {
	return f.write(clockFile, []byte(t.Format(time.RFC3339)+"\n"))
}

// write puts a whole file in place or leaves the old one.
func (f Folder) write(name string, b []byte) error {
	temporary := f.Path(name + ".new")
	if err := os.WriteFile(temporary, b, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, f.Path(name))
}
