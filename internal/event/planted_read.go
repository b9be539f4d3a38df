//go:build plant_read

package event

import "context"

// The planted fault: the counters are read before the transaction that relies
// on them.
const plantAck = false

func plantedAck(*Service, *admission) Result { return Result{} }

func plantedRead(ctx context.Context, s *Service, org, event string) *Event {
	e, err := findEvent(ctx, s.db, org, event)
	if err != nil {
		return nil
	}
	return &e
}
