package account

import (
	"context"
	"database/sql"

	"koryu/internal/kit/db"
)

// sessionRow is what a new session is made of.
type sessionRow struct {
	ID, TokenMAC  string
	Kind          string
	IdentityID    string
	OrgID, LinkID string
	Device, Agent string
	At            db.Instant
}

func putSession(ctx context.Context, q db.Q, r sessionRow) error {
	_, err := q.Exec(ctx, `
		INSERT INTO session (id, token_mac, kind, identity_id, door_org_id, door_link_id, device, agent, created_at, seen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
		r.ID, r.TokenMAC, r.Kind, orNull(r.IdentityID), orNull(r.OrgID), orNull(r.LinkID), r.Device, r.Agent, r.At)
	return err
}

// Whose sessions findSessions looks for.
const (
	byToken    = `s.token_mac = $1`
	byIdentity = `s.identity_id = $1`
	byEvent    = `s.door_org_id = $1 AND l.event_id = $2`
)

// findSessions reads sessions that were not revoked, newest first, each with
// the memberships of its owner or with its door link. Whether they are over is
// for the caller to say.
func findSessions(ctx context.Context, q db.Q, by string, args ...any) ([]Session, error) {
	rows, err := q.Query(ctx, `
		SELECT s.id, s.kind, s.created_at, s.seen_at, s.agent, s.device,
			COALESCE(i.id, ''), COALESCE(i.email, ''), COALESCE(i.name, ''),
			COALESCE(l.org_id, ''), COALESCE(l.id, ''), COALESCE(l.event_id, ''), COALESCE(l.expires_at, 0),
			COALESCE(m.org_id, ''), COALESCE(m.role, '')
		FROM session s
		LEFT JOIN identity i ON i.id = s.identity_id
		LEFT JOIN membership m ON m.identity_id = s.identity_id
		LEFT JOIN door_link l ON l.org_id = s.door_org_id AND l.id = s.door_link_id
		WHERE s.revoked_at IS NULL AND l.revoked_at IS NULL AND `+by+`
		ORDER BY s.created_at DESC, s.id DESC, m.org_id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return collectSessions(rows)
}

// collectSessions folds the rows of one session, a row for each membership.
func collectSessions(rows *sql.Rows) ([]Session, error) {
	var list []Session
	for rows.Next() {
		var s Session
		var device string
		var m Membership
		err := rows.Scan(&s.ID, &s.Kind, &s.CreatedAt, &s.SeenAt, &s.Agent, &device,
			&s.IdentityID, &s.Email, &s.Name, &s.OrgID, &s.LinkID, &s.EventID, &s.ExpiresAt, &m.OrgID, &m.Role)
		if err != nil {
			return nil, err
		}
		if s.Kind == KindDoor {
			s.Name = device
		}
		if n := len(list); n == 0 || list[n-1].ID != s.ID {
			list = append(list, s)
		}
		if last := &list[len(list)-1]; m.OrgID != "" {
			last.Memberships = append(last.Memberships, m)
		}
	}
	for i := range list {
		if list[i].Kind == KindPerson {
			list[i].ExpiresAt = list[i].ends()
		}
	}
	return list, rows.Err()
}

func markSeen(ctx context.Context, q db.Q, id string, now db.Instant) error {
	_, err := q.Exec(ctx, `UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2`, id, now)
	return err
}

func endSessionOf(ctx context.Context, q db.Q, tokenMAC string, now db.Instant) error {
	_, err := q.Exec(ctx, `UPDATE session SET revoked_at = $2 WHERE token_mac = $1 AND revoked_at IS NULL`, tokenMAC, now)
	return err
}

func endSession(ctx context.Context, q db.Q, identity, id string, now db.Instant) (bool, error) {
	n, err := q.Exec(ctx, `
		UPDATE session SET revoked_at = $3 WHERE identity_id = $1 AND id = $2 AND revoked_at IS NULL`, identity, id, now)
	return n == 1, err
}

func endOtherSessions(ctx context.Context, q db.Q, identity, keep string, now db.Instant) (int64, error) {
	return q.Exec(ctx, `
		UPDATE session SET revoked_at = $3 WHERE identity_id = $1 AND id <> $2 AND revoked_at IS NULL`, identity, keep, now)
}

func orNull(text string) sql.NullString { return sql.NullString{String: text, Valid: text != ""} }
