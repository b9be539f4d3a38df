package message

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

const messageColumns = `org_id, id, made_key, kind, event_id, audience, subject, subject_en, body, body_en, skip_today,
	digest, version, created_by, created_at, updated_at, sent_by, confirmed_at, starts_at, stopped_at`

type scanner interface{ Scan(dest ...any) error }

func scanMessage(row scanner) (m Message, err error) {
	var audience string
	if err = row.Scan(&m.OrgID, &m.ID, &m.key, &m.Kind, &m.EventID, &audience, &m.Subject, &m.SubjectEn, &m.Body, &m.BodyEn,
		&m.SkipToday, &m.digest, &m.Version, &m.CreatedBy, &m.CreatedAt, &m.UpdatedAt, &m.SentBy, &m.ConfirmedAt,
		&m.StartsAt, &m.StoppedAt); err != nil {
		return m, err
	}
	m.Audience, err = audienceOf(audience)
	return m, err
}

func collect[T any](scan func(scanner) (T, error)) func(*sql.Rows, error) ([]T, error) {
	return func(rows *sql.Rows, err error) ([]T, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var list []T
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, rows.Err()
	}
}

func orUnknown(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errUnknown
	}
	return err
}

func findMessage(ctx context.Context, q db.Q, org, id string) (Message, error) {
	m, err := scanMessage(q.QueryRow(ctx, `SELECT `+messageColumns+` FROM message WHERE org_id = $1 AND id = $2`, org, id))
	return m, orUnknown(err)
}

func lockMessage(ctx context.Context, tx *db.Tx, org, id string) (Message, error) {
	m, err := scanMessage(tx.QueryRow(ctx, `SELECT `+messageColumns+` FROM message WHERE org_id = $1 AND id = $2`+tx.ForUpdate(), org, id))
	return m, orUnknown(err)
}

func findMade(ctx context.Context, q db.Q, org, key string) (Message, error) {
	m, err := scanMessage(q.QueryRow(ctx, `SELECT `+messageColumns+` FROM message WHERE org_id = $1 AND made_key = $2`, org, key))
	return m, orUnknown(err)
}

// listMessages gives drafts and sent messages, those that changed last first.
func listMessages(ctx context.Context, q db.Q, org string, limit int) ([]Message, error) {
	return collect(scanMessage)(q.Query(ctx, `SELECT `+messageColumns+` FROM message
		WHERE org_id = $1 ORDER BY updated_at DESC, id DESC LIMIT $2`, org, limit))
}

func insertMessage(ctx context.Context, tx *db.Tx, m Message) error {
	return db.Insert(ctx, tx, "message", []string{"org_id", "id", "made_key", "kind", "event_id", "audience", "subject", "subject_en",
		"body", "body_en", "skip_today", "digest", "version", "created_by", "created_at", "updated_at", "sent_by",
		"confirmed_at", "starts_at", "stopped_at"},
		[][]any{{m.OrgID, m.ID, m.key, string(m.Kind), m.EventID, m.Audience.text(), m.Subject, m.SubjectEn, m.Body, m.BodyEn,
			m.SkipToday, m.digest, m.Version, m.CreatedBy, m.CreatedAt, m.UpdatedAt, m.SentBy, m.ConfirmedAt, m.StartsAt, m.StoppedAt}})
}

// updateDraft stores the texts and the audience of a draft.
func updateDraft(ctx context.Context, tx *db.Tx, m Message) error {
	_, err := tx.Exec(ctx, `UPDATE message SET kind = $3, event_id = $4, audience = $5, subject = $6, subject_en = $7, body = $8,
			body_en = $9, skip_today = $10, version = $11, updated_at = $12
		WHERE org_id = $1 AND id = $2 AND confirmed_at = 0`,
		m.OrgID, m.ID, string(m.Kind), m.EventID, m.Audience.text(), m.Subject, m.SubjectEn, m.Body, m.BodyEn, m.SkipToday,
		m.Version, m.UpdatedAt)
	return err
}

func confirmMessage(ctx context.Context, tx *db.Tx, m Message) error {
	_, err := tx.Exec(ctx, `UPDATE message SET digest = $3, sent_by = $4, confirmed_at = $5, starts_at = $6, updated_at = $5, version = version + 1
		WHERE org_id = $1 AND id = $2 AND confirmed_at = 0`, m.OrgID, m.ID, m.digest, m.SentBy, m.ConfirmedAt, m.StartsAt)
	return err
}

func markStopped(ctx context.Context, tx *db.Tx, org, id string) error {
	_, err := tx.Exec(ctx, `UPDATE message SET stopped_at = $3 WHERE org_id = $1 AND id = $2`, org, id, tx.Now())
	return err
}

func deleteDraft(ctx context.Context, tx *db.Tx, org, id string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM message WHERE org_id = $1 AND id = $2 AND confirmed_at = 0`, org, id)
}
