package message

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// chunk is the number of persons that one statement asks for.
const chunk = 1024

const deliveryColumns = `d.org_id, d.id, d.message_id, d.person_id, d.registration_id, d.address, d.state, d.reason, d.code,
	d.round, d.tries, d.queued_at, d.handed_at, d.ended_at`

func scanDelivery(row scanner) (d Delivery, err error) {
	err = row.Scan(&d.OrgID, &d.ID, &d.MessageID, &d.PersonID, &d.RegistrationID, &d.Address, &d.State, &d.Reason, &d.Code,
		&d.Round, &d.Tries, &d.QueuedAt, &d.HandedAt, &d.EndedAt)
	return d, err
}

func insertDeliveries(ctx context.Context, tx *db.Tx, list []Delivery) error {
	rows := make([][]any, len(list))
	for i, d := range list {
		rows[i] = []any{d.OrgID, d.ID, d.MessageID, d.PersonID, d.RegistrationID, d.Address, addressKey(d.Address),
			string(d.State), string(d.Reason), d.Code, d.Round, d.Tries, d.QueuedAt, d.HandedAt, d.EndedAt}
	}
	return db.Insert(ctx, tx, "message_delivery", []string{"org_id", "id", "message_id", "person_id", "registration_id", "address",
		"address_key", "state", "reason", "code", "round", "tries", "queued_at", "handed_at", "ended_at"}, rows)
}

func lockDelivery(ctx context.Context, tx *db.Tx, org, id string) (Delivery, error) {
	d, err := scanDelivery(tx.QueryRow(ctx, `SELECT `+deliveryColumns+` FROM message_delivery d
		WHERE d.org_id = $1 AND d.id = $2`+tx.ForUpdate(), org, id))
	return d, orUnknown(err)
}

func findDelivery(ctx context.Context, q db.Q, org, id string) (Delivery, error) {
	d, err := scanDelivery(q.QueryRow(ctx, `SELECT `+deliveryColumns+` FROM message_delivery d WHERE d.org_id = $1 AND d.id = $2`, org, id))
	return d, orUnknown(err)
}

