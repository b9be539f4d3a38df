package people

import (
	"context"
	"slices"

	"koryu/internal/kit/db"
)

const consentColumns = `org_id, id, person_id, code, scope, recipient, text_version, text_hash, lang, channel,
	given_by, given_at, revoked_at, revoked_by`

func scanConsent(s scanner) (c Consent, err error) {
	err = s.Scan(&c.OrgID, &c.ID, &c.PersonID, &c.Code, &c.Scope, &c.Recipient, &c.TextVersion, &c.TextHash, &c.Lang,
		&c.Channel, &c.GivenBy, &c.GivenAt, &c.RevokedAt, &c.RevokedBy)
	return c, err
}

// LiveConsents lists the consents of a person that hold, by purpose and time.
func LiveConsents(ctx context.Context, q db.Q, org, personID string) ([]Consent, error) {
	return collect(scanConsent)(q.Query(ctx, `SELECT `+consentColumns+` FROM consent
		WHERE org_id = $1 AND person_id = $2 AND revoked_at IS NULL ORDER BY code, given_at, id`, org, personID))
}

// ConsentHistory is [LiveConsents] with the withdrawn ones.
func ConsentHistory(ctx context.Context, q db.Q, org, personID string) ([]Consent, error) {
	return collect(scanConsent)(q.Query(ctx, `SELECT `+consentColumns+` FROM consent
		WHERE org_id = $1 AND person_id = $2 ORDER BY code, given_at, id`, org, personID))
}

// Consenting tells which of ids consent to a purpose, for a purpose that is
// asked per occasion on the occasion named by scope. Who is missing said no, or
// was never asked, which is the same.
func Consenting(ctx context.Context, q db.Q, org string, code ConsentCode, scope string, ids []string) (map[string]bool, error) {
	if !code.keepsScope() {
		scope = ""
	}
	yes := make(map[string]bool, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		marks, args := db.In(4, part)
		found, err := collect(func(s scanner) (id string, err error) { return id, s.Scan(&id) })(
			q.Query(ctx, `SELECT DISTINCT person_id FROM consent
				WHERE org_id = $1 AND code = $2 AND scope = $3 AND person_id IN (`+marks+`) AND revoked_at IS NULL`,
				append([]any{org, string(code), scope}, args...)...))
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			yes[id] = true
		}
	}
	return yes, nil
}

func insertConsents(ctx context.Context, tx *db.Tx, consents []Consent) error {
	rows := make([][]any, len(consents))
	for i, c := range consents {
		rows[i] = []any{c.OrgID, c.ID, c.PersonID, string(c.Code), c.Scope, c.Recipient, c.TextVersion, c.TextHash,
			string(c.Lang), c.Channel, c.GivenBy, c.GivenAt}
	}
	_, err := db.InsertWith(ctx, tx, "consent", []string{"org_id", "id", "person_id", "code", "scope", "recipient",
		"text_version", "text_hash", "lang", "channel", "given_by", "given_at"}, rows,
		`ON CONFLICT (org_id, person_id, code, scope, recipient, text_version) WHERE revoked_at IS NULL DO NOTHING`)
	return err
}

func revokeConsents(ctx context.Context, tx *db.Tx, r Revocation, now db.Instant) (int64, error) {
	return tx.Exec(ctx, `UPDATE consent SET revoked_at = $5, revoked_by = $6
		WHERE org_id = $1 AND person_id = $2 AND code = $3 AND (CAST($4 AS TEXT) = '' OR scope = $4) AND revoked_at IS NULL`,
		r.OrgID, r.PersonID, string(r.Code), r.Scope, now, r.By)
}
