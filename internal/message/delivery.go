package message

import (
	"koryu/internal/kit/db"
)

// DeliveryState is where one person's copy stands.
type DeliveryState string

const (
	Queued    DeliveryState = "queued"    // leaves soon, or is tried again
	Sent      DeliveryState = "sent"      // the mail server took it
	RefusedBy DeliveryState = "refused"   // the mail server said no for good
	BouncedAt DeliveryState = "bounced"   // taken, and returned later
	Uncertain DeliveryState = "uncertain" // cut off while it was handed over
	Stopped   DeliveryState = "stopped"   // kept back by staff
	LeftOut   DeliveryState = "left_out"
)

// DeliveryStates in the order in which they are shown.
var DeliveryStates = []DeliveryState{Queued, Sent, RefusedBy, BouncedAt, Uncertain, Stopped, LeftOut}

// failed tells whether staff may send it again.
func (s DeliveryState) failed() bool { return s == RefusedBy || s == BouncedAt || s == Uncertain }

// Delivery is one person's copy of a message. Code is what the mail server said,
// as numbers ("550 5.1.1").
type Delivery struct {
	OrgID, ID, MessageID, PersonID string
	RegistrationID                 string
	Address                        string
	State                          DeliveryState
	Reason                         Reason
	Code                           string
	Round, Tries                   int
	QueuedAt, HandedAt, EndedAt    db.Instant
}

// end is the delivery as it ended.
func (d Delivery) end(state DeliveryState, reason Reason, code string, at db.Instant) Delivery {
	d.State, d.Reason, d.Code, d.EndedAt, d.HandedAt = state, reason, code, at, 0
	return d
}

// maxTries is how often a copy is handed over before staff are asked: with the
// pauses of the jobs, most of a day.
const maxTries = 60
