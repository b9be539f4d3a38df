package card

import (
	"context"
	"strings"

	"koryu/internal/kit/db"
)

// met is an exchange with what the reader keeps beside it.
type met struct {
	Exchange
	event  MetEvent
	note   string
	tags   []string
	mine   bool // the reader showed
	reader string
}

// maxMet bounds what is read for one person's list.
const maxMet = 5000

func listMet(ctx context.Context, q db.Q, org, person, exchange string) ([]met, error) {
	return collect(func(s scanner) (m met, err error) {
		var tags string
		e := &m.Exchange
		err = s.Scan(&e.OrgID, &e.ID, &e.once, &e.OwnerID, &e.PartnerID, &e.Family, &e.Given, &e.Email, &e.emailKey, &e.Lang,
			&e.consentRun, &e.consent, &e.State, &e.serial, &e.EventID, &e.Via, &e.At, &e.Offline, &e.CreatedAt, &e.DoneAt, &e.EndedAt,
			&m.event.Title, &m.event.TitleEn, &m.event.StartsAt, &m.note, &tags)
		m.event.ID, m.tags, m.reader, m.mine = e.EventID, splitTags(tags), person, e.OwnerID == person
		return m, err
	})(q.Query(ctx, `SELECT `+exchangeColumns+`, COALESCE(e.title, ''), COALESCE(e.title_en, ''), COALESCE(e.starts_at, 0),
			COALESCE(m.note, ''), COALESCE(m.tags, '')
		FROM exchange x
		LEFT JOIN event e ON e.org_id = x.org_id AND e.id = x.event_id
		LEFT JOIN meeting m ON m.org_id = x.org_id AND m.exchange_id = x.id AND m.person_id = $2
		WHERE x.org_id = $1 AND (CAST($3 AS TEXT) = '' OR x.id = $3)
			AND (x.owner_id = $2 AND x.state IN ('pending', 'done') OR x.partner_id = $2 AND x.state = 'done')
		ORDER BY x.at DESC, x.id DESC LIMIT $4`, org, person, exchange, maxMet))
}

func putMeeting(ctx context.Context, tx *db.Tx, org, exchange, person, note string, tags []string) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting (org_id, exchange_id, person_id, note, tags, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (org_id, exchange_id, person_id) DO UPDATE SET note = excluded.note, tags = excluded.tags, updated_at = excluded.updated_at`,
		org, exchange, person, note, joinTags(tags), tx.Now())
	return err
}

func deleteMeetings(ctx context.Context, tx *db.Tx, org, exchange string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting WHERE org_id = $1 AND exchange_id = $2`, org, exchange)
	return err
}

// Tags are kept one a line; none holds a line break.
func joinTags(tags []string) string { return strings.Join(tags, "\n") }

func splitTags(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// block is one row: person does not want to meet target.
type block struct {
	id, person, target, exchange string
	createdAt                    db.Instant
}

func scanBlock(s scanner) (b block, err error) {
	err = s.Scan(&b.id, &b.person, &b.target, &b.exchange, &b.createdAt)
	return b, err
}

// blocksAround lists the blocks that the person made or that were made of one of
// their targets.
func blocksAround(ctx context.Context, q db.Q, org, person string, targets ...string) ([]block, error) {
	targets = append(targets, person)
	marks, args := db.In(3, targets)
	return collect(scanBlock)(q.Query(ctx, `SELECT id, person_id, target, exchange_id, created_at FROM card_block
		WHERE org_id = $1 AND (person_id = $2 OR target IN (`+marks+`)) ORDER BY created_at, id`,
		append([]any{org, person}, args...)...))
}

// blockedPair tells whether one of the two blocked the other, by person or by the
// address that the second one has.
func blockedPair(ctx context.Context, q db.Q, org, a, b, bMail string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM card_block WHERE org_id = $1
		AND (person_id = $2 AND target IN ($3, $4) OR person_id = $3 AND target = $2)`, org, a, b, bMail).Scan(&n)
	return n > 0, err
}

func insertBlock(ctx context.Context, tx *db.Tx, org string, b block) error {
	_, err := db.InsertWith(ctx, tx, "card_block", []string{"org_id", "id", "person_id", "target", "exchange_id", "created_at"},
		[][]any{{org, b.id, b.person, b.target, b.exchange, b.createdAt}}, `ON CONFLICT (org_id, person_id, target) DO NOTHING`)
	return err
}

func deleteBlock(ctx context.Context, tx *db.Tx, org, person, id string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM card_block WHERE org_id = $1 AND person_id = $2 AND id = $3`, org, person, id)
}
