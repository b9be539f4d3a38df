package programme

import (
	"context"

	"koryu/internal/kit/db"
)

// Service offers the package to callers that hold no transaction.
type Service struct {
	DB *db.DB

	bySlug db.Memo[string, Org] // asked for by every request
}

// FindOrg fails with not found when there is no such organisation.
func (s *Service) FindOrg(ctx context.Context, id string) (Org, error) { return FindOrg(ctx, s.DB, id) }

// FindOrgBySlug fails with not found when no organisation has the slug.
func (s *Service) FindOrgBySlug(ctx context.Context, slug string) (Org, error) {
	return s.bySlug.Do(s.DB, slug, func() (Org, error) { return FindOrgBySlug(ctx, s.DB, slug) })
}

// ListOrgs lists every organisation of the installation by name.
func (s *Service) ListOrgs(ctx context.Context) ([]Org, error) { return ListOrgs(ctx, s.DB) }

// FindProgramme fails with not found when org has no such programme.
func (s *Service) FindProgramme(ctx context.Context, org, id string) (Programme, error) {
	return FindProgramme(ctx, s.DB, org, id)
}

// CurrentProgramme is [CurrentProgramme] outside a transaction.
func (s *Service) CurrentProgramme(ctx context.Context, org string, fy int) (Programme, error) {
	return CurrentProgramme(ctx, s.DB, org, fy)
}

// ListProgrammes lists the programmes of org, the newest fiscal year first.
func (s *Service) ListProgrammes(ctx context.Context, org string) ([]Programme, error) {
	return ListProgrammes(ctx, s.DB, org)
}

// ListGoals lists the goals of a programme in their order.
func (s *Service) ListGoals(ctx context.Context, org, programmeID string) ([]Goal, error) {
	return ListGoals(ctx, s.DB, org, programmeID)
}

// FindVenue fails with not found when org has no such venue.
func (s *Service) FindVenue(ctx context.Context, org, id string) (Venue, error) {
	return FindVenue(ctx, s.DB, org, id)
}

// ListVenues lists the venues of org by name, retired ones last.
func (s *Service) ListVenues(ctx context.Context, org string) ([]Venue, error) {
	return ListVenues(ctx, s.DB, org)
}

// ListPartners lists the partners of org in their order, retired ones last.
func (s *Service) ListPartners(ctx context.Context, org string) ([]Partner, error) {
	return ListPartners(ctx, s.DB, org)
}

// CreateOrg is [CreateOrg] in a transaction of its own.
func (s *Service) CreateOrg(ctx context.Context, o Org) (Org, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (Org, error) { return CreateOrg(ctx, tx, o) })
}

// UpdateOrg is [UpdateOrg] in a transaction of its own.
func (s *Service) UpdateOrg(ctx context.Context, o Org) (Org, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (Org, error) { return UpdateOrg(ctx, tx, o) })
}

// CreateProgramme is [CreateProgramme] in a transaction of its own.
func (s *Service) CreateProgramme(ctx context.Context, p Programme) (Programme, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (Programme, error) { return CreateProgramme(ctx, tx, p) })
}

// UpdateProgramme is [UpdateProgramme] in a transaction of its own.
func (s *Service) UpdateProgramme(ctx context.Context, p Programme) (Programme, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (Programme, error) { return UpdateProgramme(ctx, tx, p) })
}

// SetGoals is [SetGoals] in a transaction of its own.
func (s *Service) SetGoals(ctx context.Context, org, programmeID string, version int64, goals []Goal) ([]Goal, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) ([]Goal, error) {
		return SetGoals(ctx, tx, org, programmeID, version, goals)
	})
}

// SaveVenue is [SaveVenue] in a transaction of its own.
func (s *Service) SaveVenue(ctx context.Context, v Venue) (Venue, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (Venue, error) { return SaveVenue(ctx, tx, v) })
}

// SavePartner is [SavePartner] in a transaction of its own.
func (s *Service) SavePartner(ctx context.Context, p Partner) (Partner, error) {
	return inTx(ctx, s.DB, func(ctx context.Context, tx *db.Tx) (Partner, error) { return SavePartner(ctx, tx, p) })
}

func inTx[T any](ctx context.Context, d *db.DB, fn func(context.Context, *db.Tx) (T, error)) (T, error) {
	var out T
	err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		out, err = fn(ctx, tx)
		return err
	})
	return out, err
}
