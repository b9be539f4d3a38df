package people

import (
	"context"
	"unicode/utf8"

	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

// indexed is what the search table holds of a person and should hold.
type indexed struct{ id, searchKey, indexedKey string }

// lockStale locks those of the persons whose search table is behind.
func lockStale(ctx context.Context, tx *db.Tx, org string, ids []string) ([]indexed, error) {
	marks, args := db.In(2, ids)
	return collect(func(s scanner) (p indexed, err error) {
		err = s.Scan(&p.id, &p.searchKey, &p.indexedKey)
		return p, err
	})(tx.Query(ctx, `SELECT id, search_key, indexed_key FROM person
		WHERE org_id = $1 AND id IN (`+marks+`) AND search_key <> indexed_key ORDER BY id`+tx.ForUpdate(),
		append([]any{org}, args...)...))
}

func markIndexed(ctx context.Context, tx *db.Tx, org string, done []indexed) error {
	ids := make([]string, len(done))
	for i, p := range done {
		ids[i] = p.id
	}
	marks, args := db.In(2, ids)
	_, err := tx.Exec(ctx, `UPDATE person SET indexed_key = search_key WHERE org_id = $1 AND id IN (`+marks+`)`,
		append([]any{org}, args...)...)
	return err
}

func insertGrams(ctx context.Context, tx *db.Tx, rows [][]any) error {
	_, err := db.InsertWith(ctx, tx, "person_gram", []string{"org_id", "gram", "person_id"}, rows,
		`ON CONFLICT (org_id, gram, person_id) DO NOTHING`)
	return err
}

func deleteGrams(ctx context.Context, tx *db.Tx, org, personID string, grams []string) error {
	if len(grams) == 0 {
		return nil
	}
	marks, args := db.In(3, grams)
	_, err := tx.Exec(ctx, `DELETE FROM person_gram WHERE org_id = $1 AND person_id = $2 AND gram IN (`+marks+`)`,
		append([]any{org, personID}, args...)...)
	return err
}

// Search lists the persons of org that match every word of query, in the order
// and pages of [List]. A word matches inside the name, the reading, or the part
// of the e-mail address before the @, in any kana and in old or new character
// forms. A query that is a whole e-mail address matches those who have it, and
// an empty one everybody.
func Search(ctx context.Context, q db.Q, org, query, after string, limit int) (Page, error) {
	if key, ok := text.Email(query); ok {
		return listByEmail(ctx, q, org, key, limit)
	}
	words := SearchWords(query)
	if len(words) == 0 {
		return List(ctx, q, org, after, limit)
	}
	return listByWords(ctx, q, org, words, after, limit)
}

func listByEmail(ctx context.Context, q db.Q, org, key string, limit int) (Page, error) {
	people, err := collect(scanPerson)(q.Query(ctx, `SELECT `+personColumns+`
		FROM (SELECT id AS person_id FROM person WHERE org_id = $1 AND email_key = $2 AND holds_email
			UNION ALL SELECT id FROM person WHERE org_id = $1 AND email_key = $2 AND NOT holds_email) offer
		CROSS JOIN person p
		WHERE p.org_id = $1 AND p.id = offer.person_id
		ORDER BY p.sort_key, p.id LIMIT $3`, org, key, pageSize(limit)))
	return Page{People: people}, err
}

// listByWords takes the persons whom the search table offers, and of those the
// ones in whom each word really occurs: the grams may stand elsewhere or in
// another order. CROSS JOIN keeps SQLite, which has no statistics, from walking
// through all persons first.
func listByWords(ctx context.Context, q db.Q, org string, words []string, after string, limit int) (Page, error) {
	sortKey, id := place(after)
	limit = pageSize(limit)
	args := []any{org, sortKey, id, limit + 1}
	for i := range maxWords {
		args = append(args, words[min(i, len(words)-1)])
	}
	offer, more := offered(words)
	people, err := collect(scanPerson)(q.Query(ctx, `SELECT `+personColumns+`
		FROM (`+offer+`) offer CROSS JOIN person p
		WHERE p.org_id = $1 AND p.id = offer.person_id AND (p.sort_key, p.id) > ($2, $3)
			AND REPLACE(p.search_key, $5, '') <> p.search_key AND REPLACE(p.search_key, $6, '') <> p.search_key
			AND REPLACE(p.search_key, $7, '') <> p.search_key AND REPLACE(p.search_key, $8, '') <> p.search_key
			AND REPLACE(p.search_key, $9, '') <> p.search_key
		ORDER BY p.sort_key, p.id LIMIT $4`, append(args, more...)...))
	return pageOf(people, limit), err
}

// offered is the part of a search that asks the search table: for all grams of
// the words, or for the grams that begin with the letter when there are only
// single letters. Its marks begin at $10.
func offered(words []string) (query string, args []any) {
	grams := queryGrams(words)
	if len(grams) == 0 {
		return `SELECT DISTINCT person_id FROM person_gram WHERE org_id = $1 AND gram >= $10 AND gram < $11`,
			[]any{words[0], words[0] + string(utf8.MaxRune)}
	}
	marks, args := db.In(11, grams)
	return `SELECT person_id FROM person_gram WHERE org_id = $1 AND gram IN (` + marks + `)
		GROUP BY person_id HAVING COUNT(*) = $10`, append([]any{len(grams)}, args...)
}
