package message

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Source says how an address became known as dead.
type Source string

const (
	BySMTP   Source = "smtp"   // the mail server refused it
	ByReport Source = "report" // a mail came back later
)

// Bounce is an address that is kept out of messages until staff clear it.
type Bounce struct {
	OrgID, Address  string
	Source          Source
	Code            string // "550 5.1.1", "5.1.1"
	DeliveryID      string // the copy that found it out
	Times           int
	FirstAt, LastAt db.Instant
	ClearedAt       db.Instant // zero while it is kept out
	ClearedBy       string
}

// bury keeps an address out from now on.
func (s *Service) bury(ctx context.Context, tx *db.Tx, d Delivery, source Source, code string) error {
	b := Bounce{OrgID: d.OrgID, Address: d.Address, Source: source, Code: code, DeliveryID: d.ID}
	if err := recordBounce(ctx, tx, b); err != nil {
		return err
	}
	return account.Record(ctx, tx, account.Entry{Org: d.OrgID, Actor: account.System(d.OrgID), Action: "bounce.recorded",
		Object: "person", ObjectID: d.PersonID, Data: map[string]any{"source": source, "code": code}})
}

// BounceOf tells whether an address is kept out, or was once.
func (s *Service) BounceOf(ctx context.Context, org, email string) (b Bounce, found bool, err error) {
	key := addressKey(email)
	if key == "" {
		return b, false, nil
	}
	return findBounce(ctx, s.DB, org, key)
}

// DeadAddresses tells, for a list of persons, which of them cannot be reached
// at the address that they have; by person id.
func (s *Service) DeadAddresses(ctx context.Context, org string, persons []people.Person) (map[string]bool, error) {
	keys := make([]string, 0, len(persons))
	for _, p := range persons {
		if key := addressKey(p.Email); key != "" {
			keys = append(keys, key)
		}
	}
	dead, err := deadAddresses(ctx, s.DB, org, keys)
	found := map[string]bool{}
	for _, p := range persons {
		if dead[addressKey(p.Email)] {
			found[p.ID] = true
		}
	}
	return found, err
}

// Bounces lists the addresses that are kept out, the latest first.
func (s *Service) Bounces(ctx context.Context, org string, limit int) ([]Bounce, error) {
	return listBounces(ctx, s.DB, org, limit)
}

// CountBounces counts the addresses that are kept out.
func (s *Service) CountBounces(ctx context.Context, org string) (int, error) {
	return countBounces(ctx, s.DB, org)
}

// ClearBounce lets messages go to the address again. It fails with not found
// when the address is not kept out.
func (s *Service) ClearBounce(ctx context.Context, actor account.Actor, org, email string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		key := addressKey(email)
		b, found, err := findBounce(ctx, tx, org, key)
		if err != nil {
			return err
		}
		n, err := clearBounce(ctx, tx, org, key, people.Recorder(actor))
		if err != nil {
			return err
		}
		if !found || n == 0 {
			return errNoBounce
		}
		return record(ctx, tx, actor, org, "bounce.cleared", b.DeliveryID, nil)
	})
}

var errNoBounce = apperr.New(apperr.NotFound, "message.error.no_bounce")
