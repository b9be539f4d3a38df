package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/jobs"
)

type ctx = context.Context

func enqueue(t testing.TB, d *db.DB, list ...jobs.Job) {
	t.Helper()
	err := d.Tx(t.Context(), func(c ctx, tx *db.Tx) error { return jobs.Enqueue(c, tx, list...) })
	if err != nil {
		t.Fatal(err)
	}
}

func runDue(t testing.TB, w *jobs.Worker) int {
	t.Helper()
	n, err := w.RunDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func list(t testing.TB, d *db.DB, org string, state jobs.State) []jobs.Info {
	t.Helper()
	l, err := jobs.List(t.Context(), d, org, state, 100)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// recorder notes the keys of the jobs it runs.
type recorder struct{ keys []string }

func (r *recorder) handle(_ ctx, run jobs.Run) error {
	r.keys = append(r.keys, run.Key)
	return nil
}

func (r *recorder) worker(d *db.DB, o jobs.Options) *jobs.Worker {
	return jobs.NewWorker(d, map[string]jobs.Handler{"note": r.handle}, o)
}

func TestAJobCommitsWithItsTransactionOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		undone := errors.New("undone")
		err := d.Tx(t.Context(), func(c ctx, tx *db.Tx) error {
			if err := jobs.Enqueue(c, tx, jobs.Job{Org: "o", Kind: "note", Key: "lost"}); err != nil {
				return err
			}
			return undone
		})
		if err != undone {
			t.Fatal(err)
		}
		enqueue(t, d, jobs.Job{Org: "o", Kind: "note", Key: "kept"})
		var r recorder
		if n := runDue(t, r.worker(d, jobs.Options{})); n != 1 || !slices.Equal(r.keys, []string{"kept"}) {
			t.Errorf("%d runs: %v", n, r.keys)
		}
	})
}

func TestTheSameWorkIsEnqueuedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var r recorder
		w := r.worker(d, jobs.Options{})
		j := jobs.Job{Org: "o", Kind: "note", Key: "k"}
		enqueue(t, d, j, j)
		enqueue(t, d, j)
		runDue(t, w)
		enqueue(t, d, j) // done work stays done
		enqueue(t, d, jobs.Job{Org: "p", Kind: "note", Key: "k"}, jobs.Job{Org: "o", Kind: "note"}, jobs.Job{Org: "o", Kind: "note"})
		runDue(t, w)
		if len(r.keys) != 4 {
			t.Errorf("ran %v", r.keys)
		}
	})
}

func TestARunKnowsItsJob(t *testing.T) {
	type letter struct{ To string }
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		enqueue(t, d, jobs.Job{Kind: "system", Key: "s"}, jobs.Job{Org: "o", Kind: "mail", Key: "m", Payload: letter{"あ"}})
		seen := make(map[string]jobs.Run)
		note := func(_ ctx, r jobs.Run) error { seen[r.Kind] = r; return nil }
		runDue(t, jobs.NewWorker(d, map[string]jobs.Handler{"system": note, "mail": note}, jobs.Options{}))
		m := seen["mail"]
		var l letter
		if err := m.Decode(&l); err != nil || l.To != "あ" || m.Org != "o" || m.Key != "m" || m.Attempt != 1 || len(m.ID) != 36 || m.Now != d.Now() {
			t.Errorf("%+v, %v, %v", m, l, err)
		}
		if s := seen["system"]; s.Org != "" {
			t.Errorf("the system's job has the organisation %q", s.Org)
		}
		var n int
		if err := m.Decode(&n); err == nil {
			t.Error("a payload of another shape was decoded")
		}
	})
}

func TestDueJobsRunInTheOrderInWhichTheyFellDue(t *testing.T) {
	now := db.FromTime(dbtest.Start)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		enqueue(t, d,
			jobs.Job{Org: "o", Kind: "note", Key: "third", RunAt: now.Add(3 * time.Hour), Priority: jobs.Urgent},
			jobs.Job{Org: "p", Kind: "note", Key: "first", RunAt: now.Add(time.Hour), Priority: jobs.Bulk},
			jobs.Job{Org: "o", Kind: "note", Key: "second", RunAt: now.Add(2 * time.Hour)},
			jobs.Job{Org: "o", Kind: "note", Key: "also second but urgent", RunAt: now.Add(2 * time.Hour), Priority: jobs.Urgent},
			jobs.Job{Org: "o", Kind: "note", Key: "tomorrow", RunAt: now.Add(24 * time.Hour)})
		var r recorder
		w := r.worker(d, jobs.Options{Block: 2})
		if n := runDue(t, w); n != 0 {
			t.Errorf("%d ran before their time", n)
		}
		if at, ok, err := w.NextDue(t.Context()); err != nil || !ok || at != now.Add(time.Hour) {
			t.Errorf("next is due at %v, %v, %v", at, ok, err)
		}
		h.Advance(3 * time.Hour)
		runDue(t, w)
		if want := []string{"first", "also second but urgent", "second", "third"}; !slices.Equal(r.keys, want) {
			t.Errorf("ran %q", r.keys)
		}
	})
}

