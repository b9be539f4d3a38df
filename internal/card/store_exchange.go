package card

import (
	"context"
	"database/sql"
	"errors"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

const exchangeColumns = `x.org_id, x.id, x.once, x.owner_id, x.partner_id, x.family, x.given, x.email, x.email_key, x.lang,
	x.consent_run, x.consent_show, x.state, x.serial, x.event_id, x.via, x.at, x.offline, x.created_at, x.done_at, x.ended_at`

func scanExchange(s scanner) (e Exchange, err error) {
	err = s.Scan(&e.OrgID, &e.ID, &e.once, &e.OwnerID, &e.PartnerID, &e.Family, &e.Given, &e.Email, &e.emailKey, &e.Lang,
		&e.consentRun, &e.consent, &e.State, &e.serial, &e.EventID, &e.Via, &e.At, &e.Offline, &e.CreatedAt, &e.DoneAt, &e.EndedAt)
	return e, err
}

// one reads at most one exchange; ok is false when there is none.
func one(row *sql.Row) (e Exchange, ok bool, err error) {
	e, err = scanExchange(row)
	if errors.Is(err, sql.ErrNoRows) {
		return Exchange{}, false, nil
	}
	return e, err == nil, err
}

func findExchange(ctx context.Context, q db.Q, org, id string) (Exchange, bool, error) {
	return one(q.QueryRow(ctx, `SELECT `+exchangeColumns+` FROM exchange x WHERE x.org_id = $1 AND x.id = $2`, org, id))
}

// lockExchange is [findExchange] for a change.
func lockExchange(ctx context.Context, tx *db.Tx, org, id string) (Exchange, bool, error) {
	return one(tx.QueryRow(ctx, `SELECT `+exchangeColumns+` FROM exchange x
		WHERE x.org_id = $1 AND x.id = $2`+tx.ForUpdate(), org, id))
}

// findExchangeAnywhere resolves a sealed link, which names the exchange only.
func findExchangeAnywhere(ctx context.Context, q db.Q, id string) (Exchange, bool, error) {
	return one(q.QueryRow(ctx, `SELECT `+exchangeColumns+` FROM exchange x
		WHERE x.org_id IN (SELECT o.id FROM organisation o) AND x.id = $1`, id))
}

func findOnce(ctx context.Context, q db.Q, org, once string) (Exchange, bool, error) {
	return one(q.QueryRow(ctx, `SELECT `+exchangeColumns+` FROM exchange x WHERE x.org_id = $1 AND x.once = $2`, org, once))
}

// findOnceOrPair finds the exchange of a key, or else the one that stands for the
// pair: one journey for what almost every exchange asks.
func findOnceOrPair(ctx context.Context, q db.Q, org, once, low, high string) (Exchange, bool, error) {
	return one(q.QueryRow(ctx, `SELECT `+exchangeColumns+` FROM exchange x
		WHERE x.org_id = $1 AND (x.once = $2 OR x.low = $3 AND x.high = $4 AND x.state = 'done')
		ORDER BY CASE WHEN x.once = $2 THEN 0 ELSE 1 END LIMIT 1`, org, once, low, high))
}

func findPair(ctx context.Context, q db.Q, org, low, high string) (Exchange, bool, error) {
	return one(q.QueryRow(ctx, `SELECT `+exchangeColumns+` FROM exchange x
		WHERE x.org_id = $1 AND x.low = $2 AND x.high = $3 AND x.state = 'done'`, org, low, high))
}

// findTyped finds what was typed for the owner's card with this address: what
// waits, or what was silently refused a short while ago.
func findTyped(ctx context.Context, q db.Q, org, owner, emailKey string, since db.Instant) (Exchange, bool, error) {
	return one(q.QueryRow(ctx, `SELECT `+exchangeColumns+` FROM exchange x
		WHERE x.org_id = $1 AND x.owner_id = $2 AND x.email_key = $3
			AND (x.state = 'pending' OR x.state = 'refused' AND x.created_at > $4)
		ORDER BY x.state, x.id LIMIT 1`, org, owner, emailKey, since))
}

func countTyped(ctx context.Context, q db.Q, org, owner string, since db.Instant) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM exchange x WHERE x.org_id = $1 AND x.owner_id = $2
		AND x.state IN ('pending', 'refused') AND x.created_at > $3`, org, owner, since).Scan(&n)
	return n, err
}

// insertExchange gives 0 when the key, the pair or the typed address has one.
func insertExchange(ctx context.Context, tx *db.Tx, e Exchange) (int64, error) {
	low, high := inOrder(e.OwnerID, e.PartnerID)
	return db.InsertWith(ctx, tx, "exchange", []string{"org_id", "id", "once", "owner_id", "partner_id", "low", "high",
		"family", "given", "email", "email_key", "lang", "consent_run", "consent_show", "state", "serial", "event_id", "via",
		"at", "offline", "created_at", "done_at", "ended_at"},
		[][]any{{e.OrgID, e.ID, e.once, e.OwnerID, e.PartnerID, low, high, e.Family, e.Given, e.Email, e.emailKey, string(e.Lang),
			e.consentRun, e.consent, string(e.State), e.serial, e.EventID, e.Via, e.At, e.Offline, e.CreatedAt, e.DoneAt.Null(), e.EndedAt.Null()}},
		`ON CONFLICT DO NOTHING`)
}

// bindExchange saves that the typed partner is a person now.
func bindExchange(ctx context.Context, tx *db.Tx, e Exchange) error {
	low, high := inOrder(e.OwnerID, e.PartnerID)
	_, err := tx.Exec(ctx, `UPDATE exchange SET partner_id = $3, low = $4, high = $5, state = $6, serial = $7, event_id = $8, done_at = $9
		WHERE org_id = $1 AND id = $2`, e.OrgID, e.ID, e.PartnerID, low, high, string(e.State), e.serial, e.EventID, e.DoneAt)
	return err
}

// endExchange saves that it is over and forgets what was typed.
func endExchange(ctx context.Context, tx *db.Tx, e Exchange, state State) error {
	_, err := tx.Exec(ctx, `UPDATE exchange SET state = $3, ended_at = $4, partner_id = $5, family = '', given = '', email = '', email_key = ''
		WHERE org_id = $1 AND id = $2`, e.OrgID, e.ID, string(state), tx.Now(), e.PartnerID)
	return err
}

// inOrder gives a pair as it is kept; nothing while one of the two is not known.
func inOrder(a, b string) (low, high string) {
	switch {
	case a == "" || b == "":
		return "", ""
	case a < b:
		return a, b
	}
	return b, a
}

// insertTie gives 0 when the two have a tie.
func insertTie(ctx context.Context, tx *db.Tx, e Exchange, id string) (int64, error) {
	low, high := inOrder(e.OwnerID, e.PartnerID)
	return db.InsertWith(ctx, tx, "tie", []string{"org_id", "id", "low", "high", "exchange_id", "event_id", "via", "at"},
		[][]any{{e.OrgID, id, low, high, e.ID, e.EventID, e.Via, e.At}}, `ON CONFLICT DO NOTHING`)
}

// undoTie ends the tie that an exchange made and names it, "" for none.
func undoTie(ctx context.Context, tx *db.Tx, org, exchange string) (id string, err error) {
	err = tx.QueryRow(ctx, `UPDATE tie SET undone_at = $3 WHERE org_id = $1 AND exchange_id = $2 AND undone_at IS NULL
		RETURNING id`, org, exchange, tx.Now()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, err
}

// liveScopes tells for which exchanges the typed partner's two consents hold.
func liveScopes(ctx context.Context, q db.Q, org string, list []Exchange) (map[string]bool, error) {
	byScope := map[string]string{}
	var scopes []string
	for _, e := range list {
		byScope[e.scope()] = e.ID
		scopes = append(scopes, e.scope())
	}
	codes := map[string]int{}
	err := inChunks(scopes, []any{org, string(people.ConsentRun), string(people.ConsentDirectory)}, func(marks string, args []any) error {
		found, err := collect(scanText)(q.Query(ctx, `SELECT DISTINCT c.scope || ' ' || c.code FROM consent c
			JOIN exchange x ON x.org_id = c.org_id AND x.partner_id = c.person_id AND c.scope = 'exchange:' || x.id
			WHERE c.org_id = $1 AND c.code IN ($2, $3) AND c.scope IN (`+marks+`) AND c.revoked_at IS NULL`, args...))
		for _, f := range found {
			codes[byScope[f[:len(f)-2]]]++
		}
		return err
	})
	live := map[string]bool{}
	for id, n := range codes {
		live[id] = n == 2
	}
	return live, err
}
