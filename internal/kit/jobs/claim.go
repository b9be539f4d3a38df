package jobs

import (
	"cmp"
	"context"
	"slices"
	"time"

	"koryu/internal/kit/db"
)

// order is the order in which due jobs are claimed.
type order int

const (
	byPriority order = iota // urgent first: for life
	byTime                  // as they fell due: for the sample year and for tests
)

var priorities = [...]int{Urgent, Normal, Bulk}

// claim takes at most a block of due jobs for the length of term.
func (w *Worker) claim(ctx context.Context, o order, term time.Duration) ([]claimed, error) {
	if due, err := w.anyDue(ctx); !due {
		return nil, err // spares an idle worker the write transaction
	}
	var block []claimed
	err := w.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		block, err = w.claimIn(ctx, tx, o, tx.Now().Add(term))
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, c := range block {
		w.held.add(c)
	}
	return block, nil
}

func (w *Worker) anyDue(ctx context.Context) (bool, error) {
	for _, p := range priorities {
		at, ok, err := head(ctx, w.db, p)
		if err != nil || ok && at <= w.db.Now() {
			return err == nil, err
		}
	}
	return false, nil
}

func (w *Worker) claimIn(ctx context.Context, tx *db.Tx, o order, until db.Instant) ([]claimed, error) {
	var block []claimed
	for _, p := range priorities {
		limit := w.o.Block
		if o == byPriority {
			limit -= len(block)
		}
		if limit <= 0 {
			break
		}
		found, err := due(ctx, tx, p, limit)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if w.held.has(c) {
				if err := renew(ctx, tx, c, until); err != nil {
					return nil, err
				}
				continue
			}
			block = append(block, c)
		}
	}
	if o == byTime {
		slices.SortStableFunc(block, func(a, b claimed) int {
			return cmp.Or(cmp.Compare(a.runAt, b.runAt), cmp.Compare(b.priority, a.priority), cmp.Compare(a.id, b.id))
		})
		block = block[:min(len(block), w.o.Block)]
	}
	return block, w.lease(ctx, tx, block, until)
}

// lease writes the claims down, one statement an organisation.
func (w *Worker) lease(ctx context.Context, tx *db.Tx, block []claimed, until db.Instant) error {
	ids := make(map[string][]string)
	for i := range block {
		c := &block[i]
		ids[c.org] = append(ids[c.org], c.id)
		c.attempt++
		if c.state == Running {
			c.failures++
		}
	}
	for org, list := range ids {
		if err := lease(ctx, tx, org, list, until); err != nil {
			return err
		}
	}
	return nil
}
