package card

import (
	"context"

	"koryu/internal/kit/db"
)

const (
	pairColumns = `t.id, t.low, t.high, t.at, t.event_id, t.via`
	endOfTime   = db.Instant(1<<63 - 1)
)

func scanPair(s scanner) (p Pair, err error) {
	return p, s.Scan(&p.TieID, &p.A, &p.B, &p.At, &p.EventID, &p.Via)
}

// Pairs lists the ties that stand, each once, by time.
func Pairs(ctx context.Context, q db.Q, org string, f PairFilter) ([]Pair, error) {
	if f.Period.Until.IsZero() {
		f.Period.Until = endOfTime
	}
	return collect(scanPair)(q.Query(ctx, `SELECT `+pairColumns+` FROM tie t
		WHERE t.org_id = $1 AND t.undone_at IS NULL AND t.at >= $2 AND t.at < $3 AND (CAST($4 AS TEXT) = '' OR t.event_id = $4)
		ORDER BY t.at, t.id`, org, f.Period.From, f.Period.Until, f.EventID))
}

// TiesOf lists the ties of a person that stand, by time.
func TiesOf(ctx context.Context, q db.Q, org, person string) ([]Pair, error) {
	return collect(scanPair)(q.Query(ctx, `SELECT `+pairColumns+` FROM tie t
		WHERE t.org_id = $1 AND (t.low = $2 OR t.high = $2) AND t.undone_at IS NULL ORDER BY t.at, t.id`, org, person))
}

// WithoutTie lists the participants who came to the event and made no tie there,
// by reading.
func WithoutTie(ctx context.Context, q db.Q, org, event string) ([]string, error) {
	return collect(scanText)(q.Query(ctx, `SELECT p.id FROM person p WHERE p.org_id = $1 AND p.id IN (
			SELECT f.person_id FROM participation f WHERE f.org_id = $1 AND f.kind = 'attended' AND f.occasion_kind = 'event'
				AND f.occasion_id = $2 AND f.retracted_at IS NULL)
		AND NOT EXISTS (SELECT 1 FROM tie t WHERE t.org_id = $1 AND t.event_id = $2 AND t.low = p.id AND t.undone_at IS NULL)
		AND NOT EXISTS (SELECT 1 FROM tie t WHERE t.org_id = $1 AND t.event_id = $2 AND t.high = p.id AND t.undone_at IS NULL)
		ORDER BY p.sort_key, p.id`, org, event))
}
