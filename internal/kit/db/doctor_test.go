package db_test

import (
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

// finding picks one by name.
func finding(t testing.TB, d *db.DB, name string) db.Finding {
	t.Helper()
	for _, f := range d.Doctor(t.Context()) {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no finding %q", name)
	return db.Finding{}
}

// TestDoctorSaysWhatToDo leaves the test's PostgreSQL the liberty not to be
// durable; SQLite has none.
func TestDoctorSaysWhatToDo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		findings := d.Doctor(t.Context())
		if len(findings) < 5 {
			t.Errorf("only %d facts", len(findings))
		}
		for _, f := range findings {
			if f.Name == "" || f.Detail == "" || f.OK != (f.Remedy == "") {
				t.Errorf("%+v", f)
			}
			if d.Engine() == db.SQLite && !f.OK {
				t.Errorf("%s %s: %s; %s", f.Level, f.Name, f.Detail, f.Remedy)
			}
		}
	})
}

func TestDoctorSeesCommitsThatDoNotWait(t *testing.T) {
	url := dbtest.URL(t, db.Postgres)
	if f := finding(t, open(t, url, db.Options{}), "synchronous commit"); !f.OK {
		t.Errorf("%+v", f)
	}
	if f := finding(t, open(t, url+"&synchronous_commit=off", db.Options{}), "synchronous commit"); f.OK || f.Level != db.Fatal {
		t.Errorf("%+v", f)
	}
}

func TestDoctorSaysWhoServes(t *testing.T) {
	url := dbtest.URL(t, db.SQLite)
	server := open(t, url, db.Options{})
	tool := open(t, url, db.Options{Shared: true})
	if f := finding(t, tool, "server"); f.Detail == "not running" {
		t.Errorf("beside a server: %+v", f)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if f := finding(t, tool, "server"); f.Detail != "not running" {
		t.Errorf("after it: %+v", f)
	}
}
