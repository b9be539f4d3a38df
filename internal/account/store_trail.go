package account

import (
	"context"
	"encoding/json"
	"strconv"

	"koryu/internal/kit/db"
)

// trailEntries reads entries newest first; the last of args is the limit.
func trailEntries(ctx context.Context, q db.Q, where string, args []any) ([]Recorded, error) {
	rows, err := q.Query(ctx, `
		SELECT e.id, e.at, e.actor_kind, e.actor_id, e.actor_role,
			COALESCE(NULLIF(i.name, ''), i.email, d.device, t.name, ''),
			e.action, e.object, e.object_id, e.reason, e.data
		FROM audit_entry e
		LEFT JOIN identity i ON e.actor_kind = 'person' AND i.id = e.actor_id
		LEFT JOIN session d ON e.actor_kind = 'door' AND d.id = e.actor_id
		LEFT JOIN api_token t ON e.actor_kind = 'api' AND t.org_id = e.org_id AND t.id = e.actor_id
		WHERE `+where+`
		ORDER BY e.at DESC, e.id DESC LIMIT $`+strconv.Itoa(len(args)), args...)
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
