package event

import (
	"context"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
)

const week = 7 * 24 * time.Hour

// Duplicate makes a draft from an event of the past: texts, place, slots,
// questions, speakers, agenda and picture, but nobody's registration. Its days
// move by whole weeks, so that a Friday stays a Friday: at least 52, and as many
// more as it takes to lie ahead.
func (s *Service) Duplicate(ctx context.Context, actor account.Actor, org, id string) (Event, error) {
	var made Event
	err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		from, err := findWhole(ctx, tx, org, id)
		if err != nil {
			return err
		}
		made = from.copied(tx)
		if err := settle(ctx, tx, &made); err != nil {
			return err
		}
		if err := writeCopy(ctx, tx, made); err != nil {
			return err
		}
		if err := copyImage(ctx, tx, from, &made); err != nil {
			return err
		}
		return account.Record(ctx, tx, entry(org, actor, actDuplicate, "event", made.ID, "", map[string]any{"from": id}))
	})
	if err != nil {
		return Event{}, err
	}
	return s.Find(ctx, org, made.ID)
}

func (e Event) copied(tx *db.Tx) Event {
	c := e
	by := e.weeksAhead(tx.Now())
	for _, at := range []*db.Instant{&c.StartsAt, &c.EndsAt, &c.OpensAt, &c.ClosesAt, &c.PromoteUntil} {
		if *at != 0 {
			*at = at.Add(by)
		}
	}
	c.ID, c.State, c.CancelReason, c.Seq, c.Revision = tx.NewID(), Draft, "", 0, 1
	c.CreatedAt, c.UpdatedAt, c.PublishedAt = tx.Now(), tx.Now(), 0
	if c.ImageID != "" {
		c.ImageID = tx.NewID()
	}
	c.Slug = proposeSlug(Event{ID: c.ID, StartsAt: c.StartsAt})
	return c
}

func (e Event) weeksAhead(now db.Instant) time.Duration {
	by := 52 * week
	for e.StartsAt != 0 && e.StartsAt.Add(by) <= now {
		by += week
	}
	return by
}

// copyImage gives the copy a picture of its own, so that either may go.
func copyImage(ctx context.Context, tx *db.Tx, from Event, to *Event) error {
	if from.ImageID == "" {
		return nil
	}
	m, err := findImage(ctx, tx, from.OrgID, from.ImageID)
	if err != nil {
		return err
	}
	m.ID = to.ImageID
	return insertImage(ctx, tx, to.OrgID, to.ID, m)
}

// writeCopy inserts the event and its parts under new identifiers.
func writeCopy(ctx context.Context, tx *db.Tx, e Event) error {
	if err := insertEvent(ctx, tx, e); err != nil {
		return err
	}
	for _, slot := range e.Slots {
		slot.ID, slot.EventID, slot.Guard = tx.NewID(), e.ID, slot.Capacity
		if err := insertSlot(ctx, tx, e.OrgID, slot); err != nil {
			return err
		}
	}
	questions := e.Asked()
	for i := range questions {
		questions[i].ID = tx.NewID()
	}
	if err := insertQuestions(ctx, tx, e.OrgID, e.ID, questions); err != nil {
		return err
	}
	for i := range e.Speakers {
		e.Speakers[i].ID = tx.NewID()
	}
	if err := replaceSpeakers(ctx, tx, e.OrgID, e.ID, e.Speakers); err != nil {
		return err
	}
	for i := range e.Agenda {
		e.Agenda[i].ID = tx.NewID()
	}
	return replaceAgenda(ctx, tx, e.OrgID, e.ID, e.Agenda)
}
