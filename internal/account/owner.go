package account

import (
	"context"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

// Founder is the person who sets an organisation up.
type Founder struct {
	Org   string
	Email string
	Name  string
	Agent string
	Old   string // token of the session the browser had before
}

// FoundOwner makes the first owner of a new organisation and signs them in,
// since mail may not be set up yet. It belongs into the transaction that
// creates the organisation, and refuses one that already has members.
func (s *Service) FoundOwner(ctx context.Context, tx *db.Tx, f Founder) (SignedIn, error) {
	email, err := address(f.Email)
	if err != nil {
		return SignedIn{}, err
	}
	taken, err := hasMembers(ctx, tx, f.Org)
	if err != nil {
		return SignedIn{}, err
	}
	if taken {
		return SignedIn{}, apperr.New(apperr.Conflict, "account.setup.done")
	}
	who, err := s.ensureIdentity(ctx, tx, email, text.Clean(f.Name))
	if err != nil {
		return SignedIn{}, err
	}
	if _, err := putMembership(ctx, tx, f.Org, who.ID, Owner, who.ID, tx.Now()); err != nil {
		return SignedIn{}, err
	}
	in, err := s.openSession(ctx, tx, who, f.Agent, f.Old)
	if err != nil {
		return SignedIn{}, err
	}
	return in, Record(ctx, tx, Entry{Org: f.Org, Actor: in.Session.ActorIn(f.Org), Action: "organisation.founded",
		Object: "organisation", ObjectID: f.Org})
}

// ensureIdentity finds the identity of an address or makes it. A name is taken
// only where none was known.
func (s *Service) ensureIdentity(ctx context.Context, tx *db.Tx, email, name string) (Identity, error) {
	return ensureIdentity(ctx, tx, Identity{ID: tx.NewID(), Email: email, Name: name, CreatedAt: tx.Now()})
}
