package card

import (
	"context"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// closing tells that the owner wants to be erased: their code opens nothing any
// more, from the moment in which they ask.
func closing(ctx context.Context, q db.Q, c Card) (bool, error) {
	closed, err := people.Closed(ctx, q, c.OrgID, []string{c.PersonID})
	return closed[c.PersonID], err
}
