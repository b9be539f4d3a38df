//go:build plant_ack

package event

import "context"

// The planted fault: the answer goes out before the commit that it speaks of.
const plantAck = true

func plantedAck(s *Service, a *admission) Result {
	go func() { _ = s.admissions.do(context.Background(), a.Org+"/"+a.EventID, a) }()
	return Result{Registration: Registration{ID: s.db.IDs().New(s.db.Clock().Now()), State: Confirmed, CreatedAt: s.db.Now()}}
}

func plantedRead(context.Context, *Service, string, string) *Event { return nil }
