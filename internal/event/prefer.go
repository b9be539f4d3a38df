package event

import (
	"context"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
)

// Prefer puts a waiting person at the head of the waiting list. The reason is
// required and logged; the others keep their order.
func (s *Service) Prefer(ctx context.Context, actor account.Actor, org, id, reason string) (Registration, error) {
	if strings.TrimSpace(reason) == "" {
		return Registration{}, apperr.New(apperr.Invalid, "event.error.reason").On("reason")
	}
	return s.decide(ctx, actor, org, id, func(ctx context.Context, c *change, r *Registration) error {
		if r.State != Waiting {
			return errState
		}
		first, err := firstWaiting(ctx, c.tx, org, r.SlotID, 1)
		if err != nil || len(first) == 0 || first[0].ID == r.ID {
			return err
		}
		r.WaitRank = first[0].WaitRank - 1
		c.note(actPreferred, r, shortReason(reason))
		return moveRegistration(ctx, c.tx, *r)
	})
}
