package account

import "koryu/internal/kit/apperr"

// Require is the second fence behind the route table: it refuses an actor
// whose rights do not hold in the organisation. Another organisation's things
// do not exist for the actor.
func (a Actor) Require(org string, action Action) error {
	if a.OrgID != org {
		return apperr.New(apperr.NotFound, "account.not_found")
	}
	if !a.Can(action) {
		return apperr.New(apperr.Forbidden, "account.forbidden")
	}
	return nil
}