// findDeliveryAnywhere resolves an identifier whose organisation is not known: a
// sealed link and a Message-ID name the delivery only. It tries the primary key
// of each organisation.
func findDeliveryAnywhere(ctx context.Context, q db.Q, id string) (Delivery, error) {
	d, err := scanDelivery(q.QueryRow(ctx, `SELECT `+deliveryColumns+`
		FROM message_delivery d WHERE d.org_id IN (SELECT o.id FROM organisation o) AND d.id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = errUnknown
	}
	return d, err
}

func updateDelivery(ctx context.Context, tx *db.Tx, d Delivery) error {
	_, err := tx.Exec(ctx, `UPDATE message_delivery SET address = $3, address_key = $4, state = $5, reason = $6, code = $7, round = $8,
			tries = $9, queued_at = $10, handed_at = $11, ended_at = $12
		WHERE org_id = $1 AND id = $2`,
		d.OrgID, d.ID, d.Address, addressKey(d.Address), string(d.State), string(d.Reason), d.Code, d.Round,
		d.Tries, d.QueuedAt, d.HandedAt, d.EndedAt)
	return err
}

// stopQueued keeps back what has not been handed over.
func stopQueued(ctx context.Context, tx *db.Tx, org, message string) (int64, error) {
	return tx.Exec(ctx, `UPDATE message_delivery SET state = 'stopped', ended_at = $3
		WHERE org_id = $1 AND message_id = $2 AND state = 'queued' AND handed_at = 0`, org, message, tx.Now())
}

// queuedAfter gives deliveries that wait, by id.
func queuedAfter(ctx context.Context, q db.Q, org, message, after string, limit int) ([]Delivery, error) {
	return collect(scanDelivery)(q.Query(ctx, `SELECT `+deliveryColumns+` FROM message_delivery d
		WHERE d.org_id = $1 AND d.message_id = $2 AND d.state = 'queued' AND d.id > $3 ORDER BY d.id LIMIT $4`, org, message, after, limit))
}

func lockFailed(ctx context.Context, tx *db.Tx, org, message string) ([]Delivery, error) {
	return collect(scanDelivery)(tx.Query(ctx, `SELECT `+deliveryColumns+` FROM message_delivery d
		WHERE d.org_id = $1 AND d.message_id = $2 AND d.state IN ('refused', 'bounced', 'uncertain') ORDER BY d.id`+tx.ForUpdate(), org, message))
}

// listDeliveries gives copies of a message, in one state unless it is empty.
func listDeliveries(ctx context.Context, q db.Q, org, message string, state DeliveryState, after string, limit int) ([]Delivery, error) {
	return collect(scanDelivery)(q.Query(ctx, `SELECT `+deliveryColumns+` FROM message_delivery d
		WHERE d.org_id = $1 AND d.message_id = $2 AND (CAST($3 AS TEXT) = '' OR d.state = $3) AND d.id > $4
		ORDER BY d.id LIMIT $5`, org, message, string(state), after, limit))
}

func deliveriesOf(ctx context.Context, q db.Q, org, person string) ([]Delivery, error) {
	return collect(scanDelivery)(q.Query(ctx, `SELECT `+deliveryColumns+` FROM message_delivery d
		WHERE d.org_id = $1 AND d.person_id = $2 ORDER BY d.queued_at DESC, d.id DESC`, org, person))
}

// countDeliveries counts the copies of messages by state.
func countDeliveries(ctx context.Context, q db.Q, org string, messages []string) (map[string]Figures, error) {
	counts := make(map[string]Figures, len(messages))
	for part := range slices.Chunk(messages, chunk) {
		marks, args := db.In(2, part)
		rows, err := q.Query(ctx, `SELECT message_id, state, COUNT(*) FROM message_delivery
			WHERE org_id = $1 AND message_id IN (`+marks+`) GROUP BY message_id, state`, append([]any{org}, args...)...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			var message string
			var state DeliveryState
			var n int
			if err := rows.Scan(&message, &state, &n); err != nil {
				return nil, err
			}
			if counts[message] == nil {
				counts[message] = Figures{}
			}
			counts[message][state] = n
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// countReasons counts those left out of a message by reason.
func countReasons(ctx context.Context, q db.Q, org, message string) (map[Reason]int, error) {
	rows, err := q.Query(ctx, `SELECT reason, COUNT(*) FROM message_delivery
		WHERE org_id = $1 AND message_id = $2 AND state = 'left_out' GROUP BY reason`, org, message)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[Reason]int{}
	for rows.Next() {
		var reason Reason
		var n int
		if err := rows.Scan(&reason, &n); err != nil {
			return nil, err
		}
		counts[reason] = n
	}
	return counts, rows.Err()
}

// gotDigest gives those whom another message with the same words has reached,
// or is about to.
func gotDigest(ctx context.Context, q db.Q, org, digest, except string) (map[string]bool, error) {
	return asSet(collect(scanID)(q.Query(ctx, `SELECT DISTINCT d.person_id FROM message m
			JOIN message_delivery d ON d.org_id = m.org_id AND d.message_id = m.id
		WHERE m.org_id = $1 AND m.digest = $2 AND m.id <> $3 AND d.state IN ('queued', 'sent', 'uncertain')`, org, digest, except)))
}

// writtenSince gives those of ids to whom another message went, or is to go,
// since an instant.
func writtenSince(ctx context.Context, q db.Q, org, except string, since db.Instant, ids []string) (map[string]bool, error) {
	return inChunks(ids, func(part []string) ([]string, error) {
		marks, args := db.In(4, part)
		return collect(scanID)(q.Query(ctx, `SELECT DISTINCT person_id FROM message_delivery
			WHERE org_id = $1 AND message_id <> $2 AND (state = 'queued' OR state IN ('sent', 'uncertain') AND ended_at >= $3)
				AND person_id IN (`+marks+`)`, append([]any{org, except, since}, args...)...))
	})
}

// tookBack gives those of ids who once gave the consent and withdrew it.
func tookBack(ctx context.Context, q db.Q, org string, code people.ConsentCode, scope string, ids []string) (map[string]bool, error) {
	return inChunks(ids, func(part []string) ([]string, error) {
		marks, args := db.In(4, part)
		return collect(scanID)(q.Query(ctx, `SELECT DISTINCT person_id FROM consent
			WHERE org_id = $1 AND code = $2 AND scope = $3 AND revoked_at IS NOT NULL AND person_id IN (`+marks+`)`,
			append([]any{org, string(code), scope}, args...)...))
	})
}

func scanID(row scanner) (id string, err error) { return id, row.Scan(&id) }

func asSet(ids []string, err error) (map[string]bool, error) {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set, err
}

// inChunks asks for many at a time and gives those that were found.
func inChunks(ids []string, ask func(part []string) ([]string, error)) (map[string]bool, error) {
	found := map[string]bool{}
	for part := range slices.Chunk(ids, chunk) {
		list, err := ask(part)
		if err != nil {
			return nil, err
		}
		for _, id := range list {
			found[id] = true
		}
	}
	return found, nil
}
