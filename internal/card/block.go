package card

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

// Block keeps the other side of an exchange away for good: no copy, no card, no
// new exchange in either direction until whoever blocked unblocks. Where the
// address was never confirmed it is the address that is blocked.
func (s *Service) Block(ctx context.Context, actor account.Actor, org, person, exchange string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e, ok, err := lockExchange(ctx, tx, org, exchange)
		if err != nil || !ok || !e.has(person) {
			return orLink(err)
		}
		b := block{id: tx.NewID(), person: person, target: e.other(person), exchange: e.ID, createdAt: tx.Now()}
		switch {
		case !e.Live():
			return errGone
		case e.State == Pending:
			b.target = s.mailTarget(e.Email)
		}
		if err := insertBlock(ctx, tx, org, b); err != nil {
			return err
		}
		return record(ctx, tx, actor, org, actBlocked, "exchange", e.ID, nil)
	})
}

// BlockByToken is [Service.Block] by the link of a copy.
func (s *Service) BlockByToken(ctx context.Context, actor account.Actor, token string) error {
	h, err := s.holder(ctx, s.DB, token)
	if err != nil {
		return err
	}
	if h.limited || h.PartnerID == "" {
		return errLink
	}
	return s.Block(ctx, actor, h.OrgID, h.PartnerID, h.ID)
}

// Unblock ends a block that the person made.
func (s *Service) Unblock(ctx context.Context, actor account.Actor, org, person, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := deleteBlock(ctx, tx, org, person, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errNoBlock
		}
		return record(ctx, tx, actor, org, actUnblocked, "card_block", id, nil)
	})
}

var errNoBlock = apperr.New(apperr.NotFound, "card.error.no_block")

// Blocks lists whom the person blocked, by the name they were met under; the name
// is empty where it was never proved or the person is gone.
func (s *Service) Blocks(ctx context.Context, org, person string) ([]Blocked, error) {
	lang := i18n.From(ctx).Lang()
	around, err := blocksAround(ctx, s.DB, org, person)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, b := range around {
		ids = append(ids, b.target)
	}
	names, err := people.FindMany(ctx, s.DB, org, ids)
	if err != nil {
		return nil, err
	}
	var own []Blocked
	for _, b := range around {
		if b.person != person {
			continue
		}
		name := names[b.target].DisplayName(lang)
		if e, ok, err := findExchange(ctx, s.DB, org, b.exchange); err != nil {
			return nil, err
		} else if ok && name == "" {
			name = people.Person{Family: e.Family, Given: e.Given}.DisplayName(lang)
		}
		own = append(own, Blocked{ID: b.id, Name: name, CreatedAt: b.createdAt})
	}
	return own, nil
}
