package main

import (
	"context"
	"fmt"
	"time"

	"koryu/internal/app"
	"koryu/internal/event"
)

// growth: what a row costs as the table grows. One event takes everybody; at
// each size a batch, single registrations, a look-up by ticket and the first page
// of the list are timed in this process.
func growth(o *options) error {
	fmt.Println("| registrations | batch µs/row | single ms | look-up µs | list page ms |\n|---|---|---|---|---|")
	_, err := prepare(o, "sqlite", 1, 100_000, func(ctx context.Context, a *app.App, h *house) error {
		have := 0
		for _, size := range []int{1_000, 10_000, 90_000} {
			begun := time.Now()
			added := size - have
			if err := crowdRange(ctx, a, h, have, size, func(int, event.Registration) {}); err != nil {
				return err
			}
			batch := time.Since(begun)
			have = size
			line, err := probe(ctx, a, h, size)
			if err != nil {
				return err
			}
			fmt.Printf("| %d | %.0f | %s |\n", size, float64(batch.Microseconds())/float64(added), line)
			have += singles
		}
		return nil
	})
	return err
}

const singles = 50

func probe(ctx context.Context, a *app.App, h *house, size int) (string, error) {
	begun := time.Now()
	var last event.Registration
	for i := range singles {
		r, err := registerOne(ctx, a, h, size+i)
		if err != nil {
			return "", err
		}
		last = r
	}
	single := time.Since(begun) / singles
	begun = time.Now()
	for range singles {
		if _, err := a.Events.FindByTicket(ctx, a.Events.TicketToken(last)); err != nil {
			return "", err
		}
	}
	lookup := time.Since(begun) / singles
	e, err := a.Events.FindBySlug(ctx, h.orgID, h.slug)
	if err != nil {
		return "", err
	}
	begun = time.Now()
	if _, err := a.Events.Attendees(ctx, h.orgID, e.ID, event.AttendeeFilter{Limit: 50}); err != nil {
		return "", err
	}
	return fmt.Sprintf("%.2f | %d | %.1f", float64(single.Microseconds())/1000, lookup.Microseconds(), float64(time.Since(begun).Microseconds())/1000), nil
}
