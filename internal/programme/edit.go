package programme

import (
	"context"

	"koryu/internal/kit/db"
)

// CreateProgramme adds a programme to p.OrgID. Two programmes of one fiscal year
// cannot have the same name. ID, version and times of p are ignored.
func CreateProgramme(ctx context.Context, tx *db.Tx, p Programme) (Programme, error) {
	p.clean()
	if err := p.Validate(); err != nil {
		return Programme{}, err
	}
	p.ID, p.Version, p.CreatedAt, p.UpdatedAt = tx.NewID(), 1, tx.Now(), tx.Now()
	if err := insertProgramme(ctx, tx, p); db.IsUnique(err) {
		return Programme{}, errProgrammeTwice.Because(err)
	} else if err != nil {
		return Programme{}, err
	}
	return p, nil
}

// UpdateProgramme saves an edit of the programme of which the editor read
// p.Version.
func UpdateProgramme(ctx context.Context, tx *db.Tx, p Programme) (Programme, error) {
	p.clean()
	if err := p.Validate(); err != nil {
		return Programme{}, err
	}
	p.UpdatedAt = tx.Now()
	if err := updateProgramme(ctx, tx, p); db.IsUnique(err) {
		return Programme{}, errProgrammeTwice.Because(err)
	} else if err != nil {
		return Programme{}, err
	}
	return FindProgramme(ctx, tx, p.OrgID, p.ID)
}

// SetGoals replaces the goals of a programme by goals, in that order. They are
// part of the programme's form: version is the programme's version that the
// editor read, and the programme gets a new one.
func SetGoals(ctx context.Context, tx *db.Tx, org, programmeID string, version int64, goals []Goal) ([]Goal, error) {
	goals = append([]Goal(nil), goals...)
	for i := range goals {
		goals[i].clean()
		if goals[i].ID == "" {
			goals[i].ID = tx.NewID()
		}
	}
	if err := validateGoals(goals); err != nil {
		return nil, err
	}
	if err := touchProgramme(ctx, tx, org, programmeID, version, tx.Now()); err != nil {
		return nil, err
	}
	if err := replaceGoals(ctx, tx, org, programmeID, goals); err != nil {
		return nil, err
	}
	return goals, nil
}

// SaveVenue adds v to v.OrgID when v.ID is empty, and else saves an edit of the
// venue of which the editor read v.Version.
func SaveVenue(ctx context.Context, tx *db.Tx, v Venue) (Venue, error) {
	v.clean()
	if err := v.Validate(); err != nil {
		return Venue{}, err
	}
	v.UpdatedAt = tx.Now()
	if v.ID == "" {
		v.ID, v.Version, v.CreatedAt = tx.NewID(), 1, tx.Now()
		return v, insertVenue(ctx, tx, v)
	}
	if err := updateVenue(ctx, tx, v); err != nil {
		return Venue{}, err
	}
	return FindVenue(ctx, tx, v.OrgID, v.ID)
}

// SavePartner adds p to p.OrgID when p.ID is empty, and else saves an edit of
// the partner of which the editor read p.Version.
func SavePartner(ctx context.Context, tx *db.Tx, p Partner) (Partner, error) {
	p.clean()
	if err := p.Validate(); err != nil {
		return Partner{}, err
	}
	p.UpdatedAt = tx.Now()
	if p.ID == "" {
		p.ID, p.Version, p.CreatedAt = tx.NewID(), 1, tx.Now()
		return p, insertPartner(ctx, tx, p)
	}
	if err := updatePartner(ctx, tx, p); err != nil {
		return Partner{}, err
	}
	return FindPartner(ctx, tx, p.OrgID, p.ID)
}
