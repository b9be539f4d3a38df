package jobs

import (
	"context"

	"koryu/internal/kit/db"
)

// turns gives the moment of the next turn per periodic kind.
func turns(ctx context.Context, q db.Q) (map[string]db.Instant, error) {
	rows, err := q.Query(ctx, `SELECT kind, next_at FROM job_turn`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	next := make(map[string]db.Instant)
	for rows.Next() {
		var kind string
		var at db.Instant
		if err := rows.Scan(&kind, &at); err != nil {
			return nil, err
		}
		next[kind] = at
	}
	return next, rows.Err()
}

// addTurn begins the turns of a kind.
func addTurn(ctx context.Context, tx *db.Tx, kind string, next db.Instant) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO job_turn (kind, turn, next_at) VALUES ($1, 0, $2)
		ON CONFLICT (kind) DO NOTHING`, kind, next)
	return err
}

// lockTurn reads a kind's turn and keeps other processes from taking it.
func lockTurn(ctx context.Context, tx *db.Tx, kind string) (turn int64, next db.Instant, err error) {
	err = tx.QueryRow(ctx, `SELECT turn, next_at FROM job_turn WHERE kind = $1`+tx.ForUpdate(), kind).Scan(&turn, &next)
	return turn, next, err
}

func moveTurn(ctx context.Context, tx *db.Tx, kind string, turn int64, next db.Instant) error {
	_, err := tx.Exec(ctx, `UPDATE job_turn SET turn = $2, next_at = $3 WHERE kind = $1`, kind, turn, next)
	return err
}

// live tells that an earlier turn of a kind is not over yet.
func live(ctx context.Context, tx *db.Tx, kind string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM job
		WHERE org_id = $1 AND kind = $2 AND state IN ('ready', 'running')`, systemOrg, kind).Scan(&n)
	return n > 0, err
}
