package event

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

func TestABatcher(t *testing.T) {
	type call struct {
		n   int
		err error
	}
	var mu sync.Mutex
	var sizes []int
	began, gate := make(chan struct{}, 10), make(chan struct{})
	b := &batcher[call]{fail: func(c *call, err error) { c.err = err }}
	b.run = func(_ string, batch []*call) {
		mu.Lock()
		sizes = append(sizes, len(batch))
		mu.Unlock()
		began <- struct{}{}
		<-gate
		for _, c := range batch {
			if c.n < 0 {
				panic("a fault")
			}
			c.n *= 2
		}
	}
	wait := func(n int) { // until n calls wait behind the one on its way
		for {
			b.mu.Lock()
			length := b.length
			b.mu.Unlock()
			if length == n {
				return
			}
			time.Sleep(time.Millisecond)
		}
	}
	var wg sync.WaitGroup
	do := func(c *call) { wg.Go(func() { _ = b.do(t.Context(), "event", c) }) }
	calls := make([]call, 300)
	for i := range calls {
		calls[i].n = i + 1
		do(&calls[i])
		if i == 0 {
			<-began // the first goes at once
		}
	}
	wait(299)

	gone, cancel := context.WithCancel(t.Context())
	left := &call{n: 1}
	wg.Go(func() {
		if err := b.do(gone, "event", left); !errors.Is(err, context.Canceled) {
			t.Errorf("who went away hears %v", err)
		}
	})
	wait(300)
	cancel()
	wait(299)
	close(gate)
	wg.Wait()

	if len(sizes) != 3 || sizes[0] != 1 || sizes[1] != batchSize || sizes[2] != 299-batchSize {
		t.Errorf("batches of %v", sizes)
	}
	for i, c := range calls {
		if c.n != 2*(i+1) {
			t.Fatalf("call %d was not answered: %d", i, c.n)
		}
	}
	if left.n != 1 {
		t.Error("who went away was served")
	}
	bad := &call{n: -1}
	do(bad)
	wg.Wait()
	if bad.err == nil {
		t.Error("a fault was not told")
	}
	b.mu.Lock()
	queues := len(b.queues)
	b.mu.Unlock()
	if queues != 0 {
		t.Errorf("%d queues stay without visitors", queues)
	}
	b.close()
	if err := b.do(t.Context(), "event", &call{}); !errors.Is(err, errBusy) {
		t.Errorf("after closing: %v", err)
	}
}