func TestAFailedJobWaitsLongerEachTimeAndDies(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		enqueue(t, d, jobs.Job{Org: "o", Kind: "fails", Key: "k"})
		var attempts []int
		w := jobs.NewWorker(d, map[string]jobs.Handler{"fails": func(_ ctx, r jobs.Run) error {
			attempts = append(attempts, r.Attempt)
			return fmt.Errorf("failure %d", r.Attempt)
		}}, jobs.Options{MaxFailures: 4})
		for i, base := range []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second} {
			if n := runDue(t, w); n != 1 {
				t.Fatalf("failure %d: %d runs", i+1, n)
			}
			j := list(t, d, "o", jobs.Ready)[0]
			if wait := j.RunAt.Sub(d.Now()); wait < base*4/5 || wait > base*6/5 {
				t.Errorf("after failure %d it waits %v", i+1, wait)
			}
			if j.LastError != fmt.Sprintf("failure %d", i+1) || j.Failures != int64(i+1) {
				t.Errorf("%+v", j)
			}
			h.Set(j.RunAt.Time())
		}
		runDue(t, w)
		h.Advance(48 * time.Hour)
		runDue(t, w)
		if dead := list(t, d, "o", jobs.Dead); len(dead) != 1 || len(attempts) != 4 || dead[0].LastError != "failure 4" {
			t.Errorf("dead: %+v after attempts %v", dead, attempts)
		}
	})
}

func TestFailuresThatEndAJobAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, kind := range []string{"permanent", "wrapped", "payload", "panic", "unknown"} {
			enqueue(t, d, jobs.Job{Org: "o", Kind: kind, Key: kind, Payload: "text"})
		}
		runDue(t, jobs.NewWorker(d, map[string]jobs.Handler{
			"permanent": func(ctx, jobs.Run) error { return jobs.Permanent(errors.New("no such address")) },
			"wrapped":   func(ctx, jobs.Run) error { return fmt.Errorf("mail: %w", rejected{}) },
			"payload":   func(_ ctx, r jobs.Run) error { return r.Decode(new(int)) },
			"panic":     func(ctx, jobs.Run) error { panic("bug") },
		}, jobs.Options{}))
		states := make(map[string]jobs.State)
		for _, s := range []jobs.State{jobs.Ready, jobs.Dead, jobs.Done} {
			for _, j := range list(t, d, "o", s) {
				states[j.Kind] = s
			}
		}
		for kind, want := range map[string]jobs.State{"permanent": jobs.Dead, "wrapped": jobs.Dead, "payload": jobs.Dead,
			"panic": jobs.Ready, "unknown": jobs.Ready} {
			if states[kind] != want {
				t.Errorf("%s is %s, want %s", kind, states[kind], want)
			}
		}
	})
}

// rejected is another package's way of saying that there is no use.
type rejected struct{}

func (rejected) Error() string   { return "550 no such user" }
func (rejected) Permanent() bool { return true }

func TestStaffRetryAndDiscard(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		enqueue(t, d, jobs.Job{Org: "o", Kind: "k", Key: "again"}, jobs.Job{Org: "o", Kind: "k", Key: "never"})
		ok := false
		var attempts []int
		w := jobs.NewWorker(d, map[string]jobs.Handler{"k": func(_ ctx, r jobs.Run) error {
			attempts = append(attempts, r.Attempt)
			if ok {
				return nil
			}
			return errors.New("no")
		}}, jobs.Options{MaxFailures: 1})
		runDue(t, w)
		if n, err := jobs.Count(t.Context(), d, "o", jobs.Dead); n != 2 || err != nil {
			t.Fatalf("%d dead, %v", n, err)
		}
		act := func(org, key string, what func(ctx, *db.Tx, string, string) error) error {
			return d.Tx(t.Context(), func(c ctx, tx *db.Tx) error {
				var id string
				if err := tx.QueryRow(c, "SELECT id FROM job WHERE org_id = 'o' AND uniq = $1", key).Scan(&id); err != nil {
					return err
				}
				return what(c, tx, org, id)
			})
		}
		for name, err := range map[string]error{
			"retry from another organisation":   act("p", "again", jobs.Retry),
			"discard from another organisation": act("p", "again", jobs.Discard),
		} {
			if apperr.CategoryOf(err) != apperr.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := errors.Join(act("o", "again", jobs.Retry), act("o", "never", jobs.Discard)); err != nil {
			t.Fatal(err)
		}
		ok = true
		if n := runDue(t, w); n != 1 || attempts[len(attempts)-1] != 2 {
			t.Errorf("%d runs, attempts %v: the fence must go on rising", n, attempts)
		}
		if err := act("o", "never", jobs.Retry); apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("what was discarded came back: %v", err)
		}
		for _, j := range list(t, d, "o", jobs.Done) {
			if j.Key == "never" && !strings.HasPrefix(j.LastError, "discarded; no") {
				t.Errorf("discarded job says %q", j.LastError)
			}
		}
		if _, err := jobs.List(t.Context(), d, "o", "x' OR 'a' = 'a", 1); err == nil {
			t.Error("a state that is none was taken")
		}
	})
}
