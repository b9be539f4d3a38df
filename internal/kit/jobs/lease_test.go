package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/jobs"
)

func TestTwoWorkersRunEachJobOnce(t *testing.T) {
	const count = 300
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var list []jobs.Job
		for i := range count {
			list = append(list, jobs.Job{Org: fmt.Sprint("org", i%3), Kind: "k", Key: fmt.Sprint(i), Priority: i%3 - 1})
		}
		enqueue(t, d, list...)
		c, stop := context.WithCancel(t.Context())
		defer stop()
		var mu sync.Mutex
		runs, left := make(map[string]int), count
		handlers := map[string]jobs.Handler{"k": func(_ ctx, r jobs.Run) error {
			mu.Lock()
			defer mu.Unlock()
			runs[r.Key]++
			if left--; left == 0 {
				stop()
			}
			return nil
		}}
		var wg sync.WaitGroup
		for range 2 {
			w := jobs.NewWorker(d, handlers, jobs.Options{Poll: 20 * time.Millisecond})
			wg.Go(func() {
				if err := w.Run(c); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for key, n := range runs {
			if n != 1 {
				t.Errorf("job %s ran %d times", key, n)
			}
		}
		if done, err := jobs.Count(t.Context(), d, "org0", jobs.Done); len(runs) != count || done != count/3 || err != nil {
			t.Errorf("%d jobs ran, %d are done, %v", len(runs), done, err)
		}
	}, dbtest.WithMaxConns(6))
}

// hang starts a worker whose handler does not come back until it is let go, and
// gives the way to let it go and the end of the worker.
func hang(t *testing.T, d *db.DB) (letGo chan struct{}, ended chan error) {
	t.Helper()
	letGo, ended = make(chan struct{}), make(chan error, 1)
	begun := make(chan struct{})
	w := jobs.NewWorker(d, map[string]jobs.Handler{"k": func(ctx, jobs.Run) error {
		close(begun)
		<-letGo
		return errors.New("too late")
	}}, jobs.Options{})
	go func() {
		_, err := w.RunDue(context.WithoutCancel(t.Context()))
		ended <- err
	}()
	<-begun
	return letGo, ended
}

func TestALeaseThatEndedIsGivenToAnotherAndFencesTheFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		enqueue(t, d, jobs.Job{Org: "o", Kind: "k", Key: "1"})
		letGo, ended := hang(t, d)

		attempt := 0
		other := jobs.NewWorker(d, map[string]jobs.Handler{"k": func(_ ctx, r jobs.Run) error {
			attempt = r.Attempt
			return nil
		}}, jobs.Options{})
		if n := runDue(t, other); n != 0 {
			t.Fatal("a leased job was claimed")
		}
		h.Advance(time.Hour)
		if n := runDue(t, other); n != 1 || attempt != 2 {
			t.Fatalf("%d runs, attempt %d", n, attempt)
		}
		close(letGo)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		done := list(t, d, "o", jobs.Done)
		if len(done) != 1 || done[0].LastError != "" || done[0].Attempts != 2 {
			t.Errorf("the first worker changed the job: %+v", done)
		}
	})
}

// TestTheFirstWorkerComesBackWhileTheSecondIsAtWork is the case in which nothing
// but the attempt tells the two apart.
func TestTheFirstWorkerComesBackWhileTheSecondIsAtWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		enqueue(t, d, jobs.Job{Org: "o", Kind: "k", Key: "1"})
		letGo, ended := hang(t, d)
		h.Advance(time.Hour)
		runDue(t, jobs.NewWorker(d, map[string]jobs.Handler{"k": func(ctx, jobs.Run) error {
			close(letGo)
			if err := <-ended; err != nil {
				t.Error(err)
			}
			if running := list(t, d, "o", jobs.Running); len(running) != 1 || running[0].Attempts != 2 || running[0].LastError != "" {
				t.Errorf("the first worker changed the job: %+v", running)
			}
			return nil
		}}, jobs.Options{}))
		if len(list(t, d, "o", jobs.Done)) != 1 {
			t.Error("the second worker could not finish")
		}
	})
}

func TestFinishInIsFencedToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if _, err := d.Exec(t.Context(), "CREATE TABLE effect (n BIGINT)"); err != nil {
			t.Fatal(err)
		}
		h := d.Clock().(*clock.Manual)
		enqueue(t, d, jobs.Job{Org: "o", Kind: "k", Key: "1"})
		effect := func(c ctx, r jobs.Run) error {
			return d.Tx(c, func(c ctx, tx *db.Tx) error {
				if _, err := tx.Exec(c, "INSERT INTO effect (n) VALUES ($1)", r.Attempt); err != nil {
					return err
				}
				return r.FinishIn(c, tx)
			})
		}
		second := jobs.NewWorker(d, map[string]jobs.Handler{"k": effect}, jobs.Options{})
		first := jobs.NewWorker(d, map[string]jobs.Handler{"k": func(c ctx, r jobs.Run) error {
			h.Advance(time.Hour)
			runDue(t, second)
			err := effect(c, r)
			if !errors.Is(err, jobs.ErrLeaseLost) {
				t.Errorf("the first got %v", err)
			}
			return err
		}}, jobs.Options{})
		runDue(t, first)
		var n, sum int
		if err := d.QueryRow(t.Context(), "SELECT COUNT(*), SUM(n) FROM effect").Scan(&n, &sum); err != nil || n != 1 || sum != 2 {
			t.Errorf("%d effects, of attempt %d, %v", n, sum, err)
		}
		if len(list(t, d, "o", jobs.Done)) != 1 {
			t.Error("the job is not done")
		}
	})
}

