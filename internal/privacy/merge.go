package privacy

import (
	"context"

	"koryu/internal/kit/db"
)

// Holdings are the tables of this package in which a person stands, for the
// image of a merge. A certificate is about who was erased, and nobody who is
// being erased is merged.
func Holdings() []db.Holding {
	return []db.Holding{{Table: "privacy_request", Key: []string{"id"}, Columns: []string{"person_id"}}}
}

// Repoint gives the requests of one person to another, when both turn out to be
// one.
func Repoint(ctx context.Context, tx *db.Tx, org, from, to string) error {
	return moveRequests(ctx, tx, org, from, to)
}
