package roster

import (
	"context"
	"slices"

	"koryu/internal/kit/db"
)

// tagsOf gives the tags of persons by name; who has none is missing.
func tagsOf(ctx context.Context, q db.Q, org string, ids []string) (map[string][]Tag, error) {
	all := map[string][]Tag{}
	for part := range slices.Chunk(ids, chunk) {
		marks, args := db.In(2, part)
		_, err := collect(func(s scanner) (t Tag, err error) {
			var person string
			err = s.Scan(&person, &t.OrgID, &t.ID, &t.Name, &t.CreatedAt)
			all[person] = append(all[person], t)
			return t, err
		})(q.Query(ctx, `SELECT p.person_id, t.org_id, t.id, t.name, t.created_at FROM person_tag p
			JOIN tag t ON t.org_id = p.org_id AND t.id = p.tag_id
			WHERE p.org_id = $1 AND p.person_id IN (`+marks+`) ORDER BY t.name_key`, append([]any{org}, args...)...))
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func moveTags(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `INSERT INTO person_tag (org_id, tag_id, person_id, by_whom, at)
		SELECT org_id, tag_id, $3, by_whom, at FROM person_tag WHERE org_id = $1 AND person_id = $2
		ON CONFLICT (org_id, tag_id, person_id) DO NOTHING`, org, from, to)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM person_tag WHERE org_id = $1 AND person_id = $2`, org, from)
	return err
}
