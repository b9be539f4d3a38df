package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"koryu/internal/kit/db"
)

// Priorities. Whatever is due and urgent is claimed before what is not: someone
// waits for a sign-in code while a thousand confirmations are in the queue.
const (
	Bulk   = -1
	Normal = 0
	Urgent = 1
)

// systemOrg stands in the rows of jobs that belong to no organisation.
const systemOrg = "system"

// topic is what wakes this process's workers.
const topic = "jobs"

// Job is work to be done later.
type Job struct {
	Org      string     // "" for work of no organisation
	Kind     string     // names the handler, "event.confirmed"
	Key      string     // same kind and key: same work; "" for work that is always new
	RunAt    db.Instant // not before; 0 = at once
	Payload  any        // becomes JSON; no secrets
	Priority int        // [Bulk], [Normal] or [Urgent]
}

// Enqueue promises the jobs in tx. A job whose organisation, kind and key exist
// already, in whatever state, is passed over. It fails when a payload is no JSON.
func Enqueue(ctx context.Context, tx *db.Tx, jobs ...Job) error {
	if len(jobs) == 0 {
		return nil
	}
	rows := make([][]any, len(jobs))
	due := false
	for i, j := range jobs {
		row, err := newRow(tx, j)
		if err != nil {
			return err
		}
		rows[i] = row
		due = due || j.RunAt <= tx.Now()
	}
	if err := insert(ctx, tx, rows); err != nil {
		return err
	}
	if due {
		tx.Signal(topic)
	}
	return nil
}

func newRow(tx *db.Tx, j Job) ([]any, error) {
	if j.Kind == "" {
		return nil, errors.New("jobs: a job without a kind")
	}
	payload, err := json.Marshal(j.Payload)
	if err != nil {
		return nil, fmt.Errorf("jobs: payload of %s: %w", j.Kind, err)
	}
	id := tx.NewID()
	key, runAt := j.Key, j.RunAt
	if key == "" {
		key = id
	}
	if runAt == 0 {
		runAt = tx.Now()
	}
	return []any{orgOf(j.Org), id, j.Kind, key, min(max(j.Priority, Bulk), Urgent),
		string(Ready), runAt, string(payload), tx.Now()}, nil
}

func orgOf(org string) string {
	if org == "" {
		return systemOrg
	}
	return org
}

// Permanent marks err as one that no later attempt can mend: the job is dead at
// once. Permanent(nil) is nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

type permanent struct{ error }

func (p permanent) Unwrap() error   { return p.error }
func (p permanent) Permanent() bool { return true }

// isPermanent also knows errors of other packages that have the method.
func isPermanent(err error) bool {
	p, ok := errors.AsType[interface {
		error
		Permanent() bool
	}](err)
	return ok && p.Permanent()
}
