package people

import (
	"context"
	"slices"

	"koryu/internal/kit/db"
)

// LiveConsentsAmong finds the consents to one purpose, of all scopes, that hold
// for any of the persons.
func LiveConsentsAmong(ctx context.Context, q db.Q, org string, code ConsentCode, ids []string) (map[string][]Consent, error) {
	found := make(map[string][]Consent, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		marks, args := db.In(3, part)
		all, err := collect(scanConsent)(q.Query(ctx, `SELECT `+consentColumns+` FROM consent
			WHERE org_id = $1 AND code = $2 AND person_id IN (`+marks+`) AND revoked_at IS NULL
			ORDER BY person_id, scope, given_at, id`, append([]any{org, string(code)}, args...)...))
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			found[c.PersonID] = append(found[c.PersonID], c)
		}
	}
	return found, nil
}

// ConsentedBefore lists whose consent to a purpose holds and was given before
// an instant, at most limit of them.
func ConsentedBefore(ctx context.Context, q db.Q, org string, code ConsentCode, before db.Instant, limit int) ([]string, error) {
	return collect(func(s scanner) (id string, err error) { return id, s.Scan(&id) })(q.Query(ctx, `SELECT person_id FROM consent
		WHERE org_id = $1 AND code = $2 AND revoked_at IS NULL
		GROUP BY person_id HAVING MAX(given_at) < $3 ORDER BY person_id LIMIT $4`, org, string(code), before, limit))
}
