package people

import (
	"context"

	"koryu/internal/kit/db"
)

func insertApart(ctx context.Context, tx *db.Tx, org, a, b, by string) (int64, error) {
	return tx.Exec(ctx, `INSERT INTO person_apart (org_id, a_id, b_id, by_whom, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (org_id, a_id, b_id) DO NOTHING`, org, a, b, by, tx.Now())
}

func deleteApart(ctx context.Context, tx *db.Tx, org, a, b string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM person_apart WHERE org_id = $1 AND a_id = $2 AND b_id = $3`, org, a, b)
}

func listApart(ctx context.Context, q db.Q, org string, limit int) ([]Pair, error) {
	return collect(func(s scanner) (p Pair, err error) {
		err = s.Scan(&p.A.ID, &p.B.ID, &p.By, &p.At)
		return p, err
	})(q.Query(ctx, `SELECT a_id, b_id, by_whom, at FROM person_apart WHERE org_id = $1 ORDER BY at DESC, a_id, b_id LIMIT $2`, org, limit))
}
