package privacy

import (
	"context"

	"koryu/internal/kit/db"
)

// Repoint gives the requests of one person to another, when both turn out to be
// one. Nobody is merged while an erasure is to come.
func Repoint(ctx context.Context, tx *db.Tx, org, from, to string) error {
	return repointRequests(ctx, tx, org, from, to)
}

// Holdings are the tables of this package in which a person stands, for the
// image of a merge. Certificates speak of who is gone.
func Holdings() []db.Holding {
	return []db.Holding{{Table: "privacy_request", Key: []string{"id"}, Columns: []string{"person_id"}}}
}
