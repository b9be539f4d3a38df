package people

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/db"
)

// Service offers the package to callers that hold no transaction, and its jobs
// to the worker.
type Service struct{ DB *db.DB }

// Find fails with not found when org has no such person.
func (s *Service) Find(ctx context.Context, org, id string) (Person, error) {
	return Find(ctx, s.DB, org, id)
}

// FindByEmail is [FindByEmail] outside a transaction.
func (s *Service) FindByEmail(ctx context.Context, org, email string) (Person, error) {
	return FindByEmail(ctx, s.DB, org, email)
}

// List is [List] outside a transaction.
func (s *Service) List(ctx context.Context, org, after string, limit int) (Page, error) {
	return List(ctx, s.DB, org, after, limit)
}

// Search is [Search] outside a transaction.
func (s *Service) Search(ctx context.Context, org, query, after string, limit int) (Page, error) {
	return Search(ctx, s.DB, org, query, after, limit)
}

// Count counts the persons of org.
func (s *Service) Count(ctx context.Context, org string) (int, error) { return Count(ctx, s.DB, org) }

// CountFacts is [CountFacts] outside a transaction.
func (s *Service) CountFacts(ctx context.Context, org string, p Period) (map[Kind]FactCount, error) {
	return CountFacts(ctx, s.DB, org, p)
}

// Summaries is [Summaries] outside a transaction.
func (s *Service) Summaries(ctx context.Context, org string, ids []string) (map[string]Summary, error) {
	return Summaries(ctx, s.DB, org, ids)
}

// Thread is [Thread] outside a transaction.
func (s *Service) Thread(ctx context.Context, org, personID string) ([]Fact, error) {
	return Thread(ctx, s.DB, org, personID)
}

// LiveConsents is [LiveConsents] outside a transaction.
func (s *Service) LiveConsents(ctx context.Context, org, personID string) ([]Consent, error) {
	return LiveConsents(ctx, s.DB, org, personID)
}

// ListNotes is [ListNotes] outside a transaction.
func (s *Service) ListNotes(ctx context.Context, org, personID string) ([]Note, error) {
	return ListNotes(ctx, s.DB, org, personID)
}

// Duplicates is [Duplicates] outside a transaction.
func (s *Service) Duplicates(ctx context.Context, org string, limit int) ([]Duplicate, error) {
	return Duplicates(ctx, s.DB, org, limit)
}

// Create is [Create] in a transaction of its own.
func (s *Service) Create(ctx context.Context, actor account.Actor, org string, n NewPerson) (Person, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (Person, error) { return Create(ctx, tx, actor, org, n) })
}

// Update is [Update] in a transaction of its own.
func (s *Service) Update(ctx context.Context, actor account.Actor, p Person) (Person, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (Person, error) { return Update(ctx, tx, actor, p) })
}

// AddNote is [AddNote] in a transaction of its own.
func (s *Service) AddNote(ctx context.Context, actor account.Actor, org, personID, body string) (Note, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (Note, error) {
		return AddNote(ctx, tx, actor, org, personID, body)
	})
}

// RemoveNote is [RemoveNote] in a transaction of its own.
func (s *Service) RemoveNote(ctx context.Context, actor account.Actor, org, personID, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return RemoveNote(ctx, tx, actor, org, personID, id) })
}

// GiveConsents is [GiveConsents] in a transaction of its own.
func (s *Service) GiveConsents(ctx context.Context, consents ...Consent) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return GiveConsents(ctx, tx, consents...) })
}

// RevokeConsent is [RevokeConsent] in a transaction of its own.
func (s *Service) RevokeConsent(ctx context.Context, r Revocation) (bool, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (bool, error) { return RevokeConsent(ctx, tx, r) })
}

func inTx[T any](ctx context.Context, d *db.DB, fn func(context.Context, *db.Tx) (T, error)) (T, error) {
	var out T
	err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		out, err = fn(ctx, tx)
		return err
	})
	return out, err
}
