package privacy

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"koryu/internal/kit/db"
)

const certificateColumns = `org_id, id, body, hash, made_at, sent_at`

func scanCertificate(row scanner) (c Certificate, err error) {
	if err = row.Scan(&c.OrgID, &c.ID, &c.Body, &c.Hash, &c.MadeAt, &c.SentAt); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			err = errUnknown
		}
		return c, err
	}
	return c, json.Unmarshal([]byte(c.Body), &c.Text)
}

// nextNumber counts the certificates of an organisation. Two at one moment meet
// in the unique key, and the later one's job runs again.
func nextNumber(ctx context.Context, tx *db.Tx, org string) (n int64, err error) {
	err = tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM privacy_certificate WHERE org_id = $1`, org).Scan(&n)
	return n, err
}

func insertCertificate(ctx context.Context, tx *db.Tx, c Certificate) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO privacy_certificate (org_id, id, kind, number, subject_id, body, hash, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.OrgID, c.ID, string(c.Text.Kind), c.Text.Number, c.Text.Subject, c.Body, c.Hash, c.MadeAt)
	return err
}

func findCertificate(ctx context.Context, q db.Q, org, id string) (Certificate, error) {
	return scanCertificate(q.QueryRow(ctx, `SELECT `+certificateColumns+` FROM privacy_certificate
		WHERE org_id = $1 AND id = $2`, org, id))
}

func listCertificates(ctx context.Context, q db.Q, org string, limit int) ([]Certificate, error) {
	return collect(scanCertificate)(q.Query(ctx, `SELECT `+certificateColumns+` FROM privacy_certificate
		WHERE org_id = $1 ORDER BY number DESC LIMIT $2`, org, limit))
}

func markSent(ctx context.Context, tx *db.Tx, org, id string, now db.Instant) error {
	_, err := tx.Exec(ctx, `UPDATE privacy_certificate SET sent_at = $3 WHERE org_id = $1 AND id = $2`, org, id, now)
	return err
}
