package jobs

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
)

// claimed is a row that a worker holds until its lease ends.
type claimed struct {
	org, id, kind, key string
	payload            string
	state              State
	runAt              db.Instant // when it was due
	priority           int
	attempt            int64 // of this claim
	failures           int64
}

func insert(ctx context.Context, tx *db.Tx, rows [][]any) error {
	_, err := db.InsertWith(ctx, tx, "job",
		[]string{"org_id", "id", "kind", "uniq", "priority", "state", "run_at", "payload", "created_at"},
		rows, "ON CONFLICT (org_id, kind, uniq) DO NOTHING")
	return err
}

// head is the moment at which the next job of a priority may be claimed.
func head(ctx context.Context, q db.Q, priority int) (at db.Instant, ok bool, err error) {
	var org string
	err = q.QueryRow(ctx, `
		SELECT org_id, run_at FROM job
		WHERE state IN ('ready', 'running') AND priority = $1
		ORDER BY run_at, id LIMIT 1`, priority).Scan(&org, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return at, err == nil, err
}

// due locks at most limit jobs of a priority that may be claimed now: ready ones
// and those whose lease has ended.
func due(ctx context.Context, tx *db.Tx, priority, limit int) ([]claimed, error) {
	rows, err := tx.Query(ctx, `
		SELECT org_id, id, kind, uniq, payload, state, run_at, priority, attempt, failures
		FROM job
		WHERE state IN ('ready', 'running') AND priority = $1 AND run_at <= $2
		ORDER BY run_at, id LIMIT $3`+tx.SkipLocked(), priority, tx.Now(), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []claimed
	for rows.Next() {
		var c claimed
		if err := rows.Scan(&c.org, &c.id, &c.kind, &c.key, &c.payload, &c.state,
			&c.runAt, &c.priority, &c.attempt, &c.failures); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// lease gives jobs of one organisation to this worker. A lease that had ended
// counts as a failure: the job may be what killed its worker.
func lease(ctx context.Context, tx *db.Tx, org string, ids []string, until db.Instant) error {
	marks, args := db.In(3, ids)
	_, err := tx.Exec(ctx, `
		UPDATE job SET attempt = attempt + 1, run_at = $2,
			failures = failures + CASE WHEN state = 'running' THEN 1 ELSE 0 END,
			state = 'running'
		WHERE org_id = $1 AND id IN (`+marks+`)`, append([]any{org, until}, args...)...)
	return err
}

// renew lengthens a lease that this worker still holds.
func renew(ctx context.Context, q db.Q, c claimed, until db.Instant) error {
	_, err := q.Exec(ctx, `
		UPDATE job SET run_at = $4
		WHERE org_id = $1 AND id = $2 AND state = 'running' AND attempt = $3`,
		c.org, c.id, c.attempt, until)
	return err
}

// finish marks a job as done. It gives false when the attempt is no longer the
// current one.
func finish(ctx context.Context, q db.Q, org, id string, attempt int64, now db.Instant) (bool, error) {
	n, err := q.Exec(ctx, `
		UPDATE job SET state = 'done', finished_at = $4, last_error = ''
		WHERE org_id = $1 AND id = $2 AND state = 'running' AND attempt = $3`,
		org, id, attempt, now)
	return n == 1, err
}

// fail gives a job back with its next moment, or buries it.
func fail(ctx context.Context, q db.Q, c claimed, to State, at db.Instant, failures int64, reason string) (bool, error) {
	n, err := q.Exec(ctx, `
		UPDATE job SET state = $4, run_at = $5, failures = $6, last_error = $7
		WHERE org_id = $1 AND id = $2 AND state = 'running' AND attempt = $3`,
		c.org, c.id, c.attempt, string(to), at, failures, reason)
	return n == 1, err
}

// release gives a job back as it was found.
func release(ctx context.Context, q db.Q, c claimed) error {
	_, err := q.Exec(ctx, `
		UPDATE job SET state = 'ready', run_at = $4
		WHERE org_id = $1 AND id = $2 AND state = 'running' AND attempt = $3`,
		c.org, c.id, c.attempt, c.runAt)
	return err
}

// oldDone finds finished jobs that nobody needs any more.
func oldDone(ctx context.Context, q db.Q, before db.Instant, limit int) (map[string][]string, error) {
	rows, err := q.Query(ctx, `
		SELECT org_id, id FROM job
		WHERE state = 'done' AND finished_at < $1
		ORDER BY finished_at LIMIT $2`, before, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byOrg := make(map[string][]string)
	for rows.Next() {
		var org, id string
		if err := rows.Scan(&org, &id); err != nil {
			return nil, err
		}
		byOrg[org] = append(byOrg[org], id)
	}
	return byOrg, rows.Err()
}

func deleteDone(ctx context.Context, q db.Q, org string, ids []string) error {
	marks, args := db.In(2, ids)
	_, err := q.Exec(ctx, `DELETE FROM job WHERE org_id = $1 AND state = 'done' AND id IN (`+marks+`)`,
		append([]any{org}, args...)...)
	return err
}
