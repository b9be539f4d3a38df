package people

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

// lockPair locks the rows of two persons in one order, so that two who merge
// the same pair wait for each other, and tells whether one of them is being
// erased.
func lockPair(ctx context.Context, tx *db.Tx, org, one, other string) (found map[string]Person, closing bool, err error) {
	found = map[string]Person{}
	_, err = collect(func(s scanner) (p Person, err error) {
		var closingAt, erasedAt int64
		err = s.Scan(&p.OrgID, &p.ID, &p.Family, &p.Given, &p.KanaFamily, &p.KanaGiven, &p.Email, &p.Lang, &p.BirthYear,
			&p.Affiliation, &p.Phone, &p.Version, &p.CreatedAt, &p.UpdatedAt, &closingAt, &erasedAt)
		closing = closing || closingAt != 0 || erasedAt != 0
		found[p.ID] = p
		return p, err
	})(tx.Query(ctx, `SELECT `+personColumns+`, closing_at, erased_at FROM person
		WHERE org_id = $1 AND id IN ($2, $3) ORDER BY id`+tx.ForUpdate(), org, one, other))
	return found, closing, err
}

// letGoOfEmail lets the address stand for nobody until the merge, or its undoing,
// gives it away anew.
func letGoOfEmail(ctx context.Context, tx *db.Tx, org, id string) error {
	_, err := tx.Exec(ctx, `UPDATE person SET holds_email = FALSE WHERE org_id = $1 AND id = $2`, org, id)
	return err
}

func retractTwins(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE participation SET retracted_at = $4, retracted_by = $5, retract_reason = $5
		WHERE org_id = $1 AND person_id = $2 AND retracted_at IS NULL AND EXISTS (SELECT 1 FROM participation o
			WHERE o.org_id = $1 AND o.person_id = $3 AND o.kind = participation.kind
				AND o.occasion_kind = participation.occasion_kind AND o.occasion_id = participation.occasion_id
				AND o.series = participation.series AND o.retracted_at IS NULL)`, org, from, to, tx.Now(), mergeMark)
	return err
}

func moveFacts(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE participation SET person_id = $3 WHERE org_id = $1 AND person_id = $2`, org, from, to)
	return err
}

// endWithdrawn ends the consents of either person that the other withdrew after
// they were given.
func endWithdrawn(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE consent SET revoked_at = $4, revoked_by = $5
		WHERE org_id = $1 AND person_id IN ($2, $3) AND revoked_at IS NULL AND EXISTS (SELECT 1 FROM consent o
			WHERE o.org_id = $1 AND o.person_id IN ($2, $3) AND o.person_id <> consent.person_id AND o.code = consent.code
				AND o.scope = consent.scope AND o.revoked_at > consent.given_at AND o.revoked_by <> $5)`,
		org, from, to, tx.Now(), mergeMark)
	return err
}

func endTwins(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE consent SET revoked_at = $4, revoked_by = $5
		WHERE org_id = $1 AND person_id = $2 AND revoked_at IS NULL AND EXISTS (SELECT 1 FROM consent o
			WHERE o.org_id = $1 AND o.person_id = $3 AND o.code = consent.code AND o.scope = consent.scope
				AND o.recipient = consent.recipient AND o.text_version = consent.text_version AND o.revoked_at IS NULL)`,
		org, from, to, tx.Now(), mergeMark)
	return err
}

func moveConsents(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE consent SET person_id = $3 WHERE org_id = $1 AND person_id = $2`, org, from, to)
	return err
}

func moveNotes(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE person_note SET person_id = $3 WHERE org_id = $1 AND person_id = $2`, org, from, to)
	return err
}

// moveApart keeps what staff said about the one who is gone: whoever is not that
// person is not the other either.
func moveApart(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `INSERT INTO person_apart (org_id, a_id, b_id, by_whom, at)
		SELECT org_id, CASE WHEN x < $3 THEN x ELSE $3 END, CASE WHEN x < $3 THEN $3 ELSE x END, by_whom, at
		FROM (SELECT org_id, CASE WHEN a_id = $2 THEN b_id ELSE a_id END AS x, by_whom, at FROM person_apart
			WHERE org_id = $1 AND (a_id = $2 OR b_id = $2)) other
		WHERE org_id = $1 AND x <> $3
		ON CONFLICT (org_id, a_id, b_id) DO NOTHING`, org, from, to)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM person_apart WHERE org_id = $1 AND (a_id = $2 OR b_id = $2)`, org, from)
	return err
}

func deletePerson(ctx context.Context, tx *db.Tx, org, id string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM person_gram WHERE org_id = $1 AND person_id = $2`, org, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM person WHERE org_id = $1 AND id = $2`, org, id)
	return err
}

func insertMerge(ctx context.Context, tx *db.Tx, r Merged) error {
	_, err := tx.Exec(ctx, `INSERT INTO person_merge (org_id, id, gone_id, into_id, reason, by_whom, at, kept)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, r.OrgID, r.ID, r.Gone, r.Into, r.Reason, r.By, r.At, r.keptTogether)
	return err
}

