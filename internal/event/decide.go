package event

import (
	"context"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// verb is what is done to one registration inside a change.
type verb func(ctx context.Context, c *change, r *Registration) error

// decide runs a verb on one registration in a transaction of its own.
func (s *Service) decide(ctx context.Context, actor account.Actor, org, id string, do verb) (Registration, error) {
	var after Registration
	err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := findRegistration(ctx, tx, org, id)
		if err != nil {
			return err
		}
		c, err := s.begin(ctx, tx, actor, org, r.EventID)
		if err != nil {
			return err
		}
		if r, err = lockRegistration(ctx, tx, org, id); err != nil { // as it is under the lock
			return err
		}
		if err := do(ctx, c, &r); err != nil {
			return err
		}
		after = r
		return c.finish(ctx)
	})
	return after, err
}

func (s *Service) begin(ctx context.Context, tx *db.Tx, actor account.Actor, org, event string) (*change, error) {
	e, err := lockEvent(ctx, tx, org, event)
	if err != nil {
		return nil, err
	}
	return s.change(tx, actor, e), nil
}

// Cancel ends a registration; doing it again changes nothing. The person can do
// it until the event begins, staff also afterwards, but nobody once the guest
// has arrived. The place goes to the first of the waiting list in the same
// transaction.
func (s *Service) Cancel(ctx context.Context, org, id, reason string, actor account.Actor) (Registration, error) {
	return s.decide(ctx, actor, org, id, cancelling(actor, reason))
}

func cancelling(actor account.Actor, reason string) verb {
	return func(ctx context.Context, c *change, r *Registration) error {
		if !r.State.Live() {
			return nil
		}
		if !actor.Can(account.AttendeeChange) && c.event.StartsAt != 0 && c.tx.Now() >= c.event.StartsAt {
			return apperr.New(apperr.Conflict, "event.error.started")
		}
		return c.cancel(ctx, r, shortReason(reason))
	}
}

// Approve confirms a pending application when a place is free.
func (s *Service) Approve(ctx context.Context, actor account.Actor, org, id, reason string) (Registration, error) {
	return s.decide(ctx, actor, org, id, approving(reason))
}

func approving(reason string) verb {
	return func(ctx context.Context, c *change, r *Registration) error {
		if r.State == Confirmed {
			return nil
		}
		if r.State != Pending {
			return errState
		}
		return c.confirm(ctx, r, actApproved, shortReason(reason), JobConfirmed)
	}
}

// Decline ends a pending or waiting registration by the organiser's decision.
func (s *Service) Decline(ctx context.Context, actor account.Actor, org, id, reason string) (Registration, error) {
	return s.decide(ctx, actor, org, id, declining(reason))
}

func declining(reason string) verb {
	return func(ctx context.Context, c *change, r *Registration) error {
		switch r.State {
		case Declined:
			return nil
		case Pending, Waiting:
			return c.decline(ctx, r, shortReason(reason))
		}
		return errState
	}
}

// Promote gives a waiting person a free place by hand: at night, after the
// cut-off, or out of order. The reason is required and logged.
func (s *Service) Promote(ctx context.Context, actor account.Actor, org, id, reason string) (Registration, error) {
	return s.decide(ctx, actor, org, id, promoting(reason))
}

func promoting(reason string) verb {
	return func(ctx context.Context, c *change, r *Registration) error {
		switch {
		case r.State == Confirmed:
			return nil
		case r.State != Waiting:
			return errState
		case strings.TrimSpace(reason) == "":
			return apperr.New(apperr.Invalid, "event.error.reason").On("reason")
		}
		return c.confirm(ctx, r, actPromoted, shortReason(reason), JobPromoted)
	}
}

// Reinstate undoes a cancellation or a decline: a place that was held must be
// free, a place in the waiting list is the old one.
func (s *Service) Reinstate(ctx context.Context, actor account.Actor, org, id, reason string) (Registration, error) {
	return s.decide(ctx, actor, org, id, reinstating(reason))
}

func reinstating(reason string) verb {
	return func(ctx context.Context, c *change, r *Registration) error {
		if r.State.Live() {
			return nil
		}
		return c.reinstate(ctx, r, shortReason(reason))
	}
}

// shortReason keeps a reason to what fits a line.
func shortReason(reason string) string {
	line := []rune(strings.Join(strings.Fields(reason), " "))
	return string(line[:min(len(line), maxSummary)])
}
