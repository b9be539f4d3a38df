package card

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"koryu/internal/kit/db"
)

// An event is where people meet from two hours before it starts until six hours
// after it ends: who sets up meets, and so does who goes for a drink afterwards.
var (
	meetBefore = (2 * time.Hour).Microseconds()
	meetAfter  = (6 * time.Hour).Microseconds()
)

type scanner interface{ Scan(dest ...any) error }

func collect[T any](scan func(scanner) (T, error)) func(*sql.Rows, error) ([]T, error) {
	return func(rows *sql.Rows, err error) ([]T, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var all []T
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
		return all, rows.Err()
	}
}

func scanText(s scanner) (text string, err error) { return text, s.Scan(&text) }

// chunk is how many values go into one list of a statement.
const chunk = 256

// inChunks calls fn for a part of values at a time, with its marks from first on
// and all arguments: those before, then the part.
func inChunks(values []string, before []any, fn func(marks string, args []any) error) error {
	for part := range slices.Chunk(values, chunk) {
		marks, args := db.In(len(before)+1, part)
		if err := fn(marks, append(slices.Clone(before), args...)); err != nil {
			return err
		}
	}
	return nil
}

const cardColumns = `c.org_id, c.id, c.person_id, c.serial, c.fields, c.created_at, c.updated_at`

func scanCard(s scanner) (c Card, err error) {
	var fields string
	err = s.Scan(&c.OrgID, &c.ID, &c.PersonID, &c.Serial, &fields, &c.CreatedAt, &c.UpdatedAt)
	c.Fields = splitFields(fields)
	return c, err
}

// findCardAnywhere resolves an identifier whose organisation is not known: a
// sealed token names the card only. It tries the primary key of each organisation.
func findCardAnywhere(ctx context.Context, q db.Q, id string) (Card, error) {
	c, err := scanCard(q.QueryRow(ctx, `SELECT `+cardColumns+`
		FROM card c WHERE c.org_id IN (SELECT o.id FROM organisation o) AND c.id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = errForged
	}
	return c, err
}

func findCards(ctx context.Context, q db.Q, org string, persons []string) (map[string]Card, error) {
	found := make(map[string]Card, len(persons))
	err := inChunks(persons, []any{org}, func(marks string, args []any) error {
		cards, err := collect(scanCard)(q.Query(ctx, `SELECT `+cardColumns+`
			FROM card c WHERE c.org_id = $1 AND c.person_id IN (`+marks+`)`, args...))
		for _, c := range cards {
			found[c.PersonID] = c
		}
		return err
	})
	return found, err
}

// lockCard gives the person's card for a change; ok is false when there is none.
func lockCard(ctx context.Context, tx *db.Tx, org, person string) (c Card, ok bool, err error) {
	c, err = scanCard(tx.QueryRow(ctx, `SELECT `+cardColumns+`
		FROM card c WHERE c.org_id = $1 AND c.person_id = $2`+tx.ForUpdate(), org, person))
	if errors.Is(err, sql.ErrNoRows) {
		return Card{}, false, nil
	}
	return c, err == nil, err
}

// insertCard gives 0 when the person has a card already.
func insertCard(ctx context.Context, tx *db.Tx, c Card) (int64, error) {
	return db.InsertWith(ctx, tx, "card", []string{"org_id", "id", "person_id", "serial", "fields", "created_at", "updated_at"},
		[][]any{{c.OrgID, c.ID, c.PersonID, c.Serial, joinFields(c.Fields), c.CreatedAt, c.UpdatedAt}},
		`ON CONFLICT DO NOTHING`)
}

func updateCard(ctx context.Context, tx *db.Tx, c Card) error {
	_, err := tx.Exec(ctx, `UPDATE card SET serial = $3, fields = $4, updated_at = $5 WHERE org_id = $1 AND id = $2`,
		c.OrgID, c.ID, c.Serial, joinFields(c.Fields), c.UpdatedAt)
	return err
}

func hiddenAt(ctx context.Context, q db.Q, org, person string) ([]string, error) {
	return collect(scanText)(q.Query(ctx, `SELECT event_id FROM card_hidden
		WHERE org_id = $1 AND person_id = $2 ORDER BY event_id`, org, person))
}

// hiddenNow tells whether an event for which the card is hidden runs at one of
// two moments.
func hiddenNow(ctx context.Context, q db.Q, c Card, at, now db.Instant) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM card_hidden h JOIN event e ON e.org_id = h.org_id AND e.id = h.event_id
		WHERE h.org_id = $1 AND h.person_id = $2 AND e.starts_at > 0
			AND (e.starts_at - $3 <= $5 AND e.ends_at + $4 >= $5 OR e.starts_at - $3 <= $6 AND e.ends_at + $4 >= $6)`,
		c.OrgID, c.PersonID, meetBefore, meetAfter, at, now).Scan(&n)
	return n > 0, err
}

func insertHidden(ctx context.Context, tx *db.Tx, c Card, event string) error {
	_, err := db.InsertWith(ctx, tx, "card_hidden", []string{"org_id", "person_id", "event_id", "hidden_at"},
		[][]any{{c.OrgID, c.PersonID, event, tx.Now()}}, `ON CONFLICT DO NOTHING`)
	return err
}

func deleteHidden(ctx context.Context, tx *db.Tx, c Card, event string) error {
	_, err := tx.Exec(ctx, `DELETE FROM card_hidden WHERE org_id = $1 AND person_id = $2 AND event_id = $3`, c.OrgID, c.PersonID, event)
	return err
}

// meetingPlace is an event at which people met.
type meetingPlace struct{ ID, Title, TitleEn string }

// eventOf finds the event that both, or one of them, were checked in at and that
// ran at the moment; where two did, wish decides, then the later one. The zero
// place is none.
func eventOf(ctx context.Context, q db.Q, org, a, b, wish string, at db.Instant) (p meetingPlace, err error) {
	err = q.QueryRow(ctx, `SELECT e.id, e.title, e.title_en
		FROM participation f JOIN event e ON e.org_id = f.org_id AND e.id = f.occasion_id
		WHERE f.org_id = $1 AND f.person_id IN ($2, $3) AND f.kind IN ('attended', 'spoke', 'staffed')
			AND f.occasion_kind = 'event' AND f.retracted_at IS NULL
			AND e.starts_at > 0 AND e.starts_at - $5 <= $7 AND e.ends_at + $6 >= $7
		GROUP BY e.id, e.title, e.title_en, e.starts_at
		ORDER BY CASE WHEN e.id = $4 THEN 0 ELSE 1 END, COUNT(DISTINCT f.person_id) DESC, e.starts_at DESC, e.id LIMIT 1`,
		org, a, b, wish, meetBefore, meetAfter, at).Scan(&p.ID, &p.Title, &p.TitleEn)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return p, err
}
