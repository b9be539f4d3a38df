package jobs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/jobs"
)

// days notes at which moments a periodic job ran.
type days struct{ at []string }

func (d *days) handle(_ ctx, r jobs.Run) error {
	d.at = append(d.at, r.Now.Time().Format("2 Jan 15:04"))
	return nil
}

var daily = jobs.Options{Periodics: []jobs.Periodic{{Kind: "daily", Every: 24 * time.Hour}}}

func TestAPeriodicJobRunsOncePerTurn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		var seen days
		handlers := map[string]jobs.Handler{"daily": seen.handle}
		a, b := jobs.NewWorker(d, handlers, daily), jobs.NewWorker(d, handlers, daily)
		for range 40 { // from due to due, as the sample year is walked through
			at, ok, err := a.NextDue(t.Context())
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if at.Time().After(dbtest.Start.AddDate(0, 0, 3)) {
				break
			}
			if at > d.Now() {
				h.Set(at.Time())
			}
			runDue(t, a)
			runDue(t, b)
		}
		if want := []string{"19 Nov 00:00", "20 Nov 00:00", "21 Nov 00:00"}; !slices.Equal(seen.at, want) {
			t.Errorf("ran at %v", seen.at)
		}
	})
}

func TestMissedTurnsAreOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		var seen days
		w := jobs.NewWorker(d, map[string]jobs.Handler{"daily": seen.handle}, daily)
		runDue(t, w)
		h.Advance(5 * 24 * time.Hour)
		runDue(t, w)
		h.Advance(24 * time.Hour)
		runDue(t, w)
		if len(seen.at) != 2 {
			t.Errorf("ran at %v", seen.at)
		}
	})
}

func TestAPeriodicJobDoesNotOvertakeItself(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		runs := 0
		w := jobs.NewWorker(d, map[string]jobs.Handler{"daily": func(ctx, jobs.Run) error {
			runs++
			return fmt.Errorf("not yet")
		}}, daily)
		runDue(t, w)
		for range 2 {
			h.Advance(24 * time.Hour)
			runDue(t, w)
		}
		if live := list(t, d, "", jobs.Ready); len(live) != 1 || runs != 2 {
			t.Errorf("%d runs, waiting: %+v", runs, live)
		}
	})
}

func TestFinishedJobsAreDeletedAfterThirtyDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		var r recorder
		w := r.worker(d, jobs.Options{})
		for i := range 1100 {
			enqueue(t, d, jobs.Job{Org: fmt.Sprint("o", i%2), Kind: "note", Key: fmt.Sprint("old", i)})
			if i == 20 {
				runDue(t, w)
			}
		}
		if _, err := d.Exec(t.Context(), "UPDATE job SET state = 'done', finished_at = $1 WHERE org_id IN ('o0', 'o1')", d.Now()); err != nil {
			t.Fatal(err)
		}
		enqueue(t, d, jobs.Job{Org: "o0", Kind: "dead", Key: "dead"}, jobs.Job{Org: "o0", Kind: "note", Key: "later", RunAt: d.Now().Add(60 * 24 * time.Hour)})
		h.Advance(20 * 24 * time.Hour)
		enqueue(t, d, jobs.Job{Org: "o0", Kind: "note", Key: "young"})
		runDue(t, w)
		h.Advance(11 * 24 * time.Hour)
		runDue(t, w)
		rows, err := d.Query(t.Context(), "SELECT uniq FROM job WHERE org_id IN ('o0', 'o1') ORDER BY uniq")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var kept []string
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			kept = append(kept, s)
		}
		if want := []string{"dead", "later", "young"}; !slices.Equal(kept, want) {
			t.Errorf("kept %v", kept)
		}
	})
}

// TestClaimsReadTheIndexOfDueJobs holds that a million finished jobs cost a claim
// nothing.
func TestClaimsReadTheIndexOfDueJobs(t *testing.T) {
	for name, query := range map[string]string{
		"head": "SELECT org_id, run_at FROM job WHERE state IN ('ready', 'running') AND priority = 0 ORDER BY run_at, id LIMIT 1",
		"due":  "SELECT org_id, id, payload FROM job WHERE state IN ('ready', 'running') AND priority = 0 AND run_at <= 5 ORDER BY run_at, id LIMIT 16",
		"dead": "SELECT org_id, id FROM job WHERE org_id = 'o' AND state = 'dead' ORDER BY id DESC LIMIT 50",
		"done": "SELECT org_id, id FROM job WHERE state = 'done' AND finished_at < 5 ORDER BY finished_at LIMIT 500",
	} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.Open(t, db.SQLite)
			rows, err := d.Query(t.Context(), "EXPLAIN QUERY PLAN "+query)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			var plan strings.Builder
			for rows.Next() {
				var id, parent, unused int
				var line string
				if err := rows.Scan(&id, &parent, &unused, &line); err != nil {
					t.Fatal(err)
				}
				plan.WriteString(line + "\n")
			}
			p := plan.String()
			if strings.Contains(p, "TEMP B-TREE") || !strings.Contains(p, "USING INDEX job_") && !strings.Contains(p, "COVERING INDEX job_") {
				t.Errorf("plan:\n%s", p)
			}
		})
	}
}
