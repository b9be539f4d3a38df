package jobs

import (
	"context"
	"time"

	"koryu/internal/kit/db"
)

// RunDue runs, one after the other and in the order in which they fell due, all
// jobs that are due now and those that they enqueue for now. It gives the number
// of runs, failed ones included. [Worker.Run] may go on in the background: its
// running jobs are waited for, and it claims nothing meanwhile.
func (w *Worker) RunDue(ctx context.Context) (int, error) {
	w.claiming.Lock()
	defer w.claiming.Unlock()
	w.held.wait()
	ran := 0
	for {
		if err := w.takeTurns(ctx); err != nil {
			return ran, err
		}
		block, err := w.claim(ctx, byTime, w.o.Timeout*time.Duration(w.o.Block+1))
		if err != nil || len(block) == 0 {
			return ran, err
		}
		for i, c := range block {
			if ctx.Err() != nil {
				w.giveBack(context.WithoutCancel(ctx), block[i:])
				return ran, ctx.Err()
			}
			w.execute(ctx, c)
			ran++
		}
	}
}

// NextDue is the moment at which the next job may be claimed or the next turn of
// a periodic job begins; false when there is none. It may lie in the past.
func (w *Worker) NextDue(ctx context.Context) (db.Instant, bool, error) {
	var first db.Instant
	found := false
	earlier := func(at db.Instant) {
		if !found || at < first {
			first, found = at, true
		}
	}
	for _, p := range priorities {
		at, ok, err := head(ctx, w.db, p)
		if err != nil {
			return 0, false, err
		}
		if ok {
			earlier(at)
		}
	}
	next, err := w.schedule(ctx)
	if err != nil {
		return 0, false, err
	}
	for _, p := range w.o.Periodics {
		earlier(next[p.Kind])
	}
	return first, found, nil
}
