package message

import (
	"context"

	"koryu/internal/kit/db"
)

// addressesOf gives the comparison keys of all addresses at which a person was
// or is written to.
func addressesOf(ctx context.Context, q db.Q, org, person string) ([]string, error) {
	return collect(scanID)(q.Query(ctx, `SELECT d.address_key FROM message_delivery d
			WHERE d.org_id = $1 AND d.person_id = $2 AND d.address_key <> ''
		UNION SELECT p.email_key FROM person p WHERE p.org_id = $1 AND p.id = $2 AND p.email_key <> ''
		ORDER BY 1`, org, person))
}

// deleteBounces forgets dead addresses, save those that stand for somebody else.
func deleteBounces(ctx context.Context, tx *db.Tx, org, person string, keys []string) (int, error) {
	marks, args := db.In(3, keys)
	n, err := tx.Exec(ctx, `DELETE FROM bounce WHERE org_id = $1 AND address_key IN (`+marks+`)
			AND NOT EXISTS (SELECT 1 FROM person p WHERE p.org_id = $1 AND p.email_key = bounce.address_key AND p.id <> $2)`,
		append([]any{org, person}, args...)...)
	return int(n), err
}

func emptyDeliveries(ctx context.Context, tx *db.Tx, org, person string) (int, error) {
	if _, err := tx.Exec(ctx, `UPDATE message_delivery SET state = 'left_out', reason = 'no_address', ended_at = $3
		WHERE org_id = $1 AND person_id = $2 AND state = 'queued' AND handed_at = 0`, org, person, tx.Now()); err != nil {
		return 0, err
	}
	n, err := tx.Exec(ctx, `UPDATE message_delivery SET address = '', address_key = '', registration_id = ''
		WHERE org_id = $1 AND person_id = $2`, org, person)
	return int(n), err
}

func repointDeliveries(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE message_delivery SET person_id = $3
		WHERE org_id = $1 AND person_id = $2 AND NOT EXISTS (SELECT 1 FROM message_delivery o
			WHERE o.org_id = $1 AND o.message_id = message_delivery.message_id AND o.person_id = $3)`, org, from, to)
	return err
}
