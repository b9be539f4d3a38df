package people

import (
	"context"

	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

// replaceGrams writes the search table of the persons named by ids anew; those
// that no longer exist leave it.
func replaceGrams(ctx context.Context, tx *db.Tx, org string, ids []string, persons map[string]Person) error {
	err := inChunks(org, ids, func(marks string, args []any) error {
		_, err := tx.Exec(ctx, `DELETE FROM person_gram WHERE org_id = $1 AND person_id IN (`+marks+`)`, args...)
		return err
	})
	if err != nil {
		return err
	}
	var rows [][]any
	for _, id := range ids {
		if p, ok := persons[id]; ok {
			for _, gram := range indexGrams(p.searchParts()) {
				rows = append(rows, []any{org, gram, id})
			}
		}
	}
	return db.Insert(ctx, tx, "person_gram", []string{"org_id", "gram", "person_id"}, rows)
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
	people, err := collect(scanPerson)(q.Query(ctx, `SELECT `+personColumns+` FROM person
		WHERE org_id = $1 AND email_key = $2 AND email_key <> '' ORDER BY sort_key, id LIMIT $3`, org, key, pageSize(limit)))
	return Page{People: people}, err
}

// firstGram is the number of the first mark after those of maxWords words.
const firstGram = 6 + maxWords

// listByWords takes the persons that have all grams of all words, and of those
// the ones in whom each word really occurs: the grams may stand elsewhere or in
// another order.
func listByWords(ctx context.Context, q db.Q, org string, words []string, after string, limit int) (Page, error) {
	sortKey, id := place(after)
	limit = pageSize(limit)
	grams := queryGrams(words)
	marks, gramArgs := db.In(firstGram, grams)
	args := []any{org, sortKey, id, limit + 1, len(grams)}
	for i := range maxWords {
		args = append(args, words[min(i, len(words)-1)])
	}
	people, err := collect(scanPerson)(q.Query(ctx, `SELECT `+personColumns+` FROM person p
		JOIN (SELECT person_id FROM person_gram WHERE org_id = $1 AND gram IN (`+marks+`)
			GROUP BY person_id HAVING COUNT(*) = $5) hit ON hit.person_id = p.id
		WHERE p.org_id = $1 AND (p.sort_key, p.id) > ($2, $3)
			AND REPLACE(p.search_key, $6, '') <> p.search_key AND REPLACE(p.search_key, $7, '') <> p.search_key
			AND REPLACE(p.search_key, $8, '') <> p.search_key AND REPLACE(p.search_key, $9, '') <> p.search_key
			AND REPLACE(p.search_key, $10, '') <> p.search_key
		ORDER BY p.sort_key, p.id LIMIT $4`, append(args, gramArgs...)...))
	return pageOf(people, limit), err
}
