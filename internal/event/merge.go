package event

import (
	"context"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// Twice is an event for which two persons hold a live registration each.
type Twice struct {
	Event         Event
	First, Second Registration
}

// RegisteredTwice lists the events for which both persons are registered, by
// start.
func (s *Service) RegisteredTwice(ctx context.Context, org, first, second string) ([]Twice, error) {
	pairs, err := registeredTwice(ctx, s.db, org, first, second)
	if err != nil {
		return nil, err
	}
	for i, t := range pairs {
		if pairs[i].Event, err = findEvent(ctx, s.db, org, t.First.EventID); err != nil {
			return nil, err
		}
	}
	return pairs, nil
}

// Repoint gives the registrations of a person to another, with their tickets and
// check-ins, which hang on the registration. A person has one live registration
// for an event: where both have one it refuses, and staff cancel the one that is
// not wanted. To choose here would give a seat away, or take an arrival back,
// behind the back of whoever reads the list of the event.
func Repoint(ctx context.Context, tx *db.Tx, org, from, to string) error {
	twice, err := registeredTwice(ctx, tx, org, to, from)
	if err != nil {
		return err
	}
	if len(twice) > 0 {
		return apperr.New(apperr.Conflict, "event.error.registered_twice")
	}
	return moveRegistrations(ctx, tx, org, from, to)
}

// Holdings are the tables of this package in which a person stands, for the
// image of a merge.
func Holdings() []db.Holding {
	return []db.Holding{{Table: "registration", Key: []string{"id"}, Columns: []string{"person_id"}}}
}
