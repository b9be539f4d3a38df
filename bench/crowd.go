package main

import (
	"context"
	"fmt"
	"sync"

	"koryu/internal/app"
	"koryu/internal/event"
)

// crowd registers n people for the first event, 256 at a time.
func crowd(ctx context.Context, a *app.App, h *house, n int, seen func(int, event.Registration)) error {
	return crowdRange(ctx, a, h, 0, n, seen)
}

func crowdRange(ctx context.Context, a *app.App, h *house, from, to int, seen func(int, event.Registration)) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	for c := range 256 {
		wg.Go(func() {
			for i := from + c; i < to; i += 256 {
				r, err := registerOne(ctx, a, h, i)
				mu.Lock()
				if err != nil {
					first = err
				} else {
					seen(i, r)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return first
}

func registerOne(ctx context.Context, a *app.App, h *house, i int) (event.Registration, error) {
	r, err := a.Events.Register(ctx, event.Request{
		Org: h.orgID, EventID: h.eventID, SlotID: h.slot, Key: fmt.Sprintf("crowd-%08d", i), Family: "見本", Given: fmt.Sprintf("第%d", i),
		KanaFamily: kana(i), KanaGiven: kana(i / 3), Email: fmt.Sprintf("crowd%d@example.com", i), Consents: []string{"a"},
	})
	return r.Registration, err
}
