package privacy

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

const requestColumns = `org_id, id, person_id, kind, state, words, channel, asked_by, asked_at, due_at, final_at, suspended,
	confirmed_by, confirmed_at, answer, decided_by, decided_at, certificate_id, version`

type scanner interface{ Scan(dest ...any) error }

func scanRequest(row scanner) (r Request, err error) {
	err = row.Scan(&r.OrgID, &r.ID, &r.PersonID, &r.Kind, &r.State, &r.Words, &r.Channel, &r.AskedBy, &r.AskedAt, &r.DueAt,
		&r.FinalAt, &r.suspended, &r.ConfirmedBy, &r.ConfirmedAt, &r.Answer, &r.DecidedBy, &r.DecidedAt, &r.CertificateID, &r.Version)
	if errors.Is(err, sql.ErrNoRows) {
		err = errUnknown
	}
	return r, err
}

func insertRequest(ctx context.Context, tx *db.Tx, r Request) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO privacy_request (org_id, id, person_id, kind, state, live, words, channel, asked_by, asked_at, due_at, final_at,
			suspended, version)
		VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.OrgID, r.ID, r.PersonID, string(r.Kind), string(r.State), r.Words, r.Channel, r.AskedBy, r.AskedAt, r.DueAt, r.FinalAt,
		r.suspended, r.Version)
	return err
}

// updateRequest writes what a decision may change, if nobody was faster.
func updateRequest(ctx context.Context, tx *db.Tx, r Request) (int64, error) {
	live := 0
	if r.State.Live() {
		live = 1
	}
	return tx.Exec(ctx, `
		UPDATE privacy_request SET state = $3, live = $4, words = $5, suspended = $6, confirmed_by = $7, confirmed_at = $8,
			answer = $9, decided_by = $10, decided_at = $11, certificate_id = $12, version = version + 1
		WHERE org_id = $1 AND id = $2 AND version = $13`,
		r.OrgID, r.ID, string(r.State), live, r.Words, r.suspended, r.ConfirmedBy, r.ConfirmedAt,
		r.Answer, r.DecidedBy, r.DecidedAt, r.CertificateID, r.Version)
}

func findRequest(ctx context.Context, q db.Q, org, id string) (Request, error) {
	return scanRequest(q.QueryRow(ctx, `SELECT `+requestColumns+` FROM privacy_request WHERE org_id = $1 AND id = $2`, org, id))
}

func lockRequest(ctx context.Context, tx *db.Tx, org, id string) (Request, error) {
	return scanRequest(tx.QueryRow(ctx, `SELECT `+requestColumns+` FROM privacy_request
		WHERE org_id = $1 AND id = $2`+tx.ForUpdate(), org, id))
}

func liveErasure(ctx context.Context, q db.Q, org, person string) (Request, bool, error) {
	r, err := scanRequest(q.QueryRow(ctx, `SELECT `+requestColumns+` FROM privacy_request
		WHERE org_id = $1 AND person_id = $2 AND live = 1 AND kind = 'erasure'`, org, person))
	if errors.Is(err, errUnknown) {
		return Request{}, false, nil
	}
	return r, err == nil, err
}

func listRequests(ctx context.Context, q db.Q, org string, live bool, limit int) ([]Request, error) {
	if live {
		return collect(scanRequest)(q.Query(ctx, `SELECT `+requestColumns+` FROM privacy_request
			WHERE org_id = $1 AND live = 1 ORDER BY due_at, id LIMIT $2`, org, limit))
	}
	return collect(scanRequest)(q.Query(ctx, `SELECT `+requestColumns+` FROM privacy_request
		WHERE org_id = $1 AND live = 0 ORDER BY decided_at DESC, id DESC LIMIT $2`, org, limit))
}

func requestsOf(ctx context.Context, q db.Q, org, person string) ([]Request, error) {
	return collect(scanRequest)(q.Query(ctx, `SELECT `+requestColumns+` FROM privacy_request
		WHERE org_id = $1 AND person_id = $2 ORDER BY asked_at DESC, id DESC`, org, person))
}

func countWaiting(ctx context.Context, q db.Q, org string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM privacy_request WHERE org_id = $1 AND live = 1`, org).Scan(&n)
	return n, err
}

// emptyRequests takes the person's words out of what they asked before.
func emptyRequests(ctx context.Context, tx *db.Tx, org, person string) (int64, error) {
	return tx.Exec(ctx, `UPDATE privacy_request SET words = '', answer = '', suspended = ''
		WHERE org_id = $1 AND person_id = $2`, org, person)
}

// closeCorrections ends what was still to be corrected: there is nothing left.
func closeCorrections(ctx context.Context, tx *db.Tx, org, person string, now db.Instant) error {
	_, err := tx.Exec(ctx, `UPDATE privacy_request SET state = 'taken_back', live = 0, decided_at = $3, version = version + 1
		WHERE org_id = $1 AND person_id = $2 AND live = 1 AND kind = 'correction'`, org, person, now)
	return err
}

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
