package event

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"koryu/internal/kit/apperr"
)

const (
	batchSize = 256
	backlog   = 50_000 // who comes when so many wait is asked to try again
)

var errBusy = apperr.New(apperr.Unavailable, "event.error.busy")

// batcher lets requests that arrive while a commit is in flight share the next
// one. Each key (an event) has a queue of its own. The first request of an idle
// queue goes at once; the goroutine that serves a queue ends when the queue is
// empty, so that an event without visitors costs nothing.
type batcher[T any] struct {
	run  func(key string, batch []*T) // answers every request of the batch
	fail func(*T, error)              // answers one request when run panics

	mu     sync.Mutex
	queues map[string]*queue[T]
	length int
	closed bool
	busy   sync.WaitGroup
}

type queue[T any] struct{ waiting []*waiter[T] }

type waiter[T any] struct {
	ctx  context.Context
	what *T
	done chan struct{}
}

// do waits until run has answered what. It returns early only while nobody has
// begun: once a batch is on its way its outcome is awaited.
func (b *batcher[T]) do(ctx context.Context, key string, what *T) error {
	w := &waiter[T]{ctx: ctx, what: what, done: make(chan struct{})}
	if err := b.join(key, w); err != nil {
		return err
	}
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
	}
	if b.leave(key, w) {
		return ctx.Err()
	}
	<-w.done
	return nil
}

func (b *batcher[T]) join(key string, w *waiter[T]) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed || b.length >= backlog {
		return errBusy
	}
	if b.queues == nil {
		b.queues = map[string]*queue[T]{}
	}
	q := b.queues[key]
	if q == nil {
		q = &queue[T]{}
		b.queues[key] = q
		b.busy.Add(1)
		go b.serve(key, q)
	}
	q.waiting = append(q.waiting, w)
	b.length++
	return nil
}

// leave takes a request out that has not begun.
func (b *batcher[T]) leave(key string, w *waiter[T]) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	q := b.queues[key]
	if q == nil {
		return false
	}
	for i, other := range q.waiting {
		if other == w {
			q.waiting = append(q.waiting[:i], q.waiting[i+1:]...)
			b.length--
			return true
		}
	}
	return false
}

func (b *batcher[T]) serve(key string, q *queue[T]) {
	defer b.busy.Done()
	for {
		batch := b.take(key, q)
		if len(batch) == 0 {
			return
		}
		work := make([]*T, len(batch))
		for i, w := range batch {
			work[i] = w.what
		}
		b.guarded(key, work)
		for _, w := range batch {
			close(w.done)
		}
	}
}

// guarded keeps a fault in one batch from ending the process: nobody else would
// recover in this goroutine.
func (b *batcher[T]) guarded(key string, work []*T) {
	defer func() {
		if p := recover(); p != nil {
			for _, what := range work {
				b.fail(what, fmt.Errorf("event: panic in a batch: %v\n%s", p, debug.Stack()))
			}
		}
	}()
	b.run(key, work)
}

// take returns who waits, and forgets the queue when nobody does.
func (b *batcher[T]) take(key string, q *queue[T]) []*waiter[T] {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := min(len(q.waiting), batchSize)
	if n == 0 {
		delete(b.queues, key)
		return nil
	}
	batch := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	b.length -= n
	return batch
}

// close refuses new requests and waits for those that are on their way.
func (b *batcher[T]) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.busy.Wait()
}
