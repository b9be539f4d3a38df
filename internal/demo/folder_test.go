package demo_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"koryu/internal/demo"
)

func TestAFolderIsADemoOrLeftAlone(t *testing.T) {
	finished := demo.Manifest{BaseURL: "http://127.0.0.1:8080"}
	for name, c := range map[string]struct {
		before  func(t *testing.T, f demo.Folder)
		reset   bool
		fresh   bool
		refused bool
		kept    bool // the file koryu.db
	}{
		"a missing folder is made":               {before: remove, fresh: true},
		"an empty folder becomes a demo":         {before: func(*testing.T, demo.Folder) {}, fresh: true},
		"a finished demo goes on":                {before: finish(finished), kept: true},
		"a reset empties it":                     {before: finish(finished), reset: true, fresh: true},
		"a build that was cut short starts anew": {before: start, fresh: true},
		"another database is refused":            {before: put("koryu.db"), refused: true, kept: true},
		"also with a reset":                      {before: put("koryu.db"), reset: true, refused: true, kept: true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "demo")
			must(t, os.Mkdir(dir, 0o700))
			c.before(t, demo.Folder(dir))
			_, fresh, err := demo.OpenFolder(dir, c.reset)
			if (err != nil) != c.refused || fresh != c.fresh {
				t.Errorf("fresh %v, %v", fresh, err)
			}
			if _, err := os.Stat(filepath.Join(dir, "koryu.db")); (err == nil) != c.kept {
				t.Errorf("koryu.db: %v", err)
			}
			if demo.IsDemo(dir) == c.refused {
				t.Error("the marker is wrong")
			}
		})
	}
}

func remove(t *testing.T, f demo.Folder) { must(t, os.Remove(string(f))) }

func put(name string) func(t *testing.T, f demo.Folder) {
	return func(t *testing.T, f demo.Folder) { must(t, os.WriteFile(f.Path(name), []byte("precious"), 0o600)) }
}

// start is a build that does not come to its end.
func start(t *testing.T, f demo.Folder) {
	if _, _, err := demo.OpenFolder(string(f), false); err != nil {
		t.Fatal(err)
	}
	put("koryu.db")(t, f)
}

func finish(m demo.Manifest) func(t *testing.T, f demo.Folder) {
	return func(t *testing.T, f demo.Folder) {
		start(t, f)
		must(t, f.SetManifest(m))
	}
}

func TestAFolderRemembersTheClock(t *testing.T) {
	folder, _, err := demo.OpenFolder(t.TempDir(), false)
	must(t, err)
	if at, err := folder.Reached(); err != nil || !at.Equal(demo.Start) {
		t.Errorf("a new demo stands at %s, %v", at, err)
	}
	later := demo.Start.Add(25 * time.Hour)
	must(t, folder.Reach(later))
	if at, err := folder.Reached(); err != nil || !at.Equal(later) {
		t.Errorf("remembered %s, %v", at, err)
	}
	must(t, os.WriteFile(folder.Path("clock"), []byte("tomorrow"), 0o600))
	if _, err := folder.Reached(); err == nil {
		t.Error("a broken clock is believed")
	}
}

func TestAManifestMovesWithItsServer(t *testing.T) {
	m := demo.Manifest{BaseURL: "http://a", SignIn: map[string]string{"owner": "http://a/x"}, Objects: map[string]string{"home": "http://a/o/b"}}.At("http://c:1")
	if m.BaseURL != "http://c:1" || m.SignIn["owner"] != "http://c:1/x" || m.Objects["home"] != "http://c:1/o/b" {
		t.Errorf("%+v", m)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
