package account

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

// countAttempt counts and returns how many there are in the running period. A
// period that is over begins anew.
func countAttempt(ctx context.Context, q db.Q, bucket, key string, now, ends db.Instant) (int, db.Instant, error) {
	var hits int
	var until db.Instant
	err := q.QueryRow(ctx, `
		INSERT INTO attempt (bucket, key_mac, hits, ends_at) VALUES ($1, $2, 1, $4)
		ON CONFLICT (bucket, key_mac) DO UPDATE SET
			hits = CASE WHEN attempt.ends_at <= $3 THEN 1 ELSE attempt.hits + 1 END,
			ends_at = CASE WHEN attempt.ends_at <= $3 THEN excluded.ends_at ELSE attempt.ends_at END
		RETURNING hits, ends_at`, bucket, key, now, ends).Scan(&hits, &until)
	return hits, until, err
}

// putCode replaces the browser's code for the address; its tries begin anew.
func putCode(ctx context.Context, q db.Q, email, browser, code string, ends db.Instant) error {
	_, err := q.Exec(ctx, `
		INSERT INTO sign_in_code (email_mac, browser_mac, code_mac, tries, expires_at) VALUES ($1, $2, $3, 0, $4)
		ON CONFLICT (email_mac, browser_mac) DO UPDATE SET
			code_mac = excluded.code_mac, tries = 0, expires_at = excluded.expires_at`, email, browser, code, ends)
	return err
}

// spendTry counts one try and returns the code to compare with; found is false
// if there is no live code with a try left.
func spendTry(ctx context.Context, q db.Q, email, browser string, now db.Instant) (code string, tries int, found bool, err error) {
	err = q.QueryRow(ctx, `
		UPDATE sign_in_code SET tries = tries + 1
		WHERE email_mac = $1 AND browser_mac = $2 AND expires_at > $3 AND tries < $4
		RETURNING code_mac, tries`, email, browser, now, codeTries).Scan(&code, &tries)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, false, nil
	}
	return code, tries, err == nil, err
}

func dropCode(ctx context.Context, q db.Q, email, browser string) error {
	_, err := q.Exec(ctx, `DELETE FROM sign_in_code WHERE email_mac = $1 AND browser_mac = $2`, email, browser)
	return err
}

// ensureIdentity returns the row of the address, made from who if there is none.
func ensureIdentity(ctx context.Context, q db.Q, who Identity) (Identity, error) {
	err := q.QueryRow(ctx, `
		INSERT INTO identity (id, email, name, created_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (email) DO UPDATE SET
			name = CASE WHEN identity.name = '' THEN excluded.name ELSE identity.name END
		RETURNING id, email, name, created_at`, who.ID, who.Email, who.Name, who.CreatedAt).
		Scan(&who.ID, &who.Email, &who.Name, &who.CreatedAt)
	return who, err
}

func findIdentity(ctx context.Context, q db.Q, id string) (Identity, bool, error) {
	who := Identity{ID: id}
	err := q.QueryRow(ctx, `SELECT email, name, created_at FROM identity WHERE id = $1`, id).
		Scan(&who.Email, &who.Name, &who.CreatedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return Identity{}, false, nil
	}
	return who, err == nil, err
}

// sweep deletes what is over at now, and sessions of people last seen before idle.
func sweep(ctx context.Context, q db.Q, now, idle db.Instant) error {
	if _, err := q.Exec(ctx, `DELETE FROM sign_in_code WHERE expires_at <= $1`, now); err != nil {
		return err
	}
	if _, err := q.Exec(ctx, `DELETE FROM attempt WHERE ends_at <= $1`, now); err != nil {
		return err
	}
	_, err := q.Exec(ctx, `
		DELETE FROM session WHERE kind = 'person' AND (seen_at <= $1 OR revoked_at <= $1)`, idle)
	return err
}
