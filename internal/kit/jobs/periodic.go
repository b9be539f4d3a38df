package jobs

import (
	"context"
	"strconv"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
)

// Periodic is a kind that is enqueued again and again, for no organisation.
// However many processes there are, each turn makes one job; while a job of an
// earlier turn is not over, turns pass without one, and turns that were missed
// while no process ran are one.
type Periodic struct {
	Kind  string
	Every time.Duration // turns begin at its multiples, counted from a midnight in Japan
}

// slotAfter is the first begin of a turn after now.
func (p Periodic) slotAfter(now db.Instant) db.Instant {
	_, offset := now.Time().In(clock.JST).Zone()
	shift := db.Instant(time.Duration(offset) * time.Second / time.Microsecond)
	every := db.Instant(max(p.Every, time.Second) / time.Microsecond)
	return (now+shift)/every*every + every - shift
}

// schedule gives the next turn of every periodic kind and begins those that are
// new.
func (w *Worker) schedule(ctx context.Context) (map[string]db.Instant, error) {
	next, err := turns(ctx, w.db)
	if err != nil {
		return nil, err
	}
	for _, p := range w.o.Periodics {
		if _, ok := next[p.Kind]; ok {
			continue
		}
		err := w.db.TxIdempotent(ctx, func(ctx context.Context, tx *db.Tx) error {
			next[p.Kind] = p.slotAfter(tx.Now())
			return addTurn(ctx, tx, p.Kind, next[p.Kind])
		})
		if err != nil {
			return nil, err
		}
	}
	return next, nil
}

// takeTurns enqueues the periodic jobs whose turn has begun.
func (w *Worker) takeTurns(ctx context.Context) error {
	next, err := w.schedule(ctx)
	if err != nil {
		return err
	}
	for _, p := range w.o.Periodics {
		if next[p.Kind] > w.db.Now() {
			continue
		}
		if err := w.db.TxIdempotent(ctx, p.takeTurn); err != nil {
			return err
		}
	}
	return nil
}

// takeTurn does nothing when another process was faster.
func (p Periodic) takeTurn(ctx context.Context, tx *db.Tx) error {
	turn, begin, err := lockTurn(ctx, tx, p.Kind)
	if err != nil || begin > tx.Now() {
		return err
	}
	turn++
	if err := moveTurn(ctx, tx, p.Kind, turn, p.slotAfter(tx.Now())); err != nil {
		return err
	}
	if busy, err := live(ctx, tx, p.Kind); busy || err != nil {
		return err
	}
	return Enqueue(ctx, tx, Job{Kind: p.Kind, Key: strconv.FormatInt(turn, 10), RunAt: begin})
}

const (
	purgeKind  = "jobs.purge"
	purgeChunk = 500
)

// purge deletes finished jobs that were kept long enough, a chunk a transaction.
func (w *Worker) purge(ctx context.Context, r Run) error {
	before := r.Now.Add(-w.o.Keep)
	for {
		old, err := oldDone(ctx, w.db, before, purgeChunk)
		if err != nil || len(old) == 0 {
			return err
		}
		err = w.db.TxIdempotent(ctx, func(ctx context.Context, tx *db.Tx) error {
			for org, ids := range old {
				if err := deleteDone(ctx, tx, org, ids); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
