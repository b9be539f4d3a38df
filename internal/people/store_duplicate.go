package people

import (
	"context"

	"koryu/internal/kit/db"
)

// Duplicates lists pairs of persons of org who may be one, the older pairs
// first, each pair once: with one address, with one reading and year of birth, or
// with one telephone number. Pairs of whom staff said that they are two are left
// out. Nothing is merged by it.
func Duplicates(ctx context.Context, q db.Q, org string, limit int) ([]Duplicate, error) {
	pairs, err := collect(func(s scanner) (d Duplicate, err error) {
		err = s.Scan(&d.A.ID, &d.B.ID, &d.Reason)
		return d, err
	})(q.Query(ctx, findDuplicates, org, pageSize(limit)))
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

// findDuplicates meets each pair from one or both sides and keeps it once. The
// conditions are of the kind for which an index exists: "n.id < o.id" would lead
// SQLite to compare every person with every other.
const findDuplicates = `
	SELECT a, b, reason FROM (SELECT CASE WHEN x < y THEN x ELSE y END AS a, CASE WHEN x < y THEN y ELSE x END AS b, MIN(reason) AS reason FROM (
		SELECT n.id AS x, o.id AS y, 'email' AS reason FROM person n
			JOIN person o ON o.org_id = n.org_id AND o.email_key = n.email_key AND o.holds_email
			WHERE n.org_id = $1 AND n.email_key <> '' AND NOT n.holds_email
		UNION ALL
		SELECT n.id, o.id, 'email' FROM person n
			JOIN person o ON o.org_id = n.org_id AND o.email_key = n.email_key AND NOT o.holds_email AND o.id <> n.id
			WHERE n.org_id = $1 AND n.email_key <> '' AND NOT n.holds_email
		UNION ALL
		SELECT n.id, o.id, 'kana_age' FROM person n
			JOIN person o ON o.org_id = n.org_id AND o.kana_key = n.kana_key AND o.birth_year = n.birth_year
				AND o.birth_year <> 0 AND o.id <> n.id
			WHERE n.org_id = $1 AND n.birth_year <> 0 AND n.kana_key <> ''
		UNION ALL
		SELECT n.id, o.id, 'phone' FROM person n
			JOIN person o ON o.org_id = n.org_id AND o.phone = n.phone AND o.phone <> '' AND o.id <> n.id
			WHERE n.org_id = $1 AND n.phone <> ''
	) meet GROUP BY 1, 2) pair
	WHERE NOT EXISTS (SELECT 1 FROM person_apart two WHERE two.org_id = $1 AND two.a_id = pair.a AND two.b_id = pair.b)
	ORDER BY a, b LIMIT $2`
