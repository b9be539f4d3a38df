package programme

import (
	"context"

	"koryu/internal/kit/db"
)

// CreateOrg adds an organisation. A slug that another one has is a conflict on
// the field "slug". ID, version and times of o are ignored; an empty seed
// becomes the slug.
func CreateOrg(ctx context.Context, tx *db.Tx, o Org) (Org, error) {
	o.clean()
	if err := o.Validate(); err != nil {
		return Org{}, err
	}
	if o.Seed == "" {
		o.Seed = o.Slug
	}
	o.ID, o.Version, o.CreatedAt, o.UpdatedAt = tx.NewID(), 1, tx.Now(), tx.Now()
	if err := insertOrg(ctx, tx, o); db.IsUnique(err) {
		return Org{}, errSlugTaken.Because(err)
	} else if err != nil {
		return Org{}, err
	}
	return o, nil
}

// UpdateOrg saves an edit of the organisation of which the editor read
// o.Version. The slug stays as it is, since printed addresses hold it.
func UpdateOrg(ctx context.Context, tx *db.Tx, o Org) (Org, error) {
	o.clean()
	if err := o.Validate(); err != nil {
		return Org{}, err
	}
	o.UpdatedAt = tx.Now()
	if err := updateOrg(ctx, tx, o); err != nil {
		return Org{}, err
	}
	return FindOrg(ctx, tx, o.ID)
}
