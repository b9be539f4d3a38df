package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"koryu/internal/kit/db"
)

// SystemOrg is where entries go that belong to no organisation, such as a
// sign-in.
const SystemOrg = "system"

// Entry is one thing that was done.
//
// An entry outlives the people in it and cannot be changed afterwards.
// Therefore Reason and Data hold no personal data: identifiers, states,
// numbers, and the reason an organiser chose or wrote for the record.
type Entry struct {
	Org      string // "" means SystemOrg
	Actor    Actor
	Action   string // "registration.cancelled"
	Object   string // "registration"
	ObjectID string
	Reason   string
	Data     any // becomes JSON; nil for none
}

// Recorded is an entry as it is read back.
type Recorded struct {
	ID        string
	At        db.Instant
	ActorKind string
	ActorID   string
	ActorRole Role
	ActorName string // as known today; empty once the identity is gone
	Action    string
	Object    string
	ObjectID  string
	Reason    string
	Data      json.RawMessage // {} for none
}

// AuditFilter narrows ListAudit; empty fields do not narrow.
type AuditFilter struct {
	Object   string     // together with ObjectID
	ObjectID string     //
	Before   db.Instant // entries older than this; for the next page
	Limit    int        // 100 if zero
}

// Record writes what tx does. The entries become part of the chain later (see
// Seal), so recording is a plain insert and holds nobody up.
func Record(ctx context.Context, tx *db.Tx, entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	rows := make([][]any, len(entries))
	for i, e := range entries {
		data, err := dataText(e.Data)
		if err != nil {
			return fmt.Errorf("account: audit data of %s: %w", e.Action, err)
		}
		org := e.Org
		if org == "" {
			org = SystemOrg
		}
		rows[i] = []any{org, tx.NewID(), tx.Now(), e.Actor.Kind, e.Actor.ID(), string(e.Actor.Role),
			e.Action, e.Object, e.ObjectID, e.Reason, data}
	}
	return insertEntries(ctx, tx, rows)
}

// ListAudit lists entries of the organisation, newest first.
func (s *Service) ListAudit(ctx context.Context, actor Actor, org string, f AuditFilter) ([]Recorded, error) {
	if err := actor.Require(org, AuditView); err != nil {
		return nil, err
	}
	if f.Limit <= 0 {
		f.Limit = 100
	}
	if f.Before == 0 {
		f.Before = s.DB.Now().Add(time.Second)
	}
	return listEntries(ctx, s.DB, org, f)
}

func dataText(data any) (string, error) {
	if data == nil {
		return "{}", nil
	}
	text, err := json.Marshal(data)
	return string(text), err
}