const mergeColumns = `org_id, id, gone_id, into_id, reason, by_whom, at, undone_at`

func scanMerge(s scanner) (r Merged, err error) {
	err = s.Scan(&r.OrgID, &r.ID, &r.Gone, &r.Into, &r.Reason, &r.By, &r.At, &r.UndoneAt, &r.CanTakeBack)
	return r, err
}

// lockMerge reads a merge with what was kept.
func lockMerge(ctx context.Context, tx *db.Tx, org, id string) (r Merged, err error) {
	err = tx.QueryRow(ctx, `SELECT `+mergeColumns+`, kept FROM person_merge WHERE org_id = $1 AND id = $2`+tx.ForUpdate(), org, id).
		Scan(&r.OrgID, &r.ID, &r.Gone, &r.Into, &r.Reason, &r.By, &r.At, &r.UndoneAt, &r.keptTogether)
	return r, err
}

// laterMerge tells whether one of the two took part in another merge since.
func laterMerge(ctx context.Context, tx *db.Tx, r Merged) (later bool, err error) {
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM person_merge WHERE org_id = $1 AND undone_at = 0 AND id <> $2
		AND (gone_id = $3 OR into_id = $3 AND at >= $4))`, r.OrgID, r.ID, r.Into, r.At).Scan(&later)
	return later, err
}

func endMerge(ctx context.Context, tx *db.Tx, r Merged, by string) error {
	_, err := tx.Exec(ctx, `UPDATE person_merge SET undone_at = $3, undone_by = $4, kept = '' WHERE org_id = $1 AND id = $2`,
		r.OrgID, r.ID, tx.Now(), by)
	return err
}

// renew lets the one who is back be indexed anew, and forms that show either
// person be out of date.
func renew(ctx context.Context, tx *db.Tx, org, gone string, ids []string) error {
	if _, err := tx.Exec(ctx, `UPDATE person SET indexed_key = '' WHERE org_id = $1 AND id = $2`, org, gone); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE person SET version = version + 2, updated_at = $4 WHERE org_id = $1 AND id IN ($2, $3)`,
		org, ids[0], ids[1], tx.Now())
	return err
}

// MergedInto gives the person whom a person who is gone became part of, over as
// many merges as there were, and fails with not found when there was none.
func MergedInto(ctx context.Context, q db.Q, org, gone string) (string, error) {
	found := ""
	for range 50 { // nobody is merged more often than that
		var into string
		err := q.QueryRow(ctx, `SELECT into_id FROM person_merge WHERE org_id = $1 AND gone_id = $2 AND undone_at = 0`, org, gone).Scan(&into)
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return "", err
		}
		found, gone = into, into
	}
	if found == "" {
		return "", errUnknown
	}
	return found, nil
}

// Merges lists the merges into a person, the newest first.
func Merges(ctx context.Context, q db.Q, org, into string) ([]Merged, error) {
	return collect(scanMerge)(q.Query(ctx, `SELECT `+mergeColumns+`, kept <> '' FROM person_merge
		WHERE org_id = $1 AND into_id = $2 AND undone_at = 0 ORDER BY at DESC, id DESC`, org, into))
}

// ForgetMerges empties what was kept for the way back from the merges of which
// a person came about, and gives the number of records.
func ForgetMerges(ctx context.Context, tx *db.Tx, org, person string) (int, error) {
	total := 0
	for ids := []string{person}; len(ids) > 0; {
		id := ids[0]
		ids = ids[1:]
		gone, err := collect(func(s scanner) (id string, err error) { return id, s.Scan(&id) })(tx.Query(ctx,
			`SELECT gone_id FROM person_merge WHERE org_id = $1 AND into_id = $2 AND undone_at = 0`, org, id))
		if err != nil {
			return total, err
		}
		ids = append(ids, gone...)
		n, err := tx.Exec(ctx, `UPDATE person_merge SET kept = '', reason = ''
			WHERE org_id = $1 AND (into_id = $2 OR gone_id = $2) AND (kept <> '' OR reason <> '')`, org, id)
		if err != nil {
			return total, err
		}
		total += int(n)
	}
	return total, nil
}

// ForgetMerge empties what was kept for the way back from one merge.
func ForgetMerge(ctx context.Context, tx *db.Tx, org, id string) error {
	_, err := tx.Exec(ctx, `UPDATE person_merge SET kept = '' WHERE org_id = $1 AND id = $2`, org, id)
	return err
}
