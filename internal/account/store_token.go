package account

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"koryu/internal/kit/db"
)

func putAPIToken(ctx context.Context, q db.Q, t APIToken, mac string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO api_token (org_id, id, name, token_mac, scopes, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, t.OrgID, t.ID, t.Name, mac, joinScopes(t.Scopes), t.CreatedBy, t.CreatedAt)
	return err
}

// findAPIToken finds by the secret alone: which organisation it acts for is
// what the token says.
func findAPIToken(ctx context.Context, q db.Q, mac string) (APIToken, bool, error) {
	var t APIToken
	var scopes string
	err := q.QueryRow(ctx, `
		SELECT org_id, id, name, scopes, created_by, created_at, COALESCE(last_used_at, 0)
		FROM api_token WHERE token_mac = $1 AND revoked_at IS NULL`, mac).
		Scan(&t.OrgID, &t.ID, &t.Name, &scopes, &t.CreatedBy, &t.CreatedAt, &t.LastUsedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return APIToken{}, false, nil
	}
	t.Scopes = splitScopes(scopes)
	return t, err == nil, err
}

func listAPITokens(ctx context.Context, q db.Q, org string) ([]APIToken, error) {
	rows, err := q.Query(ctx, `
		SELECT id, name, scopes, created_by, created_at, COALESCE(last_used_at, 0), COALESCE(revoked_at, 0)
		FROM api_token WHERE org_id = $1 ORDER BY created_at DESC, id DESC`, org)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []APIToken
	for rows.Next() {
		t := APIToken{OrgID: org}
		var scopes string
		if err := rows.Scan(&t.ID, &t.Name, &scopes, &t.CreatedBy, &t.CreatedAt, &t.LastUsedAt, &t.RevokedAt); err != nil {
			return nil, err
		}
		t.Scopes = splitScopes(scopes)
		list = append(list, t)
	}
	return list, rows.Err()
}

func revokeAPIToken(ctx context.Context, q db.Q, org, id string, now db.Instant) (bool, error) {
	n, err := q.Exec(ctx, `
		UPDATE api_token SET revoked_at = $3 WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL`, org, id, now)
	return n == 1, err
}

func markUsed(ctx context.Context, q db.Q, org, id string, now db.Instant) error {
	_, err := q.Exec(ctx, `UPDATE api_token SET last_used_at = $3 WHERE org_id = $1 AND id = $2`, org, id, now)
	return err
}

func joinScopes(list []Action) string {
	words := make([]string, len(list))
	for i, scope := range list {
		words[i] = string(scope)
	}
	return strings.Join(words, " ")
}

func splitScopes(text string) []Action {
	var list []Action
	for _, word := range strings.Fields(text) {
		list = append(list, Action(word))
	}
	return list
}
