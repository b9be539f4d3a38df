package card

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/seal"
	"koryu/internal/people"
	"koryu/internal/profile"
)

// Own gives the person's card, made when there is none.
func (s *Service) Own(ctx context.Context, org, person string) (Card, error) {
	found, err := findCards(ctx, s.DB, org, []string{person})
	if err != nil {
		return Card{}, err
	}
	c, ok := found[person]
	if !ok {
		err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			c, err = s.own(ctx, tx, org, person)
			return err
		})
		if err != nil {
			return Card{}, err
		}
	}
	c.HiddenAt, err = hiddenAt(ctx, s.DB, org, person)
	return c, err
}

// own is [Service.Own] within a transaction, with the row locked.
func (s *Service) own(ctx context.Context, tx *db.Tx, org, person string) (Card, error) {
	c, ok, err := lockCard(ctx, tx, org, person)
	if ok || err != nil {
		return c, err
	}
	if _, err := people.Find(ctx, tx, org, person); err != nil {
		return Card{}, err
	}
	c = Card{OrgID: org, ID: tx.NewID(), PersonID: person, Serial: 1, Fields: defaults, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	n, err := insertCard(ctx, tx, c)
	if err != nil {
		return Card{}, err
	}
	if n == 0 { // another transaction was faster
		c, _, err = lockCard(ctx, tx, org, person)
		return c, err
	}
	return c, record(ctx, tx, account.System(org), org, actMade, "card", c.ID, nil)
}

// Token is what a QR of the card holds, at the end of an address.
func (s *Service) Token(c Card) string { return s.Keys.Token(sealCard, c.ID, c.Serial) }

// URL is the first face of the QR.
func (s *Service) URL(c Card) string { return s.Base + "/c/" + s.Token(c) }

// SaveFields chooses what the card shows. Who sees a field at all is the
// profile's to say; the card can only leave out.
func (s *Service) SaveFields(ctx context.Context, actor account.Actor, org, person string, fields []profile.Field) (Card, error) {
	fields, err := chosen(fields)
	if err != nil {
		return Card{}, err
	}
	return s.change(ctx, actor, org, person, actFields, func(_ context.Context, _ *db.Tx, c *Card) (any, error) {
		c.Fields = fields
		return map[string]any{"fields": fields}, nil
	})
}

// Rotate makes every code of the card that was shown before worthless at once.
func (s *Service) Rotate(ctx context.Context, actor account.Actor, org, person string) (Card, error) {
	return s.change(ctx, actor, org, person, actRotated, func(_ context.Context, _ *db.Tx, c *Card) (any, error) {
		c.Serial = max(1, (c.Serial+1)%(seal.MaxSerial+1))
		return map[string]any{"serial": c.Serial}, nil
	})
}

// HideAt hides the card while the event runs, or shows it again.
func (s *Service) HideAt(ctx context.Context, actor account.Actor, org, person, event string, hidden bool) (Card, error) {
	if _, err := s.Events.Find(ctx, org, event); err != nil {
		return Card{}, err
	}
	act := actShown
	if hidden {
		act = actHidden
	}
	c, err := s.change(ctx, actor, org, person, act, func(ctx context.Context, tx *db.Tx, c *Card) (any, error) {
		if hidden {
			return map[string]any{"event": event}, insertHidden(ctx, tx, *c, event)
		}
		return map[string]any{"event": event}, deleteHidden(ctx, tx, *c, event)
	})
	return c, err
}

func (s *Service) change(ctx context.Context, actor account.Actor, org, person, act string,
	fn func(context.Context, *db.Tx, *Card) (any, error)) (c Card, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if c, err = s.own(ctx, tx, org, person); err != nil {
			return err
		}
		data, err := fn(ctx, tx, &c)
		if err != nil {
			return err
		}
		c.UpdatedAt = tx.Now()
		if err := updateCard(ctx, tx, c); err != nil {
			return err
		}
		if c.HiddenAt, err = hiddenAt(ctx, tx, org, person); err != nil {
			return err
		}
		return record(ctx, tx, actor, org, act, "card", c.ID, data)
	})
	return c, err
}
