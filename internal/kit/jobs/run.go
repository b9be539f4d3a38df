package jobs

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
	"unicode/utf8"

	"koryu/internal/kit/db"
	"koryu/internal/kit/id"
)

const (
	firstPause = 10 * time.Second
	longPause  = 20 * time.Minute // so a mail leaves within half an hour of the server's return
	maxReason  = 1000             // bytes of an error that are kept
)

// ErrLeaseLost says that the job was meanwhile given to another worker.
var ErrLeaseLost = errors.New("jobs: the lease was lost")

// Handler does the work of one kind. Its context ends with the worker's timeout.
// An error means "try again later", unless it is [Permanent].
type Handler func(ctx context.Context, r Run) error

// Run is one attempt at a job.
type Run struct {
	Org     string // "" for work of no organisation
	ID      string // stable over all attempts
	Kind    string
	Key     string
	Attempt int // from 1
	Payload json.RawMessage
	Now     db.Instant
}

// Decode reads the payload into v. A payload that does not fit is [Permanent].
func (r Run) Decode(v any) error {
	if err := json.Unmarshal(r.Payload, v); err != nil {
		return Permanent(fmt.Errorf("jobs: payload of %s: %w", r.Kind, err))
	}
	return nil
}

// FinishIn marks the job as done inside the handler's own transaction, so that
// its effect and the mark are one commit. It fails with [ErrLeaseLost], which
// must end the transaction, when another worker has the job now.
func (r Run) FinishIn(ctx context.Context, tx *db.Tx) error {
	ok, err := finish(ctx, tx, orgOf(r.Org), r.ID, int64(r.Attempt), tx.Now())
	if err == nil && !ok {
		return ErrLeaseLost
	}
	return err
}

// execute runs a claimed job and writes down how it ended.
func (w *Worker) execute(ctx context.Context, c claimed) {
	defer w.held.drop(c)
	var err error
	if c.failures >= w.o.MaxFailures {
		err = Permanent(errors.New("jobs: its workers died or hung too often"))
	} else {
		err = w.call(ctx, c)
	}
	if err := w.record(context.WithoutCancel(ctx), ctx.Err() != nil, c, err); err != nil {
		w.o.Log.ErrorContext(ctx, "job's end could not be written; it will run again", "kind", c.kind, "id", c.id, "cause", err)
	}
}

// call runs the handler; a panic is a failure.
func (w *Worker) call(ctx context.Context, c claimed) (err error) {
	handle, ok := w.handlers[c.kind]
	if !ok {
		return fmt.Errorf("jobs: nobody here handles %s", c.kind)
	}
	ctx, cancel := context.WithTimeout(ctx, w.o.Timeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			w.o.Log.ErrorContext(ctx, "job panicked", "kind", c.kind, "id", c.id, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("jobs: panic: %v", p)
		}
	}()
	org := c.org
	if org == systemOrg {
		org = ""
	}
	return handle(ctx, Run{Org: org, ID: c.id, Kind: c.kind, Key: c.key, Attempt: int(c.attempt),
		Payload: json.RawMessage(c.payload), Now: w.db.Now()})
}

// record writes down how a run ended. stopping tells that the handler was cut
// off because the process ends, which is not the job's fault.
func (w *Worker) record(ctx context.Context, stopping bool, c claimed, cause error) error {
	now := w.db.Now()
	switch {
	case cause == nil:
		_, err := finish(ctx, w.db, c.org, c.id, c.attempt, now)
		return err
	case errors.Is(cause, ErrLeaseLost):
		return nil
	case stopping && errors.Is(cause, context.Canceled):
		return release(ctx, w.db, c)
	}
	failures := c.failures + 1
	to, at := Ready, now.Add(pauseAfter(failures))
	if isPermanent(cause) || failures >= w.o.MaxFailures {
		to, at = Dead, now
	}
	w.o.Log.WarnContext(ctx, "job failed", "kind", c.kind, "id", c.id, "failures", failures, "state", to, "cause", cause)
	_, err := fail(ctx, w.db, c, to, at, failures, cut(cause.Error()))
	return err
}

// pauseAfter doubles from ten seconds to twenty minutes, give or take a fifth.
func pauseAfter(failures int64) time.Duration {
	pause := min(firstPause<<min(failures-1, 10), longPause)
	dice := time.Duration(binary.BigEndian.Uint16(id.Random().Token(2)))
	return pause*4/5 + pause*2/5*dice/(1<<16)
}

// cut shortens an error to what a page can show, at the border of a character.
func cut(s string) string {
	if len(s) <= maxReason {
		return s
	}
	end := maxReason
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
