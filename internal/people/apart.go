package people

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/db"
)

// Pair is two persons of whom staff say that they are two, by whom and since
// when.
type Pair struct {
	A, B Person
	By   string
	At   db.Instant
}

// KeepApart notes that two persons who look like one are two: the pair is no
// possible duplicate any more.
func KeepApart(ctx context.Context, tx *db.Tx, actor account.Actor, org, one, other string) error {
	if one == other {
		return errMergeSelf
	}
	found, err := FindMany(ctx, tx, org, []string{one, other})
	if err != nil {
		return err
	}
	if len(found) != 2 {
		return errUnknown
	}
	n, err := insertApart(ctx, tx, org, min(one, other), max(one, other), Recorder(actor))
	if err != nil || n == 0 {
		return err
	}
	return audit(ctx, tx, actor, org, "person.kept_apart", "person", min(one, other), map[string]any{"other": max(one, other)})
}

// DropApart takes [KeepApart] back.
func DropApart(ctx context.Context, tx *db.Tx, actor account.Actor, org, one, other string) error {
	n, err := deleteApart(ctx, tx, org, min(one, other), max(one, other))
	if err != nil {
		return err
	}
	if n == 0 {
		return errUnknown
	}
	return audit(ctx, tx, actor, org, "person.apart_undone", "person", min(one, other), map[string]any{"other": max(one, other)})
}

// ListApart lists the pairs of whom staff said that they are two, the newest
// first.
func ListApart(ctx context.Context, q db.Q, org string, limit int) ([]Pair, error) {
	pairs, err := listApart(ctx, q, org, pageSize(limit))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, p := range pairs {
		ids = append(ids, p.A.ID, p.B.ID)
	}
	found, err := FindMany(ctx, q, org, ids)
	for i, p := range pairs {
		pairs[i].A, pairs[i].B = found[p.A.ID], found[p.B.ID]
	}
	return pairs, err
}
