package jobs

import (
	"context"
	"fmt"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// State is where a job stands.
type State string

const (
	Ready   State = "ready"
	Running State = "running"
	Done    State = "done"
	Dead    State = "dead"
)

// Info is a job as staff see it.
type Info struct {
	Org, ID, Kind, Key string
	State              State
	RunAt              db.Instant // ready: due; running: end of the lease
	Attempts           int64      // claims so far
	Failures           int64
	LastError          string
	CreatedAt          db.Instant
	FinishedAt         db.Instant
}

// errGone answers a click on a job that is no longer waiting.
var errGone = apperr.New(apperr.NotFound, "jobs.gone")

// List gives the newest jobs of an organisation in a state, at most limit.
func List(ctx context.Context, q db.Q, org string, state State, limit int) ([]Info, error) {
	where, err := inState(state)
	if err != nil {
		return nil, err
	}
	rows, err := q.Query(ctx, `
		SELECT org_id, id, kind, uniq, state, run_at, attempt, failures, last_error, created_at, finished_at
		FROM job WHERE org_id = $1`+where+`
		ORDER BY id DESC LIMIT $2`, orgOf(org), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Info
	for rows.Next() {
		var i Info
		if err := rows.Scan(&i.Org, &i.ID, &i.Kind, &i.Key, &i.State, &i.RunAt, &i.Attempts,
			&i.Failures, &i.LastError, &i.CreatedAt, &i.FinishedAt); err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, rows.Err()
}

// Count gives the number of jobs of an organisation in a state.
func Count(ctx context.Context, q db.Q, org string, state State) (n int, err error) {
	where, err := inState(state)
	if err != nil {
		return 0, err
	}
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM job WHERE org_id = $1`+where, orgOf(org)).Scan(&n)
	return n, err
}

// inState is written out, not an argument, so that the index of the dead serves.
func inState(s State) (string, error) {
	switch s {
	case Ready:
		return ` AND state = 'ready'`, nil
	case Running:
		return ` AND state = 'running'`, nil
	case Done:
		return ` AND state = 'done'`, nil
	case Dead:
		return ` AND state = 'dead'`, nil
	}
	return "", fmt.Errorf("jobs: there is no state %q", s)
}

// Retry lets a dead or waiting job run now, with all its attempts before it. It
// fails with NotFound when the job is neither.
func Retry(ctx context.Context, tx *db.Tx, org, id string) error {
	n, err := tx.Exec(ctx, `
		UPDATE job SET state = 'ready', run_at = $3, failures = 0
		WHERE org_id = $1 AND id = $2 AND state IN ('ready', 'dead')`, orgOf(org), id, tx.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return errGone
	}
	tx.Signal(topic)
	return nil
}

// Discard gives a dead or waiting job up for good; its key stays taken. It fails
// with NotFound when the job is neither.
func Discard(ctx context.Context, tx *db.Tx, org, id string) error {
	n, err := tx.Exec(ctx, `
		UPDATE job SET state = 'done', finished_at = $3, last_error = 'discarded; ' || last_error
		WHERE org_id = $1 AND id = $2 AND state IN ('ready', 'dead')`, orgOf(org), id, tx.Now())
	if err == nil && n == 0 {
		return errGone
	}
	return err
}
