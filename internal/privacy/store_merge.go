package privacy

import (
	"context"

	"koryu/internal/kit/db"
)

func moveRequests(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE privacy_request SET person_id = $3 WHERE org_id = $1 AND person_id = $2`, org, from, to)
	return err
}
