package account

import (
	"context"
	"database/sql"
	"encoding/json"

	"koryu/internal/kit/db"
)

func insertEntries(ctx context.Context, q db.Q, rows [][]any) error {
	return db.Insert(ctx, q, "audit_entry", []string{"org_id", "id", "at", "actor_kind", "actor_id", "actor_role",
		"action", "object", "object_id", "reason", "data"}, rows)
}

// Which entries listEntries reads.
const (
	ofOrg    = `e.org_id = $1 AND e.at < $2`
	ofObject = `e.org_id = $1 AND e.at < $2 AND e.object = $4 AND e.object_id = $5`
)

func listEntries(ctx context.Context, q db.Q, org string, f AuditFilter) ([]Recorded, error) {
	by, args := ofOrg, []any{org, f.Before, f.Limit}
	if f.Object != "" {
		by, args = ofObject, append(args, f.Object, f.ObjectID)
	}
	rows, err := q.Query(ctx, `
		SELECT e.id, e.at, e.actor_kind, e.actor_id, e.actor_role,
			COALESCE(NULLIF(i.name, ''), i.email, d.device, t.name, ''),
			e.action, e.object, e.object_id, e.reason, e.data
		FROM audit_entry e
		LEFT JOIN identity i ON e.actor_kind = 'person' AND i.id = e.actor_id
		LEFT JOIN session d ON e.actor_kind = 'door' AND d.id = e.actor_id
		LEFT JOIN api_token t ON e.actor_kind = 'api' AND t.org_id = e.org_id AND t.id = e.actor_id
		WHERE `+by+`
		ORDER BY e.at DESC, e.id DESC LIMIT $3`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Recorded
	for rows.Next() {
		var r Recorded
		var data string
		if err := rows.Scan(&r.ID, &r.At, &r.ActorKind, &r.ActorID, &r.ActorRole, &r.ActorName,
			&r.Action, &r.Object, &r.ObjectID, &r.Reason, &data); err != nil {
			return nil, err
		}
		r.Data = json.RawMessage(data)
		list = append(list, r)
	}
	return list, rows.Err()
}

// orgsWithEntries hops from one organisation to the next along the primary
// key, so that it costs nothing however many entries there are.
func orgsWithEntries(ctx context.Context, q db.Q) ([]string, error) {
	rows, err := q.Query(ctx, `
		WITH RECURSIVE hop(org_id) AS (
			SELECT MIN(org_id) FROM audit_entry
			UNION ALL
			SELECT (SELECT MIN(e.org_id) FROM audit_entry e WHERE e.org_id > hop.org_id) FROM hop WHERE hop.org_id IS NOT NULL
		)
		SELECT org_id FROM hop WHERE org_id IS NOT NULL`)
	if err != nil {
		return nil, err
	}
	return collectTexts(rows)
}

// orgsWithTrail finds an organisation by any trace that is left of its trail.
func orgsWithTrail(ctx context.Context, q db.Q) ([]string, error) {
	rows, err := q.Query(ctx, `
		SELECT org_id FROM audit_entry UNION SELECT org_id FROM audit_seal UNION SELECT org_id FROM audit_anchor
		ORDER BY org_id`)
	if err != nil {
		return nil, err
	}
	return collectTexts(rows)
}

const auditColumns = `e.org_id, e.id, e.at, e.actor_kind, e.actor_id, e.actor_role,
	e.action, e.object, e.object_id, e.reason, e.data`

func (r *auditRow) columns() []any {
	return []any{&r.Org, &r.ID, &r.At, &r.ActorKind, &r.ActorID, &r.ActorRole,
		&r.Action, &r.Object, &r.ObjectID, &r.Why, &r.Data}
}

const notSealed = `NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.org_id = e.org_id AND s.entry_id = e.id)`

// listUnsealed reads the next entries to seal, oldest first, none before from.
func listUnsealed(ctx context.Context, q db.Q, org string, from db.Instant, limit int) ([]auditRow, error) {
	rows, err := q.Query(ctx, `
		SELECT `+auditColumns+` FROM audit_entry e
		WHERE e.org_id = $1 AND e.at >= $2 AND `+notSealed+`
		ORDER BY e.at, e.id LIMIT $3`, org, from, limit)
	if err != nil {
		return nil, err
	}
	return collectEntries(rows)
}

// listUnsealedBefore reads the entries that will never be sealed.
func listUnsealedBefore(ctx context.Context, q db.Q, org string, before db.Instant) ([]auditRow, error) {
	rows, err := q.Query(ctx, `
		SELECT `+auditColumns+` FROM audit_entry e
		WHERE e.org_id = $1 AND e.at < $2 AND `+notSealed+`
		ORDER BY e.at, e.id`, org, before)
	if err != nil {
		return nil, err
	}
	return collectEntries(rows)
}

func collectEntries(rows *sql.Rows) ([]auditRow, error) {
	defer rows.Close()
	var list []auditRow
	for rows.Next() {
		var r auditRow
		if err := rows.Scan(r.columns()...); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

func entryExists(ctx context.Context, q db.Q, org, id string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM audit_entry WHERE org_id = $1 AND id = $2`, org, id).Scan(&n)
	return n > 0, err
}
