package message

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

const bounceColumns = `org_id, address_key, address, source, code, delivery_id, times, first_at, last_at, cleared_at, cleared_by`

func scanBounce(row scanner) (b Bounce, err error) {
	var key string
	err = row.Scan(&b.OrgID, &key, &b.Address, &b.Source, &b.Code, &b.DeliveryID, &b.Times, &b.FirstAt, &b.LastAt, &b.ClearedAt, &b.ClearedBy)
	return b, err
}

// recordBounce notes an address as dead, also one that staff had cleared.
func recordBounce(ctx context.Context, tx *db.Tx, b Bounce) error {
	_, err := db.InsertWith(ctx, tx, "bounce", []string{"org_id", "address_key", "address", "source", "code", "delivery_id", "times",
		"first_at", "last_at", "cleared_at", "cleared_by"},
		[][]any{{b.OrgID, addressKey(b.Address), b.Address, string(b.Source), b.Code, b.DeliveryID, 1, tx.Now(), tx.Now(), 0, ""}},
		`ON CONFLICT (org_id, address_key) DO UPDATE SET address = excluded.address, source = excluded.source, code = excluded.code,
			delivery_id = excluded.delivery_id, times = bounce.times + 1, last_at = excluded.last_at, cleared_at = 0, cleared_by = ''`)
	return err
}

func clearBounce(ctx context.Context, tx *db.Tx, org, key, by string) (int64, error) {
	return tx.Exec(ctx, `UPDATE bounce SET cleared_at = $3, cleared_by = $4
		WHERE org_id = $1 AND address_key = $2 AND cleared_at = 0`, org, key, tx.Now(), by)
}

func findBounce(ctx context.Context, q db.Q, org, key string) (Bounce, bool, error) {
	b, err := scanBounce(q.QueryRow(ctx, `SELECT `+bounceColumns+` FROM bounce WHERE org_id = $1 AND address_key = $2`, org, key))
	if errors.Is(err, sql.ErrNoRows) {
		return b, false, nil
	}
	return b, err == nil, err
}

// listBounces gives the addresses that are kept out, the latest first.
func listBounces(ctx context.Context, q db.Q, org string, limit int) ([]Bounce, error) {
	return collect(scanBounce)(q.Query(ctx, `SELECT `+bounceColumns+` FROM bounce
		WHERE org_id = $1 AND cleared_at = 0 ORDER BY last_at DESC, address_key LIMIT $2`, org, limit))
}

func countBounces(ctx context.Context, q db.Q, org string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM bounce WHERE org_id = $1 AND cleared_at = 0`, org).Scan(&n)
	return n, err
}

// deadAddresses gives those of keys that are kept out.
func deadAddresses(ctx context.Context, q db.Q, org string, keys []string) (map[string]bool, error) {
	return inChunks(keys, func(part []string) ([]string, error) {
		marks, args := db.In(2, part)
		return collect(scanID)(q.Query(ctx, `SELECT address_key FROM bounce
			WHERE org_id = $1 AND cleared_at = 0 AND address_key IN (`+marks+`)`, append([]any{org}, args...)...))
	})
}
