package event

import (
	"context"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
)

// promote asks finish to move waiting people of the slot up, as far as there
// are free places then.
func (c *change) promote(slot, why string) {
	c.freed = append(c.freed, freed{slot: slot, why: why})
}

// moveUp gives the free places of a slot to those who have waited longest. At
// night it leaves them for the morning, after the cut-off for the organiser.
func (c *change) moveUp(ctx context.Context, f freed) error {
	slot := c.slot(f.slot)
	now := c.tx.Now()
	room := slot.Waiting
	if free, limited := slot.Free(); limited {
		room = min(free, room)
	}
	switch {
	case room == 0, c.event.State != Published, now >= c.event.promotesUntil():
		return nil
	case isNight(now):
		c.promoteInTheMorning(now)
		return nil
	}
	first, err := firstWaiting(ctx, c.tx, c.event.OrgID, slot.ID, room)
	if err != nil {
		return err
	}
	for i := range first {
		if err := c.moveOneUp(ctx, &first[i], f.why); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) moveOneUp(ctx context.Context, r *Registration, why string) error {
	r.ConfirmedAt = c.tx.Now()
	if err := c.move(ctx, r, Confirmed); err != nil {
		return err
	}
	by := *c
	by.actor = account.System(r.OrgID)
	by.note(actPromoted, r, why)
	by.fact(people.Promoted, r)
	c.audit, c.facts = by.audit, by.facts
	c.mail(JobPromoted, r)
	return nil
}

func (c *change) promoteInTheMorning(now db.Instant) {
	at := nextMorning(now)
	if at >= c.event.promotesUntil() {
		return
	}
	c.jobs = append(c.jobs, jobs.Job{Org: c.event.OrgID, Kind: JobPromote, RunAt: at,
		Key: c.event.ID + ":" + string(at.Day()), Payload: aboutEvent{Event: c.event.ID}})
}

// runPromote gives, at seven in the morning, the places that were freed at night.
func (s *Service) runPromote(ctx context.Context, r jobs.Run) error {
	var p aboutEvent
	if err := r.Decode(&p); err != nil {
		return jobs.Permanent(err)
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e, err := lockEvent(ctx, tx, r.Org, p.Event)
		if err != nil {
			return err
		}
		c := s.change(tx, account.System(r.Org), e)
		for _, slot := range e.Slots {
			c.promote(slot.ID, whyMorning)
		}
		return c.finish(ctx)
	})
}

// jobKey joins identifiers and numbers into the unique key of a job.
func jobKey(id string, n int, more string) string {
	return id + ":" + strconv.Itoa(n) + ":" + more
}
