package app_test

import (
	"os"
	"testing"

	"koryu/internal/app"
	"koryu/internal/app/apptest"
	"koryu/internal/kit/db"
)

func findingOf(t *testing.T, c app.Config, name string) db.Finding {
	t.Helper()
	for _, f := range app.Diagnose(t.Context(), c) {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("nothing was found about %s", name)
	return db.Finding{}
}

func TestTheDoctorFindsATrailThatWasTamperedWith(t *testing.T) {
	t.Parallel()
	house := apptest.Demo(t)
	c := app.Config{Data: house.Dir, Base: house.Base}
	if f := findingOf(t, c, "audit trail"); !f.OK {
		t.Fatalf("a fresh year is ill: %+v", f)
	}
	if f := findingOf(t, c, "clock"); !f.OK {
		t.Errorf("the running server was not seen: %+v", f)
	}
	n, err := house.DB.Exec(t.Context(), `UPDATE audit_entry SET reason = 'x' WHERE id = (SELECT MIN(id) FROM audit_entry)`)
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if f := findingOf(t, c, "audit trail"); f.OK || f.Level != db.Fatal || f.Remedy == "" {
		t.Errorf("an edited entry was not found: %+v", f)
	}
}

func TestTheDoctorSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil   func(t *testing.T, c *app.Config)
		finding string
		level   db.Level
	}{
		"no such folder":             {func(_ *testing.T, c *app.Config) { c.Data += "/nowhere" }, "data folder", db.Fatal},
		"a folder that others read":  {func(t *testing.T, c *app.Config) { chmod(t, c.Data, 0o755) }, "data folder", db.Warn},
		"a key that others read":     {func(t *testing.T, c *app.Config) { chmod(t, c.KeyFile(), 0o644) }, "master key", db.Fatal},
		"a public URL in clear":      {func(_ *testing.T, c *app.Config) { c.Base = "http://koryu.invalid" }, "base URL", db.Fatal},
		"a server that is not there": {func(*testing.T, *app.Config) {}, "web server", db.Warn},
		"no mail server":             {func(*testing.T, *app.Config) {}, "mail", db.Warn},
		"a mail server that is gone": {func(_ *testing.T, c *app.Config) {
			c.SMTP.Host, c.SMTP.Port, c.SMTP.From = "127.0.0.1", 1, "a@example.com"
		}, "mail", db.Fatal},
	} {
		t.Run(name, func(t *testing.T) {
			ill := config(t, "http://127.0.0.1:1")
			a, err := app.New(t.Context(), ill)
			if err != nil {
				t.Fatal(err)
			}
			a.Close()
			chmod(t, ill.Data, 0o700)
			c.spoil(t, &ill)
			f := findingOf(t, ill, c.finding)
			if f.OK || f.Level != c.level || f.Remedy == "" {
				t.Errorf("found %+v", f)
			}
		})
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}
