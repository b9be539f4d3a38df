package card

import (
	"context"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Pair is a tie: two persons who met, A before B. Via introduced them, "" for
// nobody.
type Pair struct {
	TieID, A, B string
	At          db.Instant
	EventID     string
	Via         string
}

// PairFilter narrows to an event, or to a period, or to both.
type PairFilter struct {
	EventID string
	Period  people.Period
}

// TieCount counts ties, each pair once, and the persons who have one; ByEvent the
// ties of each event, those of no event under "".
type TieCount struct {
	Ties, People int
	ByEvent      map[string]int
}

// TieCounts counts the ties that stand.
func TieCounts(ctx context.Context, q db.Q, org string, f PairFilter) (TieCount, error) {
	pairs, err := Pairs(ctx, q, org, f)
	count, persons := TieCount{ByEvent: map[string]int{}}, map[string]bool{}
	for _, p := range pairs {
		count.Ties++
		count.ByEvent[p.EventID]++
		persons[p.A], persons[p.B] = true, true
	}
	count.People = len(persons)
	return count, err
}

// Pairs is [Pairs] outside a transaction.
func (s *Service) Pairs(ctx context.Context, org string, f PairFilter) ([]Pair, error) {
	return Pairs(ctx, s.DB, org, f)
}

// TieCounts is [TieCounts] outside a transaction.
func (s *Service) TieCounts(ctx context.Context, org string, f PairFilter) (TieCount, error) {
	return TieCounts(ctx, s.DB, org, f)
}

// TiesOf is [TiesOf] outside a transaction.
func (s *Service) TiesOf(ctx context.Context, org, person string) ([]Pair, error) {
	return TiesOf(ctx, s.DB, org, person)
}

// WithoutTie is [WithoutTie] outside a transaction.
func (s *Service) WithoutTie(ctx context.Context, org, event string) ([]string, error) {
	return WithoutTie(ctx, s.DB, org, event)
}
