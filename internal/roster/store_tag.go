package roster

import (
	"context"
	"database/sql"
	"errors"
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

func listTags(ctx context.Context, q db.Q, org string) ([]Tag, error) {
	return collect(func(s scanner) (t Tag, err error) {
		err = s.Scan(&t.OrgID, &t.ID, &t.Name, &t.CreatedAt, &t.People)
		return t, err
	})(q.Query(ctx, `SELECT t.org_id, t.id, t.name, t.created_at,
			(SELECT COUNT(*) FROM person_tag p WHERE p.org_id = t.org_id AND p.tag_id = t.id)
		FROM tag t WHERE t.org_id = $1 ORDER BY t.name_key`, org))
}

func findTag(ctx context.Context, q db.Q, org, id string) (Tag, error) {
	t := Tag{OrgID: org, ID: id}
	err := q.QueryRow(ctx, `SELECT name, created_at FROM tag WHERE org_id = $1 AND id = $2`, org, id).Scan(&t.Name, &t.CreatedAt)
	if errors.Is(err, sql.ErrNoRows) {
		err = errTagUnknown
	}
	return t, err
}

// ensureTag finds the tag with a name, however its letters are written, or adds
// it.
func ensureTag(ctx context.Context, tx *db.Tx, org, name string) (Tag, error) {
	key := nameKey(name)
	var n int
	if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM tag WHERE org_id = $1 AND name_key <> $2`, org, key).Scan(&n); err != nil {
		return Tag{}, err
	}
	if n >= maxTags {
		return Tag{}, errTooManyTags
	}
	_, err := tx.Exec(ctx, `INSERT INTO tag (org_id, id, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (org_id, name_key) DO NOTHING`, org, tx.NewID(), name, key, tx.Now())
	if err != nil {
		return Tag{}, err
	}
	t := Tag{OrgID: org}
	err = tx.QueryRow(ctx, `SELECT id, name, created_at FROM tag WHERE org_id = $1 AND name_key = $2`, org, key).Scan(&t.ID, &t.Name, &t.CreatedAt)
	return t, err
}

func countKnown(ctx context.Context, q db.Q, org string, ids []string) (int, error) {
	total := 0
	for part := range slices.Chunk(ids, chunk) {
		marks, args := db.In(2, part)
		var n int
		if err := q.QueryRow(ctx, `SELECT COUNT(*) FROM person WHERE org_id = $1 AND id IN (`+marks+`)`,
			append([]any{org}, args...)...).Scan(&n); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// setTag gives the tag to persons or takes it, and returns those who did not
// have it, or had it.
func setTag(ctx context.Context, tx *db.Tx, org, tag string, persons []string, add bool, by string) ([]string, error) {
	has := map[string]bool{}
	for part := range slices.Chunk(persons, chunk) {
		marks, args := db.In(3, part)
		found, err := collect(scanText)(tx.Query(ctx, `SELECT person_id FROM person_tag WHERE org_id = $1 AND tag_id = $2 AND person_id IN (`+marks+`)`,
			append([]any{org, tag}, args...)...))
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			has[id] = true
		}
	}
	changed := slices.DeleteFunc(slices.Clone(persons), func(id string) bool { return has[id] == add })
	if add {
		rows := make([][]any, len(changed))
		for i, id := range changed {
			rows[i] = []any{org, tag, id, by, tx.Now()}
		}
		_, err := db.InsertWith(ctx, tx, "person_tag", []string{"org_id", "tag_id", "person_id", "by_whom", "at"}, rows,
			`ON CONFLICT (org_id, tag_id, person_id) DO NOTHING`)
		return changed, err
	}
	for part := range slices.Chunk(changed, chunk) {
		marks, args := db.In(3, part)
		if _, err := tx.Exec(ctx, `DELETE FROM person_tag WHERE org_id = $1 AND tag_id = $2 AND person_id IN (`+marks+`)`,
			append([]any{org, tag}, args...)...); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func insertAct(ctx context.Context, tx *db.Tx, org string, a TagAct, persons, by string) error {
	_, err := tx.Exec(ctx, `INSERT INTO tag_act (org_id, id, tag_id, added, persons, by_whom, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		org, a.ID, a.Tag.ID, a.Added, persons, by, tx.Now())
	return err
}

// endAct marks an act as undone and gives the persons whom it changed.
func endAct(ctx context.Context, tx *db.Tx, org, id string) (a TagAct, persons string, err error) {
	var undone db.Instant
	a.ID = id
	err = tx.QueryRow(ctx, `SELECT tag_id, added, persons, undone_at FROM tag_act WHERE org_id = $1 AND id = $2`+tx.ForUpdate(), org, id).
		Scan(&a.Tag.ID, &a.Added, &persons, &undone)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return a, "", errTagUnknown
	case err != nil:
		return a, "", err
	case !undone.IsZero():
		return a, "", errUndone
	}
	if a.Tag, err = findTag(ctx, tx, org, a.Tag.ID); err != nil {
		return a, "", err
	}
	_, err = tx.Exec(ctx, `UPDATE tag_act SET undone_at = $3, persons = '' WHERE org_id = $1 AND id = $2`, org, id, tx.Now())
	return a, persons, err
}

// deleteTag gives the number of persons who had it.
func deleteTag(ctx context.Context, tx *db.Tx, org, id string) (int64, error) {
	if _, err := tx.Exec(ctx, `DELETE FROM tag_act WHERE org_id = $1 AND tag_id = $2`, org, id); err != nil {
		return 0, err
	}
	n, err := tx.Exec(ctx, `DELETE FROM person_tag WHERE org_id = $1 AND tag_id = $2`, org, id)
	if err != nil {
		return 0, err
	}
	gone, err := tx.Exec(ctx, `DELETE FROM tag WHERE org_id = $1 AND id = $2`, org, id)
	if err == nil && gone == 0 {
		err = errTagUnknown
	}
	return n, err
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
