package people

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"koryu/internal/kit/db"
)

const personColumns = `org_id, id, family, given, kana_family, kana_given, email, lang, birth_year, affiliation, phone,
	version, created_at, updated_at`

type scanner interface{ Scan(dest ...any) error }

func scanPerson(s scanner) (p Person, err error) {
	err = s.Scan(&p.OrgID, &p.ID, &p.Family, &p.Given, &p.KanaFamily, &p.KanaGiven, &p.Email, &p.Lang, &p.BirthYear,
		&p.Affiliation, &p.Phone, &p.Version, &p.CreatedAt, &p.UpdatedAt)
	return p, err
}

// Find fails with not found when org has no such person.
func Find(ctx context.Context, q db.Q, org, id string) (Person, error) {
	p, err := scanPerson(q.QueryRow(ctx, `SELECT `+personColumns+` FROM person WHERE org_id = $1 AND id = $2`, org, id))
	return p, orUnknown(err)
}

// FindByEmail finds the person of org whom the address stands for, and fails
// with not found when there is none.
func FindByEmail(ctx context.Context, q db.Q, org, email string) (Person, error) {
	key := Person{Email: email}.emailKey()
	p, err := scanPerson(q.QueryRow(ctx, `SELECT `+personColumns+` FROM person
		WHERE org_id = $1 AND email_key = $2 AND holds_email`, org, key))
	return p, orUnknown(err)
}

// FindMany finds persons of org by id; those that do not exist are missing from
// the answer.
func FindMany(ctx context.Context, q db.Q, org string, ids []string) (map[string]Person, error) {
	found := make(map[string]Person, len(ids))
	err := inChunks(org, ids, func(marks string, args []any) error {
		people, err := collect(scanPerson)(q.Query(ctx, `SELECT `+personColumns+` FROM person
			WHERE org_id = $1 AND id IN (`+marks+`)`, args...))
		for _, p := range people {
			found[p.ID] = p
		}
		return err
	})
	return found, err
}

// findHolders finds by comparison key the persons whom addresses stand for.
func findHolders(ctx context.Context, q db.Q, org string, keys []string) (map[string]Person, error) {
	found := make(map[string]Person, len(keys))
	err := inChunks(org, keys, func(marks string, args []any) error {
		people, err := collect(scanPerson)(q.Query(ctx, `SELECT `+personColumns+` FROM person
			WHERE org_id = $1 AND email_key IN (`+marks+`) AND holds_email`, args...))
		for _, p := range people {
			found[p.emailKey()] = p
		}
		return err
	})
	return found, err
}

var personInsert = []string{"org_id", "id", "family", "given", "kana_family", "kana_given",
	"email", "email_key", "holds_email", "lang", "birth_year", "affiliation", "phone",
	"sort_key", "kana_key", "search_key", "initial", "version", "created_at", "updated_at"}

// insertPersons adds persons and gives their number. With holding, each takes
// its address, and one whose address stands for somebody already is left out.
func insertPersons(ctx context.Context, tx *db.Tx, people []Person, holding bool) (int64, error) {
	rows := make([][]any, len(people))
	for i, p := range people {
		key := p.emailKey()
		rows[i] = []any{p.OrgID, p.ID, p.Family, p.Given, p.KanaFamily, p.KanaGiven,
			p.Email, key, holding && key != "", string(p.Lang), p.BirthYear, p.Affiliation, p.Phone,
			p.SortKey(), p.kanaKey(), p.searchKey(), p.Initial(), p.Version, p.CreatedAt, p.UpdatedAt}
	}
	return db.InsertWith(ctx, tx, "person", personInsert, rows,
		`ON CONFLICT (org_id, email_key) WHERE holds_email DO NOTHING`)
}

// updatePerson saves p if version still stands. The person takes the address
// unless it stands for somebody else.
func updatePerson(ctx context.Context, tx *db.Tx, p Person, version int64) (int64, error) {
	return tx.Exec(ctx, `UPDATE person
		SET family = $4, given = $5, kana_family = $6, kana_given = $7, email = $8, email_key = $9, lang = $10,
			birth_year = $11, affiliation = $12, phone = $13, sort_key = $14, kana_key = $15, search_key = $16,
			initial = $17, updated_at = $18, version = version + 1,
			holds_email = $9 <> '' AND NOT EXISTS (SELECT 1 FROM person o
				WHERE o.org_id = $1 AND o.email_key = $9 AND o.holds_email AND o.id <> $2)
		WHERE org_id = $1 AND id = $2 AND version = $3`,
		p.OrgID, p.ID, version, p.Family, p.Given, p.KanaFamily, p.KanaGiven, p.Email, p.emailKey(), string(p.Lang),
		p.BirthYear, p.Affiliation, p.Phone, p.SortKey(), p.kanaKey(), p.searchKey(),
		p.Initial(), p.UpdatedAt)
}

// passEmailOn lets an address that stands for nobody any more stand for the
// person who had it next.
func passEmailOn(ctx context.Context, tx *db.Tx, org, key string) error {
	_, err := tx.Exec(ctx, `UPDATE person SET holds_email = TRUE
		WHERE org_id = $1 AND id = (SELECT MIN(id) FROM person WHERE org_id = $1 AND email_key = $2 AND NOT holds_email)
			AND NOT EXISTS (SELECT 1 FROM person WHERE org_id = $1 AND email_key = $2 AND holds_email)`, org, key)
	return err
}

// List lists the persons of org by reading, then by name. after is the Next of
// the page before; limit is 50 when 0 and 500 at most.
func List(ctx context.Context, q db.Q, org, after string, limit int) (Page, error) {
	sortKey, id := place(after)
	limit = pageSize(limit)
	people, err := collect(scanPerson)(q.Query(ctx, `SELECT `+personColumns+` FROM person
		WHERE org_id = $1 AND (sort_key, id) > ($2, $3) ORDER BY sort_key, id LIMIT $4`, org, sortKey, id, limit+1))
	return pageOf(people, limit), err
}

// Count counts the persons of org.
func Count(ctx context.Context, q db.Q, org string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM person WHERE org_id = $1`, org).Scan(&n)
	return n, err
}

func orUnknown(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errUnknown
	}
	return err
}

// searchKey is the parts of the search in one column, kept apart so that no
// word is found across their borders.
func (p Person) searchKey() string { return strings.Join(p.searchParts(), " ") }
