package account

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

// putMembership gives the role to somebody who has none, or who was invited
// and never signed in; false means that they are a member already.
func putMembership(ctx context.Context, q db.Q, org, identity string, role Role, by string, now db.Instant) (bool, error) {
	n, err := q.Exec(ctx, `
		INSERT INTO membership (org_id, identity_id, role, invited_by, invited_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (org_id, identity_id) DO UPDATE SET
			role = excluded.role, invited_by = excluded.invited_by, invited_at = excluded.invited_at
		WHERE membership.joined_at IS NULL`, org, identity, string(role), by, now)
	return n == 1, err
}

// takeUpInvitations returns the organisations that the identity joins now.
func takeUpInvitations(ctx context.Context, q db.Q, identity string, now db.Instant) ([]string, error) {
	rows, err := q.Query(ctx, `
		UPDATE membership SET joined_at = $2 WHERE identity_id = $1 AND joined_at IS NULL RETURNING org_id`, identity, now)
	if err != nil {
		return nil, err
	}
	return collectTexts(rows)
}

func listMembers(ctx context.Context, q db.Q, org string) ([]Member, error) {
	rows, err := q.Query(ctx, `
		SELECT i.id, i.email, i.name, m.role, m.invited_at, COALESCE(m.joined_at, 0),
			COALESCE((SELECT MAX(s.seen_at) FROM session s WHERE s.identity_id = i.id AND s.revoked_at IS NULL), 0)
		FROM membership m
		JOIN identity i ON i.id = m.identity_id
		WHERE m.org_id = $1
		ORDER BY CASE m.role WHEN 'owner' THEN 0 WHEN 'organiser' THEN 1 WHEN 'accountant' THEN 2
			WHEN 'officer' THEN 3 ELSE 4 END, i.email`, org)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Member
	for rows.Next() {
		var m Member
		if err := rows.Scan(&m.IdentityID, &m.Email, &m.Name, &m.Role, &m.InvitedAt, &m.JoinedAt, &m.SeenAt); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, rows.Err()
}

// holdOwners returns the owners who signed in at least once and keeps others
// from changing them until the commit.
func holdOwners(ctx context.Context, tx *db.Tx, org string) ([]string, error) {
	rows, err := tx.Query(ctx, `
		SELECT identity_id FROM membership
		WHERE org_id = $1 AND role = 'owner' AND joined_at IS NOT NULL ORDER BY identity_id`+tx.ForUpdate(), org)
	if err != nil {
		return nil, err
	}
	return collectTexts(rows)
}

func findRole(ctx context.Context, q db.Q, org, identity string) (Role, bool, error) {
	var role Role
	err := q.QueryRow(ctx, `SELECT role FROM membership WHERE org_id = $1 AND identity_id = $2`, org, identity).Scan(&role)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return role, err == nil, err
}

func setRole(ctx context.Context, q db.Q, org, identity string, role Role) error {
	_, err := q.Exec(ctx, `UPDATE membership SET role = $3 WHERE org_id = $1 AND identity_id = $2`, org, identity, string(role))
	return err
}

func dropMembership(ctx context.Context, q db.Q, org, identity string) error {
	_, err := q.Exec(ctx, `DELETE FROM membership WHERE org_id = $1 AND identity_id = $2`, org, identity)
	return err
}

func hasMembers(ctx context.Context, q db.Q, org string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM membership WHERE org_id = $1`, org).Scan(&n)
	return n > 0, err
}

func collectTexts(rows *sql.Rows) ([]string, error) {
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}
