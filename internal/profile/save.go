package profile

import (
	"context"
	"slices"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

var errConflict = apperr.New(apperr.Conflict, "profile.error.conflict")

// Save keeps an edit of the profile of which its editor read p.Version (0 for
// the first save); if somebody saved in between, it is a conflict. It needs a
// live consent h, and gives and withdraws the consents e that p.Audiences asks
// for: a field missing there is for the organiser. The photo is not changed (see
// SetPhoto). The audit trail gets the names of the changed fields, not the
// values.
func Save(ctx context.Context, tx *db.Tx, actor account.Actor, p Profile) (Profile, error) {
	p.clean()
	if err := p.validate(); err != nil {
		return Profile{}, err
	}
	before, err := forChange(ctx, tx, p.OrgID, p.PersonID)
	if err != nil {
		return Profile{}, err
	}
	p.PhotoID = before.PhotoID
	fields := append(changed(before, p), moved(before, p)...)
	if len(fields) == 0 && before.Version > 0 {
		return before, nil // the same form again
	}
	if before.Version != p.Version {
		return Profile{}, errConflict
	}
	if err := moveConsents(ctx, tx, actor, before, p); err != nil {
		return Profile{}, err
	}
	return put(ctx, tx, actor, p, "profile.saved", fields)
}

// forChange is the profile as it stands, for someone who has a live consent h.
func forChange(ctx context.Context, tx *db.Tx, org, person string) (Profile, error) {
	a, err := FindAccount(ctx, tx, org, person)
	if err != nil {
		return Profile{}, err
	}
	if !a.FollowUp {
		return Profile{}, errNoConsent
	}
	return Find(ctx, tx, org, person)
}

func put(ctx context.Context, tx *db.Tx, actor account.Actor, p Profile, action string, fields []string) (Profile, error) {
	write := update
	if p.Version == 0 {
		write = insert
	}
	n, err := write(ctx, tx, p)
	if err != nil {
		return Profile{}, err
	}
	if n == 0 {
		return Profile{}, errConflict
	}
	if err := replaceParts(ctx, tx, p); err != nil {
		return Profile{}, err
	}
	slices.Sort(fields)
	if err := record(ctx, tx, actor, p.OrgID, p.PersonID, action, map[string]any{"fields": fields}); err != nil {
		return Profile{}, err
	}
	return Find(ctx, tx, p.OrgID, p.PersonID)
}

func changed(a, b Profile) []string {
	var names []string
	for _, f := range []struct {
		field Field
		same  bool
	}{
		{Photo, a.PhotoID == b.PhotoID}, {Headline, a.Headline == b.Headline}, {Skills, slices.Equal(a.Skills, b.Skills)},
		{Words, slices.Equal(a.Words, b.Words)}, {Ties, slices.Equal(a.Ties, b.Ties)}, {Prefecture, a.Prefecture == b.Prefecture},
		{Patterns, slices.Equal(a.Patterns, b.Patterns)}, {Horizon, a.Horizon == b.Horizon}, {Talk, a.Talk == b.Talk},
		{Seek, a.Seek == b.Seek}, {Mentor, a.Mentor == b.Mentor}, {Links, slices.Equal(a.Links, b.Links)},
	} {
		if !f.same {
			names = append(names, string(f.field))
		}
	}
	return names
}
