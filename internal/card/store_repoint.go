package card

import (
	"context"

	"koryu/internal/kit/db"
)

// run does statements of which $1 is the organisation, $2 the person who goes and
// $3 the one who stays.
func run(ctx context.Context, tx *db.Tx, org, from, to string, statements ...string) error {
	for _, s := range statements {
		if _, err := tx.Exec(ctx, s, org, from, to); err != nil {
			return err
		}
	}
	return nil
}

func moveCard(ctx context.Context, tx *db.Tx, org, from, to string) error {
	return run(ctx, tx, org, from, to,
		`UPDATE card SET person_id = $3 WHERE org_id = $1 AND person_id = $2
			AND NOT EXISTS (SELECT 1 FROM card o WHERE o.org_id = $1 AND o.person_id = $3)`,
		`DELETE FROM card WHERE org_id = $1 AND person_id = $2 AND person_id <> $3`,
		`UPDATE card_hidden SET person_id = $3 WHERE org_id = $1 AND person_id = $2
			AND NOT EXISTS (SELECT 1 FROM card_hidden o WHERE o.org_id = $1 AND o.person_id = $3 AND o.event_id = card_hidden.event_id)`,
		`DELETE FROM card_hidden WHERE org_id = $1 AND person_id = $2 AND person_id <> $3`)
}

func moveBoard(ctx context.Context, tx *db.Tx, org, from, to string) error {
	return run(ctx, tx, org, from, to,
		`UPDATE board_entry SET person_id = $3 WHERE org_id = $1 AND person_id = $2
			AND NOT EXISTS (SELECT 1 FROM board_entry o WHERE o.org_id = $1 AND o.person_id = $3 AND o.event_id = board_entry.event_id)`,
		`DELETE FROM board_entry WHERE org_id = $1 AND person_id = $2 AND person_id <> $3`)
}

func moveMeetings(ctx context.Context, tx *db.Tx, org, from, to string) error {
	return run(ctx, tx, org, from, to,
		`UPDATE meeting SET person_id = $3 WHERE org_id = $1 AND person_id = $2
			AND NOT EXISTS (SELECT 1 FROM meeting o WHERE o.org_id = $1 AND o.person_id = $3 AND o.exchange_id = meeting.exchange_id)`,
		`DELETE FROM meeting WHERE org_id = $1 AND person_id = $2 AND person_id <> $3`)
}

func moveBlocks(ctx context.Context, tx *db.Tx, org, from, to string) error {
	return run(ctx, tx, org, from, to,
		`DELETE FROM card_block WHERE org_id = $1 AND (person_id = $2 AND target = $3 OR person_id = $3 AND target = $2)`,
		`DELETE FROM card_block WHERE org_id = $1 AND person_id = $2
			AND EXISTS (SELECT 1 FROM card_block o WHERE o.org_id = $1 AND o.person_id = $3 AND o.target = card_block.target)`,
		`DELETE FROM card_block WHERE org_id = $1 AND target = $2
			AND EXISTS (SELECT 1 FROM card_block o WHERE o.org_id = $1 AND o.target = $3 AND o.person_id = card_block.person_id)`,
		`UPDATE card_block SET person_id = $3 WHERE org_id = $1 AND person_id = $2`,
		`UPDATE card_block SET target = $3 WHERE org_id = $1 AND target = $2`)
}

func exchangesOf(ctx context.Context, q db.Q, org, person string) ([]Exchange, error) {
	return collect(scanExchange)(q.Query(ctx, `SELECT `+exchangeColumns+` FROM exchange x
		WHERE x.org_id = $1 AND (x.owner_id = $2 OR x.partner_id = $2 OR x.via = $2) ORDER BY x.id`, org, person))
}

// exchangeTaken tells whether another exchange stands for the same two, or waits
// for the same address.
func exchangeTaken(ctx context.Context, q db.Q, e Exchange) (bool, error) {
	low, high := inOrder(e.OwnerID, e.PartnerID)
	var n int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM exchange x WHERE x.org_id = $1 AND x.id <> $2
		AND (x.state = 'done' AND x.low = $3 AND x.high = $4 AND $3 <> '' OR x.state = 'pending' AND x.owner_id = $5 AND x.email_key = $6)`,
		e.OrgID, e.ID, low, high, e.OwnerID, e.emailKey).Scan(&n)
	return n > 0, err
}

func moveExchange(ctx context.Context, tx *db.Tx, e Exchange) error {
	low, high := inOrder(e.OwnerID, e.PartnerID)
	if low == high {
		low, high = "", ""
	}
	_, err := tx.Exec(ctx, `UPDATE exchange SET owner_id = $3, partner_id = $4, low = $5, high = $6, via = $7, state = $8, ended_at = $9
		WHERE org_id = $1 AND id = $2`, e.OrgID, e.ID, e.OwnerID, e.PartnerID, low, high, e.Via, string(e.State), e.EndedAt.Null())
	return err
}

// tiesAround lists the ties that stand of the person, or that they brought about.
func tiesAround(ctx context.Context, q db.Q, org, person string) ([]Pair, error) {
	return collect(scanPair)(q.Query(ctx, `SELECT `+pairColumns+` FROM tie t WHERE t.org_id = $1
		AND (t.low = $2 OR t.high = $2 OR t.via = $2) AND t.undone_at IS NULL ORDER BY t.id`, org, person))
}

func tieTaken(ctx context.Context, q db.Q, org, id, low, high string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM tie t WHERE t.org_id = $1 AND t.id <> $2 AND t.low = $3 AND t.high = $4
		AND t.undone_at IS NULL`, org, id, low, high).Scan(&n)
	return n > 0, err
}

func moveTie(ctx context.Context, tx *db.Tx, org, id, low, high, via string) error {
	_, err := tx.Exec(ctx, `UPDATE tie SET low = $3, high = $4, via = $5 WHERE org_id = $1 AND id = $2`, org, id, low, high, via)
	return err
}

func dropTie(ctx context.Context, tx *db.Tx, org, id string) error {
	_, err := tx.Exec(ctx, `UPDATE tie SET undone_at = $3 WHERE org_id = $1 AND id = $2`, org, id, tx.Now())
	return err
}

func introductionTaken(ctx context.Context, q db.Q, i Introduction) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM introduction i WHERE i.org_id = $1 AND i.id <> $2 AND i.by_person = $3
		AND i.first = $4 AND i.second = $5 AND i.state = 'open' AND $6 = 'open'`, i.OrgID, i.ID, i.ByID, i.first, i.second, i.State).Scan(&n)
	return n > 0, err
}

func moveIntroduction(ctx context.Context, tx *db.Tx, i Introduction) error {
	_, err := tx.Exec(ctx, `UPDATE introduction SET by_person = $3, first = $4, second = $5, first_yes = $6, second_yes = $7, declined_by = $8
		WHERE org_id = $1 AND id = $2`, i.OrgID, i.ID, i.ByID, i.first, i.second, i.firstYes.Null(), i.secondYes.Null(), i.declinedBy)
	return err
}

func dropIntroduction(ctx context.Context, tx *db.Tx, org, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM introduction WHERE org_id = $1 AND id = $2`, org, id)
	return err
}
