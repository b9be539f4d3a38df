package profile

import (
	"context"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// hiddenSince lists who has a profile without a live consent h, the last of
// which ended before an instant; who never gave one has none to wait for.
func hiddenSince(ctx context.Context, q db.Q, org string, before db.Instant, limit int) ([]string, error) {
	return collect(func(s scanner) (id string, err error) { return id, s.Scan(&id) })(q.Query(ctx, `SELECT person_id FROM profile p
		WHERE org_id = $1 AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.org_id = $1 AND c.person_id = p.person_id AND c.code = $2
			AND (c.revoked_at IS NULL OR c.revoked_at > $3))
		ORDER BY person_id LIMIT $4`, org, string(people.ConsentFollowUp), before, limit))
}

// deleteAll deletes what is stored of the person, and says how many rows of
// which table went.
func deleteAll(ctx context.Context, tx *db.Tx, org, person string) ([]people.Erased, error) {
	var all []people.Erased
	for _, d := range []struct{ table, query string }{
		{"profile_photo", `DELETE FROM profile_photo WHERE org_id = $1 AND person_id = $2`},
		{"profile_choice", `DELETE FROM profile_choice WHERE org_id = $1 AND person_id = $2`},
		{"profile_skill", `DELETE FROM profile_skill WHERE org_id = $1 AND person_id = $2`},
		{"profile", `DELETE FROM profile WHERE org_id = $1 AND person_id = $2`},
	} {
		n, err := tx.Exec(ctx, d.query, org, person)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			all = append(all, people.Erased{Table: d.table, Rows: int(n)})
		}
	}
	return all, nil
}

// photosOf lists the photos that are stored of the person.
func photosOf(ctx context.Context, q db.Q, org, person string) ([]PhotoFile, error) {
	return collect(func(s scanner) (m PhotoFile, err error) {
		return m, s.Scan(&m.ID, &m.PersonID, &m.Type, &m.Width, &m.Height, &m.Data)
	})(q.Query(ctx, `SELECT id, person_id, media_type, width, height, data FROM profile_photo
		WHERE org_id = $1 AND person_id = $2 ORDER BY id`, org, person))
}

// move hands the rows of a person to another, who has none.
func move(ctx context.Context, tx *db.Tx, org, from, to string) error {
	for _, query := range []string{
		`UPDATE profile SET person_id = $3, version = version + 1 WHERE org_id = $1 AND person_id = $2`,
		`UPDATE profile_photo SET person_id = $3 WHERE org_id = $1 AND person_id = $2`,
		`UPDATE profile_skill SET person_id = $3 WHERE org_id = $1 AND person_id = $2`,
		`UPDATE profile_choice SET person_id = $3 WHERE org_id = $1 AND person_id = $2`,
	} {
		if _, err := tx.Exec(ctx, query, org, from, to); err != nil {
			return err
		}
	}
	return nil
}
