package card

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

// inRoom tells whether the person is checked in at the event, and the event on:
// from two hours before its start until its end.
func inRoom(ctx context.Context, q db.Q, org, event, person string, now db.Instant) (ends db.Instant, ok bool, err error) {
	err = q.QueryRow(ctx, `SELECT e.ends_at FROM event e JOIN participation f ON f.org_id = e.org_id AND f.occasion_id = e.id
		WHERE e.org_id = $1 AND e.id = $2 AND e.state = 'published' AND e.starts_at - $5 <= $4 AND e.ends_at > $4
			AND f.person_id = $3 AND f.occasion_kind = 'event' AND f.kind IN ('attended', 'spoke', 'staffed') AND f.retracted_at IS NULL
		LIMIT 1`, org, event, person, now, meetBefore).Scan(&ends)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return ends, err == nil, err
}

func insertBoard(ctx context.Context, tx *db.Tx, org, event, person string) (int64, error) {
	return db.InsertWith(ctx, tx, "board_entry", []string{"org_id", "event_id", "person_id", "joined_at"},
		[][]any{{org, event, person, tx.Now()}}, `ON CONFLICT DO NOTHING`)
}

func deleteBoard(ctx context.Context, tx *db.Tx, org, event, person string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM board_entry WHERE org_id = $1 AND event_id = $2 AND person_id = $3`, org, event, person)
}

// clearBoard empties the board of an event that is over.
func clearBoard(ctx context.Context, tx *db.Tx, org, event string) error {
	_, err := tx.Exec(ctx, `DELETE FROM board_entry WHERE org_id = $1 AND event_id = $2 AND event_id IN
		(SELECT e.id FROM event e WHERE e.org_id = $1 AND e.id = $2 AND e.ends_at <= $3)`, org, event, tx.Now())
	return err
}

// boardOpen tells whether somebody is still on the board of the event.
func boardOpen(ctx context.Context, q db.Q, org, event string) (ends db.Instant, err error) {
	err = q.QueryRow(ctx, `SELECT e.ends_at FROM event e WHERE e.org_id = $1 AND e.id = $2
		AND EXISTS (SELECT 1 FROM board_entry b WHERE b.org_id = $1 AND b.event_id = $2)`, org, event).Scan(&ends)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return ends, err
}

// listBoard lists who is on the board and still counts as checked in.
func listBoard(ctx context.Context, q db.Q, org, event string) ([]BoardEntry, error) {
	return collect(func(s scanner) (b BoardEntry, err error) { return b, s.Scan(&b.PersonID, &b.JoinedAt) })(
		q.Query(ctx, `SELECT b.person_id, b.joined_at FROM board_entry b JOIN person p ON p.org_id = b.org_id AND p.id = b.person_id
			WHERE b.org_id = $1 AND b.event_id = $2 AND EXISTS (SELECT 1 FROM participation f
				WHERE f.org_id = b.org_id AND f.person_id = b.person_id AND f.occasion_kind = 'event' AND f.occasion_id = b.event_id
					AND f.kind IN ('attended', 'spoke', 'staffed') AND f.retracted_at IS NULL)
			ORDER BY p.sort_key, p.id`, org, event))
}
