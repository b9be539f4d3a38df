package event

import (
	"context"

	"koryu/internal/kit/db"
)

func scansOf(ctx context.Context, q db.Q, org, registration string) ([]checkinRow, error) {
	return collect(scanCheckin)(q.Query(ctx, `SELECT `+checkinColumns+` FROM checkin k
		WHERE k.org_id = $1 AND k.registration_id = $2 ORDER BY k.scanned_at, k.id`, org, registration))
}

// emptyRegistrations leaves state, times and counters. The hash of the request
// goes too: whoever guesses name and address could prove the guess with it.
func emptyRegistrations(ctx context.Context, tx *db.Tx, org, person string) (int64, error) {
	return tx.Exec(ctx, `
		UPDATE registration SET answers = '', idem_key = id, idem_hash = '', cancel_reason = '', late_note = '',
			serial = serial + 1, link_serial = link_serial + 1
		WHERE org_id = $1 AND person_id = $2`, org, person)
}

func emptyScans(ctx context.Context, tx *db.Tx, org, person string) (int64, error) {
	return tx.Exec(ctx, `
		UPDATE checkin SET force_reason = ''
		WHERE org_id = $1 AND registration_id IN (SELECT r.id FROM registration r WHERE r.org_id = $1 AND r.person_id = $2)`, org, person)
}

// countSpeakers counts by a name without spaces.
func countSpeakers(ctx context.Context, q db.Q, org, name string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM event_speaker
		WHERE org_id = $1 AND REPLACE(REPLACE(name, ' ', ''), '　', '') = $2`, org, name).Scan(&n)
	return n, err
}

func eventsWithAnswers(ctx context.Context, q db.Q, org string, before db.Instant, limit int) ([]string, error) {
	return collect(func(row scanner) (id string, err error) { return id, row.Scan(&id) })(q.Query(ctx, `
		SELECT e.id FROM event e
		WHERE e.org_id = $1 AND e.ends_at <> 0 AND e.ends_at < $2 AND EXISTS (SELECT 1 FROM registration r
			WHERE r.org_id = $1 AND r.event_id = e.id AND (r.answers <> '' OR r.late_note <> ''))
		ORDER BY e.ends_at, e.id LIMIT $3`, org, before, limit))
}

func forgetAnswers(ctx context.Context, tx *db.Tx, org, event string) (int64, error) {
	return tx.Exec(ctx, `UPDATE registration SET answers = '', late_note = ''
		WHERE org_id = $1 AND event_id = $2 AND (answers <> '' OR late_note <> '')`, org, event)
}
