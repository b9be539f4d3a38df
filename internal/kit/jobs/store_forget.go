package jobs

import (
	"context"

	"koryu/internal/kit/db"
)

func forgetPayloads(ctx context.Context, tx *db.Tx, org, word string) (int64, error) {
	return tx.Exec(ctx, `
		UPDATE job SET payload = '{}', last_error = '', uniq = id,
			finished_at = CASE WHEN state = 'done' THEN finished_at ELSE $3 END, state = 'done'
		WHERE org_id = $1 AND (REPLACE(payload, $2, '') <> payload OR REPLACE(uniq, $2, '') <> uniq)`, org, word, tx.Now())
}

func forgetErrors(ctx context.Context, tx *db.Tx, org, word string) (int64, error) {
	return tx.Exec(ctx, `UPDATE job SET last_error = '…'
		WHERE org_id = $1 AND REPLACE(last_error, $2, '') <> last_error`, org, word)
}

func forgetPayload(ctx context.Context, tx *db.Tx, org, id string) error {
	_, err := tx.Exec(ctx, `UPDATE job SET payload = '{}', last_error = '' WHERE org_id = $1 AND id = $2`, org, id)
	return err
}