func TestAJobThatKillsItsWorkersDies(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		enqueue(t, d, jobs.Job{Org: "o", Kind: "k", Key: "1"})
		var chans []chan struct{}
		for range 3 {
			letGo, _ := hang(t, d)
			chans = append(chans, letGo)
			h.Advance(time.Hour)
		}
		w := jobs.NewWorker(d, map[string]jobs.Handler{"k": func(ctx, jobs.Run) error {
			t.Error("it was run once more")
			return nil
		}}, jobs.Options{MaxFailures: 3})
		runDue(t, w)
		if dead := list(t, d, "o", jobs.Dead); len(dead) != 1 {
			t.Errorf("dead: %+v", dead)
		}
		for _, c := range chans {
			close(c)
		}
	})
}

// TestAClockSetForwardDoesNotRunAJobTwice moves the clock beyond the lease while
// the same process still has the job.
func TestAClockSetForwardDoesNotRunAJobTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := d.Clock().(*clock.Manual)
		enqueue(t, d, jobs.Job{Org: "o", Kind: "slow", Key: "1"})
		begun, letGo := make(chan struct{}, 9), make(chan struct{})
		polled := make(chan struct{}, 9)
		var runs atomic.Int32
		w := jobs.NewWorker(d, map[string]jobs.Handler{
			"slow": func(ctx, jobs.Run) error {
				runs.Add(1)
				begun <- struct{}{}
				<-letGo
				return nil
			},
			"probe": func(ctx, jobs.Run) error { polled <- struct{}{}; return nil },
		}, jobs.Options{Poll: 10 * time.Millisecond})
		c, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(c) }()
		<-begun
		h.Advance(24 * time.Hour)
		enqueue(t, d, jobs.Job{Org: "o", Kind: "probe", Priority: jobs.Bulk})
		<-polled // the worker has claimed since
		close(letGo)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if runs.Load() != 1 || len(list(t, d, "o", jobs.Done)) != 2 {
			t.Errorf("%d runs", runs.Load())
		}
	})
}

func TestStoppingLetsRunningJobsFinishAndGivesTheRestBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for i := range 5 {
			enqueue(t, d, jobs.Job{Org: "o", Kind: "k", Key: fmt.Sprint(i)})
		}
		begun, letGo := make(chan struct{}, 9), make(chan struct{})
		w := jobs.NewWorker(d, map[string]jobs.Handler{"k": func(c ctx, _ jobs.Run) error {
			begun <- struct{}{}
			<-letGo
			return c.Err()
		}}, jobs.Options{Workers: 2})
		c, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(c) }()
		<-begun
		<-begun
		stop()
		time.AfterFunc(50*time.Millisecond, func() { close(letGo) })
		if err := <-ended; err != nil {
			t.Error(err)
		}
		done, ready := list(t, d, "o", jobs.Done), list(t, d, "o", jobs.Ready)
		if len(done) != 2 || len(ready) != 3 {
			t.Fatalf("%d done, %d ready", len(done), len(ready))
		}
		for _, j := range ready {
			if j.Failures != 0 || j.RunAt > d.Now() {
				t.Errorf("given back as %+v", j)
			}
		}
	})
}

func TestAHandlerThatIsCutOffIsNotBlamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		enqueue(t, d, jobs.Job{Org: "o", Kind: "k", Key: "1"})
		begun := make(chan struct{})
		w := jobs.NewWorker(d, map[string]jobs.Handler{"k": func(c ctx, _ jobs.Run) error {
			close(begun)
			<-c.Done()
			return c.Err()
		}}, jobs.Options{Grace: 40 * time.Millisecond})
		c, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(c) }()
		<-begun
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		for len(list(t, d, "o", jobs.Ready)) == 0 { // it writes its end after the grace
			time.Sleep(time.Millisecond)
		}
		if j := list(t, d, "o", jobs.Ready)[0]; j.Failures != 0 {
			t.Errorf("%+v", j)
		}
	})
}

func TestACommitWakesTheWorker(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ran := make(chan struct{}, 1)
		w := jobs.NewWorker(d, map[string]jobs.Handler{"k": func(ctx, jobs.Run) error { ran <- struct{}{}; return nil }},
			jobs.Options{Poll: time.Hour})
		c, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(c) }()
		for range 2 {
			enqueue(t, d, jobs.Job{Kind: "k"})
			select {
			case <-ran:
			case <-time.After(20 * time.Second):
				t.Fatal("the worker sleeps on")
			}
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
