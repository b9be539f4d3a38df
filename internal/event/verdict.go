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
// RegistrationID and Code (the short number of the ticket) is set. Nonce is
// made by the device for each scan: the same one gives the first answer again.
type CheckIn struct {
	Org, EventID   string
	Token          string
	RegistrationID string
	Code           string
	At             db.Instant // by the device; zero: now
	Device, Nonce  string
	Offline        bool
	Force          bool   // the door let the guest in while offline
	Reason         string // why staff force it
	Actor          account.Actor
}

// CheckInResult is the answer to a scan.
type CheckInResult struct {
	ID           string // of the scan; undo takes it
	OK           bool
	Reason       Reason
	Replay       bool
	Forced       bool
	Registration Registration  // zero when nothing was found
	Person       people.Person // zero when nothing was found
	Slot         Slot
	Event        Event      // of the ticket: for WrongEvent the other one
	FirstAt      db.Instant // of the first admission
	FirstDevice  string
	Live         Live
}

// WalkIn is somebody who comes without having registered.
type WalkIn struct {
	Org, EventID, SlotID string // SlotID empty: the first slot for participants
	Family, Given        string
	KanaFamily           string
	KanaGiven            string
	Email                string // may be empty
	Affiliation          string
	Device, Nonce        string
	Reason               string // required when the slot is full
	Consents             []string
	Actor                account.Actor
}
