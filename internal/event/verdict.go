package event

import (
	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Reason is the reason code of a scan.
type Reason string

// The reason codes; the API shows them as they are.
const (
	OK              Reason = "ok"
	AlreadyRedeemed Reason = "already_redeemed"
	Invalid         Reason = "invalid"
	Canceled        Reason = "canceled"
	Waitlisted      Reason = "waitlisted"
	Unapproved      Reason = "unapproved"
	NotYet          Reason = "not_yet"
	TooLate         Reason = "over"
	WrongEvent      Reason = "wrong_event"
	Revoked         Reason = "revoked"
	Ambiguous       Reason = "ambiguous"
)

// CheckIn is one scan, or one tap in the list of names. One of Token,
// RegistrationID and Code (the short number of the ticket) is set. Token may be
// the whole address that the QR holds. Nonce is made by the device for each
// scan: the same one gives the first answer again.
type CheckIn struct {
	Org, EventID   string
	Token          string
	RegistrationID string
	Code           string
	At             db.Instant // by the device; zero: now
	Device, Nonce  string
	Offline        bool   // it happened while the device had no connection
	Force          bool   // the guest is in: the door let them in, whatever we say now
	Reason         string // why it was forced
	Actor          account.Actor
}

// CheckInResult is the answer to a scan.
type CheckInResult struct {
	ID           string // of the scan; UndoCheckIn takes it
	OK           bool
	Reason       Reason
	Replay       bool // the device sent this scan before
	Forced       bool
	At           db.Instant    // of this scan, by its device
	Registration Registration  // zero when nothing was found
	Person       people.Person // zero when nothing was found
	Slot         Slot
	Event        Event      // of the ticket: for WrongEvent the other one
	FirstAt      db.Instant // of the first admission
	FirstDevice  string
	Live         Live
}

// judge is the rule of the door: what a scan of this registration for this
// event is answered at this moment, by the server. serial is that of the
// ticket, 0 where none was shown.
func judge(e Event, r Registration, serial int, now db.Instant) Reason {
	switch {
	case r.EventID != e.ID:
		return WrongEvent
	case serial != 0 && serial != r.Serial:
		return Revoked
	case e.State == Cancelled, r.State == CancelledReg, r.State == Declined:
		return Canceled
	case r.State == Waiting:
		return Waitlisted
	case r.State == Pending:
		return Unapproved
	case r.ArrivedAt != 0:
		return AlreadyRedeemed
	case now < e.doorOpens():
		return NotYet
	case now >= e.doorCloses():
		return TooLate
	}
	return OK
}

// doorOpens is the beginning of the event's day: helpers and speakers come long
// before the guests.
func (e Event) doorOpens() db.Instant { return e.StartsAt.Day().Start() }

// doorCloses is the end of the day on which the event ends, or three hours after
// it where that is later.
func (e Event) doorCloses() db.Instant {
	return max(e.EndsAt.Day().End(), e.EndsAt.Add(afterwards))
}
