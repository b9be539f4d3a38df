package event

import (
	"context"
	"errors"
	"slices"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// BulkAction is what Bulk does to each registration.
type BulkAction string

// The bulk actions.
const (
	BulkApprove   BulkAction = "approve"
	BulkDecline   BulkAction = "decline"
	BulkCancel    BulkAction = "cancel"
	BulkPromote   BulkAction = "promote"
	BulkReinstate BulkAction = "reinstate"
)

// BulkResult says what became of each registration. Where Failed is not empty
// nothing at all was done.
type BulkResult struct {
	Done   []string
	Failed []BulkFailure
}

// BulkFailure is one registration that kept the whole act from happening.
type BulkFailure struct {
	ID  string
	Err *apperr.Error
}

const maxBulk = 1000

var errNothingDone = errors.New("event: bulk act undone")

// Bulk does one thing to many registrations of an event, all or nothing. It
// goes in the order of coming, so that the first get the places that are left.
// Which rules refused it is in the result; err is for faults and for ids that
// are not of this event.
func (s *Service) Bulk(ctx context.Context, actor account.Actor, org, event string, ids []string, a BulkAction, reason string) (BulkResult, error) {
	do, err := bulkVerb(actor, a, reason)
	if err != nil {
		return BulkResult{}, err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 || len(ids) > maxBulk {
		return BulkResult{}, apperr.New(apperr.Invalid, "event.error.bulk_size", "max", maxBulk)
	}
	var result BulkResult
	err = s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := s.begin(ctx, tx, actor, org, event)
		if err != nil {
			return err
		}
		result, err = c.bulk(ctx, ids, do)
		if err != nil {
			return err
		}
		return c.finish(ctx)
	})
	if errors.Is(err, errNothingDone) {
		return result, nil
	}
	return result, err
}

func bulkVerb(actor account.Actor, a BulkAction, reason string) (verb, error) {
	switch a {
	case BulkApprove:
		return approving(reason), nil
	case BulkDecline:
		return declining(reason), nil
	case BulkCancel:
		return cancelling(actor, reason), nil
	case BulkPromote:
		return promoting(reason), nil
	case BulkReinstate:
		return reinstating(reason), nil
	}
	return nil, apperr.New(apperr.Invalid, "event.error.choice").On("action")
}

func (c *change) bulk(ctx context.Context, ids []string, do verb) (BulkResult, error) {
	list, err := findRegistrations(ctx, c.tx, c.event.OrgID, ids)
	if err != nil {
		return BulkResult{}, err
	}
	if len(list) != len(ids) {
		return BulkResult{}, errRegistrationUnknown
	}
	slices.SortFunc(list, func(a, b Registration) int { return a.Number - b.Number })
	var result BulkResult
	for i := range list {
		if list[i].EventID != c.event.ID {
			return BulkResult{}, errRegistrationUnknown
		}
		err := do(ctx, c, &list[i])
		if refusal, ok := apperr.As(err); ok && apperr.CategoryOf(err) != apperr.Unavailable {
			result.Failed = append(result.Failed, BulkFailure{ID: list[i].ID, Err: refusal})
		} else if err != nil {
			return BulkResult{}, err
		}
		result.Done = append(result.Done, list[i].ID)
	}
	if len(result.Failed) > 0 {
		result.Done = nil
		return result, errNothingDone
	}
	return result, nil
}
