package account

import (
	"context"

	"koryu/internal/kit/db"
)

// findChainEnd reads the anchor and the last link in one statement, so that
// both are of the same moment.
func findChainEnd(ctx context.Context, q db.Q, org string) (chainEnd, error) {
	var at chainEnd
	err := q.QueryRow(ctx, `
		WITH wanted(org_id, seq) AS (
			SELECT CAST($1 AS TEXT), (SELECT MAX(s.seq) FROM audit_seal s WHERE s.org_id = $1)
		)
		SELECT COALESCE(a.seq, 0), COALESCE(a.hash, ''), COALESCE(a.newest_at, 0), COALESCE(a.mac, ''),
			COALESCE(l.seq, 0), COALESCE(l.hash, '')
		FROM wanted w
		LEFT JOIN audit_anchor a ON a.org_id = w.org_id
		LEFT JOIN audit_seal l ON l.org_id = w.org_id AND l.seq = w.seq`, org).
		Scan(&at.Seq, &at.Hash, &at.Newest, &at.MAC, &at.LastSeq, &at.LastHash)
	return at, err
}

func insertLinks(ctx context.Context, q db.Q, org string, links []link) error {
	rows := make([][]any, len(links))
	for i, l := range links {
		rows[i] = []any{org, l.Seq, l.EntryID, l.EntryAt, l.EntryHash, l.Hash}
	}
	return db.Insert(ctx, q, "audit_seal", []string{"org_id", "seq", "entry_id", "entry_at", "entry_hash", "hash"}, rows)
}

// putAnchor moves the anchor. Who inserted the links before it is alone here:
// the place of the first one in the chain is a primary key.
func putAnchor(ctx context.Context, q db.Q, org string, to chainEnd, now db.Instant) error {
	_, err := q.Exec(ctx, `
		INSERT INTO audit_anchor (org_id, seq, hash, newest_at, sealed_at, mac) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (org_id) DO UPDATE SET
			seq = excluded.seq, hash = excluded.hash, newest_at = excluded.newest_at,
			sealed_at = excluded.sealed_at, mac = excluded.mac`, org, to.Seq, to.Hash, to.Newest, now, to.MAC)
	return err
}

func listAnchors(ctx context.Context, q db.Q) ([]Head, error) {
	rows, err := q.Query(ctx, `SELECT org_id, seq, hash, sealed_at FROM audit_anchor ORDER BY org_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Head
	for rows.Next() {
		var h Head
		if err := rows.Scan(&h.Org, &h.Seq, &h.Hash, &h.SealedAt); err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	return list, rows.Err()
}

// listLinks reads the chain in blocks, from after one place up to another,
// each link with its entry if that is still there.
func listLinks(ctx context.Context, q db.Q, org string, after, upTo int64, limit int) ([]sealedEntry, error) {
	rows, err := q.Query(ctx, `
		SELECT l.seq, l.entry_id, l.entry_at, l.entry_hash, l.hash, e.id IS NOT NULL,
			COALESCE(e.org_id, ''), COALESCE(e.id, ''), COALESCE(e.at, 0), COALESCE(e.actor_kind, ''),
			COALESCE(e.actor_id, ''), COALESCE(e.actor_role, ''), COALESCE(e.action, ''), COALESCE(e.object, ''),
			COALESCE(e.object_id, ''), COALESCE(e.reason, ''), COALESCE(e.data, '')
		FROM audit_seal l
		LEFT JOIN audit_entry e ON e.org_id = l.org_id AND e.at = l.entry_at AND e.id = l.entry_id
		WHERE l.org_id = $1 AND l.seq > $2 AND l.seq <= $3
		ORDER BY l.seq LIMIT $4`, org, after, upTo, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []sealedEntry
	for rows.Next() {
		var l sealedEntry
		columns := append([]any{&l.Seq, &l.EntryID, &l.EntryAt, &l.EntryHash, &l.Hash, &l.Present}, l.Entry.columns()...)
		if err := rows.Scan(columns...); err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}
