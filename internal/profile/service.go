package profile

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/seal"
)

// Service offers the package to callers that hold no transaction, and its jobs
// to the worker. Keys sign the addresses of photos.
type Service struct {
	DB   *db.DB
	Keys *seal.Keys
}

// Find is [Find] outside a transaction.
func (s *Service) Find(ctx context.Context, org, person string) (Profile, error) {
	return Find(ctx, s.DB, org, person)
}

// FindAccount is [FindAccount] outside a transaction.
func (s *Service) FindAccount(ctx context.Context, org, person string) (Account, error) {
	return FindAccount(ctx, s.DB, org, person)
}

// Visible is [Visible].
func (s *Service) Visible(ctx context.Context, q db.Q, org string, persons []string, to Audience) (map[string]View, error) {
	return Visible(ctx, q, org, persons, to)
}

// ForStaff is [ForStaff] outside a transaction.
func (s *Service) ForStaff(ctx context.Context, org string, persons []string) (map[string]Profile, error) {
	return ForStaff(ctx, s.DB, org, persons)
}

// Save is [Save] in a transaction of its own.
func (s *Service) Save(ctx context.Context, actor account.Actor, p Profile) (saved Profile, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		saved, err = Save(ctx, tx, actor, p)
		return err
	})
	return saved, err
}

// GiveFollowUp is [GiveFollowUp] in a transaction of its own.
func (s *Service) GiveFollowUp(ctx context.Context, actor account.Actor, org, person string, lang i18n.Lang) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return GiveFollowUp(ctx, tx, actor, org, person, lang) })
}

// WithdrawFollowUp is [WithdrawFollowUp] in a transaction of its own.
func (s *Service) WithdrawFollowUp(ctx context.Context, actor account.Actor, org, person string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return WithdrawFollowUp(ctx, tx, actor, org, person) })
}

// Delete is [Delete] in a transaction of its own.
func (s *Service) Delete(ctx context.Context, actor account.Actor, org, person string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return Delete(ctx, tx, actor, org, person) })
}
