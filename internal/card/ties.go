package card

import (
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Pair is a tie: two persons who met, A < B. Via introduced them, "" for nobody.
type Pair struct {
	TieID, A, B string
	At          db.Instant
	EventID     string
	Via         string
}

// PairFilter narrows to an event, or to a period.
type PairFilter struct {
	EventID string
	Period  people.Period
}

// TieCount counts ties and the persons who have one, and the ties by event, those
// outside any event under "".
type TieCount struct {
	Ties, People int
	ByEvent      map[string]int
}
