package account

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

func findIdentityByEmail(ctx context.Context, q db.Q, email string) (Identity, bool, error) {
	var who Identity
	err := q.QueryRow(ctx, `SELECT id, email, name, created_at FROM identity WHERE email = $1`, email).
		Scan(&who.ID, &who.Email, &who.Name, &who.CreatedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return Identity{}, false, nil
	}
	return who, err == nil, err
}

// hasRole looks through all organisations: an identity is shared by them.
func hasRole(ctx context.Context, q db.Q, identity string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM membership
		WHERE org_id IN (SELECT o.id FROM organisation o) AND identity_id = $1`, identity).Scan(&n)
	return n > 0, err
}

// countTrail counts the entries about a person and those of what they did.
func countTrail(ctx context.Context, q db.Q, org, person, identity string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM audit_entry
		WHERE org_id = $1 AND (object = 'person' AND object_id = $2 OR actor_kind = 'person' AND actor_id = $3)`,
		org, person, identity).Scan(&n)
	return n, err
}

// deleteIdentity gives the number of sessions that ended with it.
func deleteIdentity(ctx context.Context, tx *db.Tx, identity, codeMAC string) (int64, error) {
	if _, err := tx.Exec(ctx, `DELETE FROM sign_in_code WHERE email_mac = $1`, codeMAC); err != nil {
		return 0, err
	}
	n, err := tx.Exec(ctx, `DELETE FROM session WHERE identity_id = $1`, identity)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `DELETE FROM identity WHERE id = $1`, identity)
	return n, err
}
