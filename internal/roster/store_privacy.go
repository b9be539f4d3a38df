package roster

import (
	"context"

	"koryu/internal/kit/db"
)

func listGiven(ctx context.Context, q db.Q, org, person string) ([]DossierTag, error) {
	return collect(func(s scanner) (t DossierTag, err error) {
		var at db.Instant
		err = s.Scan(&t.Name, &at)
		t.GivenAt = at.Time()
		return t, err
	})(q.Query(ctx, `SELECT t.name, p.at FROM person_tag p JOIN tag t ON t.org_id = p.org_id AND t.id = p.tag_id
		WHERE p.org_id = $1 AND p.person_id = $2 ORDER BY t.name_key`, org, person))
}

func deleteGiven(ctx context.Context, tx *db.Tx, org, person string) (int, error) {
	n, err := tx.Exec(ctx, `DELETE FROM person_tag WHERE org_id = $1 AND person_id = $2`, org, person)
	return int(n), err
}
