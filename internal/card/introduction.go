package card

import "koryu/internal/kit/db"

// Introduction is what one side of it sees: the words of who introduces, and
// nothing of the other. Mine tells that the reader introduces; then First and
// Second name the two.
type Introduction struct {
	OrgID, ID, ByID      string
	ByName               string
	Words                string
	State                string // open, agreed, declined (shown to nobody but who declined), expired
	Mine                 bool
	FirstName, Second    string // for who introduces
	Answered             bool   // the reader said yes and waits
	ExchangeID           string // where both agreed
	CreatedAt, ExpiresAt db.Instant
}

// IntroductionRequest asks to bring together the partners of two exchanges of By.
type IntroductionRequest struct {
	Org, By, Key  string
	First, Second string // exchanges
	Words         string
}
