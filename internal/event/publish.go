package event

import (
	"context"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
)

// Publish shows a draft to the world and plans its reminders. It fails with
// field errors for what is still missing.
func (s *Service) Publish(ctx context.Context, actor account.Actor, org, id string) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		switch e.State {
		case Published:
			return nil
		case Cancelled:
			return apperr.New(apperr.Conflict, "event.error.cancelled")
		}
		if err := e.Missing().Err(); err != nil {
			return err
		}
		e.State = Published
		if e.PublishedAt == 0 {
			e.PublishedAt = tx.Now()
		}
		if err := save(ctx, tx, e, entry(org, actor, actPublish, "event", id, "", nil)); err != nil {
			return err
		}
		return jobs.Enqueue(ctx, tx, e.plan(tx.Now())...)
	})
}

// Unpublish takes an event back into a draft. While people are registered it
// wants a reason; they keep their registrations and are not told.
func (s *Service) Unpublish(ctx context.Context, actor account.Actor, org, id, reason string) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		if e.State != Published {
			return errState
		}
		live, err := anyLive(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if live && strings.TrimSpace(reason) == "" {
			return apperr.New(apperr.Conflict, "event.error.unpublish_reason").On("reason")
		}
		e.State = Draft
		return save(ctx, tx, e, entry(org, actor, actUnpublish, "event", id, shortReason(reason), nil))
	})
}

// CancelEvent calls an event off: its page stays and says why, and everybody who
// has a registration is told.
func (s *Service) CancelEvent(ctx context.Context, actor account.Actor, org, id, reason string) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		if e.State == Cancelled {
			return nil
		}
		if e.State != Published {
			return errState
		}
		if strings.TrimSpace(reason) == "" {
			return apperr.New(apperr.Invalid, "event.error.reason").On("reason")
		}
		e.State, e.CancelReason = Cancelled, shortReason(reason)
		e.Seq++
		if err := save(ctx, tx, e, entry(org, actor, actCancel, "event", id, e.CancelReason, nil)); err != nil {
			return err
		}
		return jobs.Enqueue(ctx, tx, e.round(JobCalledOff, 0))
	})
}

// reschedule notes what an edit of a published event means for those in it:
// another time or place is another sequence in their calendars, a mail, and
// other days for the reminders.
func (s *Service) reschedule(ctx context.Context, tx *db.Tx, actor account.Actor, before Event, e *Event) error {
	if e.State != Published || !moved(before, *e) {
		return nil
	}
	e.Seq++
	return jobs.Enqueue(ctx, tx, append(e.plan(tx.Now()), e.round(JobChanged, 0))...)
}

func moved(a, b Event) bool {
	return a.StartsAt != b.StartsAt || a.EndsAt != b.EndsAt || a.OnlineURL != b.OnlineURL ||
		a.Place.Name != b.Place.Name || a.Place.Address != b.Place.Address
}
