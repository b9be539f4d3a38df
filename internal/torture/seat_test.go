package torture

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
)

const (
	hour    = time.Hour
	seekers = 24 // at the barrier, half of them in each process
)

// Each round frees exactly one seat and lets everybody go at the same moment.
func TestTheLastSeatHasOneWinner(t *testing.T) {
	rounds := scaled(t, 10_000)
	inHouses(t, func(t *testing.T, h *house) {
		none := 0
		e := h.publish(t, "最後の一席", event.SlotInput{Name: "一般", Capacity: &none, NoWaitlist: true})
		slot := e.Slots[0].ID
		for round := range rounds {
			seats := round + 1
			_, err := h.two[0].SetCapacity(h.ctx, h.staff, h.org.ID, e.ID, slot, &seats)
			must(t, err)
			if winners, faults := h.race(e.ID, slot, round); winners != 1 || len(faults) > 0 {
				t.Fatalf("round %d: %d winners, faults %v", round, winners, faults)
			}
		}
		h.check(t)
		t.Logf("%d rounds, %d seekers each: one winner each time", rounds, seekers)
	})
}

func (h *house) race(eventID, slot string, round int) (winners int, faults []error) {
	barrier := make(chan struct{})
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range seekers {
		wg.Go(func() {
			r := event.Request{
				Org: h.org.ID, EventID: eventID, SlotID: slot, Key: fmt.Sprintf("round-%d-%d", round, i), Family: "Sample", Given: "Seeker",
				Email: fmt.Sprintf("r%d-%d@example.com", round, i), Consents: []string{"a"},
			}
			<-barrier
			result, err := h.two[i%2].Register(h.ctx, r)
			mu.Lock()
			defer mu.Unlock()
			switch full := apperr.New(apperr.Conflict, "event.register.full"); {
			case err == nil && result.Registration.State == event.Confirmed:
				winners++
			case !errors.Is(err, full):
				faults = append(faults, fmt.Errorf("state %q: %w", result.Registration.State, err))
			}
		})
	}
	close(barrier)
	wg.Wait()
	return winners, faults
}
