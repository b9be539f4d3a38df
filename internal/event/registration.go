package event

import (
	"encoding/json"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

// RegState is where a registration stands.
type RegState string

// The states of a registration; the first three are live.
const (
	Confirmed    RegState = "confirmed"
	Waiting      RegState = "waiting"
	Pending      RegState = "pending"
	CancelledReg RegState = "cancelled"
	Declined     RegState = "declined"
)

// Live says that the person still wants, or has, a place.
func (s RegState) Live() bool { return s == Confirmed || s == Waiting || s == Pending }

// Ways by which a registration comes in.
const (
	ViaWeb    = "web"
	ViaAPI    = "api"
	ViaStaff  = "staff"
	ViaWalkIn = "walk_in"
	ViaImport = "import"
)

// Answers holds the answers to the event's questions by question id.
type Answers map[string][]string

// text is how answers are stored: JSON in the order of the question ids, empty
// for none.
func (a Answers) text() string {
	if len(a) == 0 {
		return ""
	}
	b, err := json.Marshal(a)
	if err != nil { // a map of texts has no way to fail
		panic(err)
	}
	return string(b)
}

// Registration is one person's wish for one slot.
type Registration struct {
	ID, OrgID, EventID, SlotID, PersonID string
	State                                RegState
	Number                               int // rises within the event, from 1
	Answers                              Answers
	WaitRank                             int // lower is sooner; 0 is the order of coming
	CreatedAt, ConfirmedAt               db.Instant
	CancelledAt                          db.Instant
	CancelReason                         string
	ArrivedAt                            db.Instant
	LateNote                             string
	LateAt                               db.Instant
	Serial                               int // of the ticket; +1 revokes the ones before
	LinkSerial                           int // of the manage link
	Revision                             int // +1 with every change of state
	Lang                                 i18n.Lang
	Via                                  string

	idemHash string
}

// Request asks for a registration. Key is the idempotency key: made when the
// form is shown, or sent by an API client.
type Request struct {
	Org, EventID, SlotID  string
	Key                   string
	Family, Given         string
	KanaFamily, KanaGiven string
	Email                 string
	Lang                  i18n.Lang
	Answers               Answers
	Consents              []string // codes of the consents given
	Via                   string   // ViaWeb when empty
	Actor                 account.Actor
	BirthYear             int
	Affiliation           string
	Reason                string // why staff enter it; required with OverCapacity
	OverCapacity          bool   // staff and walk-ins only
}

// Result is what became of a request.
type Result struct {
	Registration Registration
	Person       people.Person
	Position     int  // in the waiting list, from 1; 0 when not waiting
	Replay       bool // the same key came before
	Already      bool // the person had a live registration; this is that one
}

// Registered is a registration with what surrounds it, for a page.
type Registered struct {
	Event        Event
	Slot         Slot
	Registration Registration
	Person       people.Person
	Position     int
}
