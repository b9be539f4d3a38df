package account

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

// revokeFunc ends something of the door and returns the event it belonged to.
type revokeFunc func(ctx context.Context, q db.Q, org, id string, now db.Instant) (event string, found bool, err error)

func putDoorLink(ctx context.Context, q db.Q, l DoorLink, by string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO door_link (org_id, id, event_id, label, created_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, l.OrgID, l.ID, l.EventID, l.Label, by, l.CreatedAt, l.ExpiresAt)
	return err
}

// findDoorLink finds by the number in the token alone: which organisation the
// link belongs to is what the token says.
func findDoorLink(ctx context.Context, q db.Q, id string) (DoorLink, bool, error) {
	l := DoorLink{ID: id}
	err := q.QueryRow(ctx, `
		SELECT org_id, event_id, label, created_at, expires_at, COALESCE(revoked_at, 0)
		FROM door_link WHERE id = $1`, id).
		Scan(&l.OrgID, &l.EventID, &l.Label, &l.CreatedAt, &l.ExpiresAt, &l.RevokedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return DoorLink{}, false, nil
	}
	return l, err == nil, err
}

func listDoorLinks(ctx context.Context, q db.Q, org, event string) ([]DoorLink, error) {
	rows, err := q.Query(ctx, `
		SELECT l.id, l.label, l.created_at, l.expires_at, COALESCE(l.revoked_at, 0),
			(SELECT COUNT(*) FROM session s WHERE s.door_org_id = l.org_id AND s.door_link_id = l.id)
		FROM door_link l WHERE l.org_id = $1 AND l.event_id = $2
		ORDER BY l.created_at DESC, l.id DESC`, org, event)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []DoorLink
	for rows.Next() {
		l := DoorLink{OrgID: org, EventID: event}
		if err := rows.Scan(&l.ID, &l.Label, &l.CreatedAt, &l.ExpiresAt, &l.RevokedAt, &l.Devices); err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

// revokeDoorLink ends the link; its devices are refused with it.
func revokeDoorLink(ctx context.Context, q db.Q, org, id string, now db.Instant) (string, bool, error) {
	return eventOf(q.QueryRow(ctx, `
		UPDATE door_link SET revoked_at = $3 WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL
		RETURNING event_id`, org, id, now))
}

func endDevice(ctx context.Context, q db.Q, org, id string, now db.Instant) (string, bool, error) {
	return eventOf(q.QueryRow(ctx, `
		UPDATE session SET revoked_at = $3 WHERE door_org_id = $1 AND id = $2 AND revoked_at IS NULL
		RETURNING (SELECT l.event_id FROM door_link l
			WHERE l.org_id = session.door_org_id AND l.id = session.door_link_id)`, org, id, now))
}

func eventOf(row *sql.Row) (string, bool, error) {
	var event string
	err := row.Scan(&event)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return event, err == nil, err
}

func moveDoorLinks(ctx context.Context, q db.Q, org, event string, ends db.Instant) error {
	_, err := q.Exec(ctx, `
		UPDATE door_link SET expires_at = $3 WHERE org_id = $1 AND event_id = $2 AND revoked_at IS NULL`, org, event, ends)
	return err
}
