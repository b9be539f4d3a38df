package people

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

func deleteNotes(ctx context.Context, tx *db.Tx, org, person string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM person_note WHERE org_id = $1 AND person_id = $2`, org, person)
}

func deleteConsents(ctx context.Context, tx *db.Tx, org, person string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM consent WHERE org_id = $1 AND person_id = $2`, org, person)
}

func deleteAllGrams(ctx context.Context, tx *db.Tx, org, person string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM person_gram WHERE org_id = $1 AND person_id = $2`, org, person)
}

// emptyFacts takes from the facts what somebody wrote about the person.
func emptyFacts(ctx context.Context, tx *db.Tx, org, person string) (int64, error) {
	return tx.Exec(ctx, `UPDATE participation SET retract_reason = '' WHERE org_id = $1 AND person_id = $2`, org, person)
}

func emptyPerson(ctx context.Context, tx *db.Tx, p Person, now db.Instant) error {
	_, err := tx.Exec(ctx, `UPDATE person
		SET family = $3, given = '', kana_family = '', kana_given = '', email = '', email_key = '', holds_email = FALSE,
			lang = $4, birth_year = 0, affiliation = '', phone = '', sort_key = '', kana_key = '', search_key = '',
			indexed_key = '', initial = $5, version = version + 1, updated_at = $6, closing_at = 0, erased_at = $6
		WHERE org_id = $1 AND id = $2`, p.OrgID, p.ID, p.Family, string(p.Lang), p.Initial(), now)
	return err
}

func setClosing(ctx context.Context, tx *db.Tx, org, person string, at db.Instant) error {
	n, err := tx.Exec(ctx, `UPDATE person SET closing_at = $3 WHERE org_id = $1 AND id = $2 AND erased_at = 0`, org, person, at)
	if err == nil && n == 0 {
		return errUnknown
	}
	return err
}

// closedAmong reads by the marks and arguments of inChunks.
func closedAmong(ctx context.Context, q db.Q, marks string, args []any) ([]string, error) {
	return collect(func(s scanner) (id string, err error) { return id, s.Scan(&id) })(
		q.Query(ctx, `SELECT id FROM person
			WHERE org_id = $1 AND id IN (`+marks+`) AND (closing_at <> 0 OR erased_at <> 0)`, args...))
}

func isErased(ctx context.Context, q db.Q, org, person string) (bool, error) {
	var at db.Instant
	err := q.QueryRow(ctx, `SELECT erased_at FROM person WHERE org_id = $1 AND id = $2`, org, person).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return false, errUnknown
	}
	return at != 0, err
}
