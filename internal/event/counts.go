package event

import (
	"context"
	"maps"
	"slices"

	"koryu/internal/kit/db"
)

// Counts returns the registrations of an event by slot and state. Live states
// come from the slots' counters, so that a full house costs no more than an
// empty one.
func (s *Service) Counts(ctx context.Context, org, event string) (Counts, error) {
	slots, err := listSlots(ctx, s.db, org, event)
	if err != nil {
		return Counts{}, err
	}
	came, err := countArrived(ctx, s.db, org, event)
	if err != nil {
		return Counts{}, err
	}
	by := map[string]SlotCounts{}
	for _, slot := range slots {
		by[slot.ID] = SlotCounts{Confirmed: slot.Taken, Waiting: slot.Waiting, Pending: slot.Pending, Arrived: came[slot.ID]}
	}
	err = countEnded(ctx, s.db, org, event, func(slot string, state RegState, n int) {
		c := by[slot]
		if state == Declined {
			c.Declined = n
		} else {
			c.Cancelled = n
		}
		by[slot] = c
	})
	counts := Counts{BySlot: by}
	for _, slot := range slots {
		if slot.Kind == ForParticipants {
			counts.Total = counts.Total.plus(by[slot.ID])
		} else {
			counts.Helpers = counts.Helpers.plus(by[slot.ID])
		}
	}
	return counts, err
}

func (a SlotCounts) plus(b SlotCounts) SlotCounts {
	return SlotCounts{Confirmed: a.Confirmed + b.Confirmed, Waiting: a.Waiting + b.Waiting, Pending: a.Pending + b.Pending,
		Cancelled: a.Cancelled + b.Cancelled, Declined: a.Declined + b.Declined, Arrived: a.Arrived + b.Arrived}
}

// RegistrationsByDay returns, by day in Japan, what came in and what was
// cancelled. Days without either are left out.
func (s *Service) RegistrationsByDay(ctx context.Context, org, event string) ([]DayCount, error) {
	registered, cancelled, err := registrationsByDay(ctx, s.db, org, event)
	if err != nil {
		return nil, err
	}
	days := map[int64]bool{}
	for d := range registered {
		days[d] = true
	}
	for d := range cancelled {
		days[d] = true
	}
	var list []DayCount
	for _, d := range slices.Sorted(maps.Keys(days)) {
		noon := db.Instant(d*86_400_000_000 + 3*3_600_000_000)
		list = append(list, DayCount{Day: noon.Day(), Registered: registered[d], Cancelled: cancelled[d]})
	}
	return list, nil
}

// ArrivalsByMinute returns how many arrived in which minute, in order.
func (s *Service) ArrivalsByMinute(ctx context.Context, org, event string) ([]MinuteCount, error) {
	counts, err := arrivalsByMinute(ctx, s.db, org, event)
	if err != nil {
		return nil, err
	}
	var list []MinuteCount
	for _, m := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, MinuteCount{At: db.Instant(m * 60_000_000), Arrived: counts[m]})
	}
	return list, nil
}

// History returns what happened to a registration, oldest first, out of the
// audit trail.
func (s *Service) History(ctx context.Context, org, id string) ([]Happening, error) {
	if _, err := findRegistration(ctx, s.db, org, id); err != nil {
		return nil, err
	}
	return history(ctx, s.db, org, id)
}
