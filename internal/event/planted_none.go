//go:build !plant_ack && !plant_read

package event

import "context"

// Faults that the torture tests plant by build tag, to see that they are found.
// None of them is in what ships.
const plantAck = false

func plantedAck(*Service, *admission) Result { return Result{} }

func plantedRead(context.Context, *Service, string, string) *Event { return nil }
