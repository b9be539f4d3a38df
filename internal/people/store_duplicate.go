package people

import (
	"context"

	"koryu/internal/kit/db"
)

// Duplicates lists pairs of persons of org who may be one, the older pairs
// first, each pair once: with one address, or with one reading and year of
// birth. Nothing is merged by it.
func Duplicates(ctx context.Context, q db.Q, org string, limit int) ([]Duplicate, error) {
	pairs, err := collect(func(s scanner) (d Duplicate, err error) {
		err = s.Scan(&d.A.ID, &d.B.ID, &d.Reason)
		return d, err
	})(q.Query(ctx, `SELECT a, b, MIN(reason) FROM (
			SELECT CASE WHEN n.id < h.id THEN n.id ELSE h.id END AS a, CASE WHEN n.id < h.id THEN h.id ELSE n.id END AS b,
					'email' AS reason FROM person n
				JOIN person h ON h.org_id = n.org_id AND h.email_key = n.email_key AND h.holds_email
				WHERE n.org_id = $1 AND n.email_key <> '' AND NOT n.holds_email
			UNION ALL
			SELECT n.id, o.id, 'email' FROM person n
				JOIN person o ON o.org_id = n.org_id AND o.email_key = n.email_key AND NOT o.holds_email AND o.id > n.id
				WHERE n.org_id = $1 AND n.email_key <> '' AND NOT n.holds_email
			UNION ALL
			SELECT a.id, b.id, 'kana_age' FROM person a
				JOIN person b ON b.org_id = a.org_id AND b.kana_key = a.kana_key AND b.birth_year = a.birth_year
					AND b.birth_year <> 0 AND b.id > a.id
				WHERE a.org_id = $1 AND a.birth_year <> 0 AND a.kana_key <> ''
		) pair GROUP BY a, b ORDER BY a, b LIMIT $2`, org, pageSize(limit)))
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, 2*len(pairs))
	for _, d := range pairs {
		ids = append(ids, d.A.ID, d.B.ID)
	}
	persons, err := FindMany(ctx, q, org, ids)
	for i, d := range pairs {
		pairs[i].A, pairs[i].B = persons[d.A.ID], persons[d.B.ID]
	}
	return pairs, err
}
