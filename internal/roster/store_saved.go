package roster

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

const savedColumns = `org_id, id, name, query, created_at`

func scanSaved(s scanner) (one Saved, err error) {
	var query string
	err = s.Scan(&one.OrgID, &one.ID, &one.Name, &query, &one.CreatedAt)
	one.Filter = parseQuery(query)
	return one, err
}

func listSaved(ctx context.Context, q db.Q, org string) ([]Saved, error) {
	return collect(scanSaved)(q.Query(ctx, `SELECT `+savedColumns+` FROM saved_filter WHERE org_id = $1 ORDER BY name_key`, org))
}

func findSaved(ctx context.Context, q db.Q, org, id string) (Saved, error) {
	one, err := scanSaved(q.QueryRow(ctx, `SELECT `+savedColumns+` FROM saved_filter WHERE org_id = $1 AND id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = errSavedUnknown
	}
	return one, err
}

// insertSaved adds a filter unless its name is taken.
func insertSaved(ctx context.Context, tx *db.Tx, one Saved, key, by string) (int64, error) {
	return tx.Exec(ctx, `INSERT INTO saved_filter (org_id, id, name, name_key, query, by_whom, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (org_id, name_key) DO NOTHING`,
		one.OrgID, one.ID, one.Name, key, one.Filter.Encode().Encode(), by, one.CreatedAt)
}

func deleteSaved(ctx context.Context, tx *db.Tx, org, id string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM saved_filter WHERE org_id = $1 AND id = $2`, org, id)
}
