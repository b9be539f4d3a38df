package event

import (
	"context"

	"koryu/internal/kit/db"
)

func registeredTwice(ctx context.Context, q db.Q, org, first, second string) ([]Twice, error) {
	of := func(person string) (map[string]Registration, []string, error) {
		list, err := collect(scanRegistration)(q.Query(ctx, `SELECT `+registrationColumns+` FROM registration r
			WHERE r.org_id = $1 AND r.person_id = $2 AND r.ended = 0 ORDER BY r.created_at, r.id`, org, person))
		all := map[string]Registration{}
		var order []string
		for _, r := range list {
			all[r.EventID] = r
			order = append(order, r.EventID)
		}
		return all, order, err
	}
	one, order, err := of(first)
	if err != nil {
		return nil, err
	}
	other, _, err := of(second)
	var pairs []Twice
	for _, event := range order {
		if r, both := other[event]; both {
			pairs = append(pairs, Twice{First: one[event], Second: r})
		}
	}
	return pairs, err
}

func moveRegistrations(ctx context.Context, tx *db.Tx, org, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE registration SET person_id = $3 WHERE org_id = $1 AND person_id = $2`, org, from, to)
	return err
}
