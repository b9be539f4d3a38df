package card

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

const introductionColumns = `i.org_id, i.id, i.once, i.by_person, i.first, i.second, i.words, i.state, i.first_yes, i.second_yes,
	i.declined_by, i.created_at, i.expires_at`

func scanIntroduction(s scanner) (i Introduction, err error) {
	err = s.Scan(&i.OrgID, &i.ID, &i.once, &i.ByID, &i.first, &i.second, &i.Words, &i.State, &i.firstYes, &i.secondYes,
		&i.declinedBy, &i.CreatedAt, &i.ExpiresAt)
	return i, err
}

// insertIntroduction gives 0 when there is one of this key, or an open one of
// these two by this person.
func insertIntroduction(ctx context.Context, tx *db.Tx, i Introduction) (int64, error) {
	return db.InsertWith(ctx, tx, "introduction", []string{"org_id", "id", "once", "by_person", "first", "second", "words", "state",
		"declined_by", "created_at", "expires_at"},
		[][]any{{i.OrgID, i.ID, i.once, i.ByID, i.first, i.second, i.Words, i.State, "", i.CreatedAt, i.ExpiresAt}}, `ON CONFLICT DO NOTHING`)
}

func findIntroductionTwin(ctx context.Context, tx *db.Tx, i Introduction) (Introduction, error) {
	return scanIntroduction(tx.QueryRow(ctx, `SELECT `+introductionColumns+` FROM introduction i
		WHERE i.org_id = $1 AND (i.once = $2 OR i.by_person = $3 AND i.first = $4 AND i.second = $5 AND i.state = 'open')
		ORDER BY CASE WHEN i.once = $2 THEN 0 ELSE 1 END LIMIT 1`, i.OrgID, i.once, i.ByID, i.first, i.second))
}

func lockIntroduction(ctx context.Context, tx *db.Tx, org, id string) (Introduction, bool, error) {
	i, err := scanIntroduction(tx.QueryRow(ctx, `SELECT `+introductionColumns+` FROM introduction i
		WHERE i.org_id = $1 AND i.id = $2`+tx.ForUpdate(), org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Introduction{}, false, nil
	}
	return i, err == nil, err
}

func updateIntroduction(ctx context.Context, tx *db.Tx, i Introduction) error {
	ended := db.Instant(0)
	if i.State != Open {
		ended = tx.Now()
	}
	_, err := tx.Exec(ctx, `UPDATE introduction SET state = $3, first_yes = $4, second_yes = $5, declined_by = $6, ended_at = $7, words = $8
		WHERE org_id = $1 AND id = $2`, i.OrgID, i.ID, i.State, i.firstYes.Null(), i.secondYes.Null(), i.declinedBy, ended.Null(), i.Words)
	return err
}

func listIntroductions(ctx context.Context, q db.Q, org, person, id string) ([]Introduction, error) {
	return collect(scanIntroduction)(q.Query(ctx, `SELECT `+introductionColumns+` FROM introduction i
		WHERE i.org_id = $1 AND (i.by_person = $2 OR i.first = $2 OR i.second = $2) AND (CAST($3 AS TEXT) = '' OR i.id = $3)
		ORDER BY i.created_at DESC, i.id DESC LIMIT 200`, org, person, id))
}
