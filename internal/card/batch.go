package card

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"koryu/internal/kit/apperr"
)

const (
	batchSize = 64
	backlog   = 10_000 // who comes when so many wait is asked to try again
)

var errBusy = apperr.New(apperr.Unavailable, "card.error.busy")

// batcher lets exchanges that arrive while commits are in flight share the next
// one, in the order of their coming. The first of an idle house goes at once; a
// lane ends when nobody waits. Lanes are transactions at the same time: one where
// the database has one writer, a few where each statement is a journey.
type batcher struct {
	run   func(batch []*press) // answers every one
	lanes int

	mu      sync.Mutex
	waiting []*press
	serving int
	closed  bool
	busy    sync.WaitGroup
}

// do waits until run has answered. Who goes away while waiting is answered all
// the same: the exchange happened, whoever hears of it.
func (b *batcher) do(ctx context.Context, p *press) error {
	p.done = make(chan struct{})
	b.mu.Lock()
	if b.closed || len(b.waiting) >= backlog {
		b.mu.Unlock()
		return errBusy
	}
	b.waiting = append(b.waiting, p)
	if b.serving < max(b.lanes, 1) {
		b.serving++
		b.busy.Go(b.serve)
	}
	b.mu.Unlock()
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (b *batcher) serve() {
	for {
		b.mu.Lock()
		n := min(len(b.waiting), batchSize)
		if n == 0 {
			b.serving--
			b.mu.Unlock()
			return
		}
		batch := b.waiting[:n:n]
		b.waiting = b.waiting[n:]
		b.mu.Unlock()
		b.guarded(batch)
		for _, p := range batch {
			close(p.done)
		}
	}
}

// guarded keeps a fault in one batch from ending the process.
func (b *batcher) guarded(batch []*press) {
	defer func() {
		if p := recover(); p != nil {
			for _, w := range batch {
				w.err = fmt.Errorf("card: panic in a batch: %v\n%s", p, debug.Stack())
			}
		}
	}()
	b.run(batch)
}

// close refuses new requests and waits for those that are on their way.
func (b *batcher) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.busy.Wait()
}
