package profile

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

func insertPhoto(ctx context.Context, tx *db.Tx, org string, m PhotoFile) error {
	_, err := tx.Exec(ctx, `INSERT INTO profile_photo (org_id, id, person_id, media_type, width, height, data, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, org, m.ID, m.PersonID, m.Type, m.Width, m.Height, m.Data, tx.Now())
	return err
}

func deletePhotos(ctx context.Context, tx *db.Tx, org, person string) error {
	_, err := tx.Exec(ctx, `DELETE FROM profile_photo WHERE org_id = $1 AND person_id = $2`, org, person)
	return err
}

func findPhoto(ctx context.Context, q db.Q, org, id string) (m PhotoFile, err error) {
	err = q.QueryRow(ctx, `SELECT id, person_id, media_type, width, height, data FROM profile_photo WHERE org_id = $1 AND id = $2`,
		org, id).Scan(&m.ID, &m.PersonID, &m.Type, &m.Width, &m.Height, &m.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return m, errNoPhoto
	}
	return m, err
}
