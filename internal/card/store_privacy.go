package card

import (
	"context"

	"koryu/internal/kit/db"
)

// Statements of an erasure: $1 is the organisation, $2 the person, $3 their
// address as it is compared ("" for none).
const (
	eraseHidden   = `DELETE FROM card_hidden WHERE org_id = $1 AND person_id = $2`
	eraseCard     = `DELETE FROM card WHERE org_id = $1 AND person_id = $2`
	eraseMeetings = `DELETE FROM meeting WHERE org_id = $1 AND exchange_id IN (SELECT x.id FROM exchange x WHERE x.org_id = $1
		AND (x.owner_id = $2 OR x.partner_id = $2 OR x.email_key = $3 AND x.email_key <> ''))`
	eraseExchanges = `DELETE FROM exchange WHERE org_id = $1
		AND (owner_id = $2 OR partner_id = $2 OR email_key = $3 AND email_key <> '')`
	eraseBlocks        = `DELETE FROM card_block WHERE org_id = $1 AND (person_id = $2 OR target = $2)`
	eraseIntroductions = `DELETE FROM introduction WHERE org_id = $1 AND (by_person = $2 OR first = $2 OR second = $2)`
	eraseBoard         = `DELETE FROM board_entry WHERE org_id = $1 AND person_id = $2`
)

func eraseRows(ctx context.Context, tx *db.Tx, statement, org string, args ...any) (int64, error) {
	return tx.Exec(ctx, statement, append([]any{org}, args...)...)
}

func tiesKept(ctx context.Context, q db.Q, org, person string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM tie WHERE org_id = $1 AND (low = $2 OR high = $2)`, org, person).Scan(&n)
	return n, err
}

func boardsOf(ctx context.Context, q db.Q, org, person string) ([]string, error) {
	return collect(scanText)(q.Query(ctx, `SELECT e.title FROM board_entry b JOIN event e ON e.org_id = b.org_id AND e.id = b.event_id
		WHERE b.org_id = $1 AND b.person_id = $2 ORDER BY e.starts_at`, org, person))
}
