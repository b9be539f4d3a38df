package people

import (
	"context"

	"koryu/internal/kit/db"
)

// RecordFacts adds facts to the threads of persons. It writes many rows in one
// statement. A fact that already stands is left as it is: the same kind for the
// same person and occasion and, where a kind can repeat, the same Ref. At is
// now where it is zero.
func RecordFacts(ctx context.Context, tx *db.Tx, facts ...Fact) error {
	rows := make([]Fact, len(facts))
	for i, f := range facts {
		f.ID, f.RecordedAt = tx.NewID(), tx.Now()
		if f.At.IsZero() {
			f.At = tx.Now()
		}
		rows[i] = f
	}
	return insertFacts(ctx, tx, rows)
}

// Retraction takes a fact back: an undone check-in, a registration entered by
// mistake. Ref is needed for kinds that repeat and ignored for the others.
type Retraction struct {
	OrgID, PersonID string
	Kind            Kind
	Occasion        Occasion // kind and id
	Ref             string
	By, Reason      string
}

// RetractFact takes the fact off the thread and keeps its row with time, author
// and reason, so that the same thing can be recorded again. It tells whether
// such a fact stood.
func RetractFact(ctx context.Context, tx *db.Tx, r Retraction) (bool, error) {
	n, err := retractFact(ctx, tx, r, tx.Now())
	return n > 0, err
}
