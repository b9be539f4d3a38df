package people

import (
	"context"

	"koryu/internal/kit/db"
)

// ListNotes lists the notes about a person, the newest first.
func ListNotes(ctx context.Context, q db.Q, org, personID string) ([]Note, error) {
	return collect(func(s scanner) (n Note, err error) {
		err = s.Scan(&n.OrgID, &n.ID, &n.PersonID, &n.Body, &n.Author, &n.AuthorID, &n.CreatedAt)
		return n, err
	})(q.Query(ctx, `SELECT org_id, id, person_id, body, author, author_id, created_at FROM person_note
		WHERE org_id = $1 AND person_id = $2 ORDER BY created_at DESC, id DESC`, org, personID))
}

func insertNote(ctx context.Context, tx *db.Tx, n Note) error {
	_, err := tx.Exec(ctx, `INSERT INTO person_note (org_id, id, person_id, body, author, author_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, n.OrgID, n.ID, n.PersonID, n.Body, n.Author, n.AuthorID, n.CreatedAt)
	return err
}

func deleteNote(ctx context.Context, tx *db.Tx, org, personID, id string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM person_note WHERE org_id = $1 AND person_id = $2 AND id = $3`, org, personID, id)
}
