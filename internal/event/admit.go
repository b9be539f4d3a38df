package event

import (
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// Reasons why a request is not admitted.
var (
	errNotPublished = apperr.New(apperr.NotFound, "event.error.unknown")
	errCalledOff    = apperr.New(apperr.Conflict, "event.register.cancelled")
	errNotOpen      = apperr.New(apperr.Conflict, "event.register.not_open")
	errClosed       = apperr.New(apperr.Conflict, "event.register.closed")
	errFull         = apperr.New(apperr.Conflict, "event.register.full")
	errNotForYou    = apperr.New(apperr.Conflict, "event.register.slot_closed").On("slot")
)

// Bid is one person's wish as the rule sees it.
type Bid struct {
	Slot         string
	ByStaff      bool // entered by staff, at the door or by an import
	OverCapacity bool // staff say so, with a reason
}

// Admit is the rule: it says what becomes of a bid at this moment, with the
// counters as they stand, or why nothing does. It is pure; whoever calls it
// holds the event's lock.
func (e Event) Admit(b Bid, now db.Instant) (RegState, error) {
	slot, ok := e.Slot(b.Slot)
	if !ok {
		return "", errSlotUnknown
	}
	if err := e.takes(b, slot, now); err != nil {
		return "", err
	}
	switch {
	case slot.Mode == ByApproval && !b.ByStaff:
		return Pending, nil
	case b.OverCapacity && b.ByStaff:
		return Confirmed, nil
	case !slot.Full() && slot.Waiting == 0:
		return Confirmed, nil
	case slot.Waitlist:
		return Waiting, nil // also when a place is free: those who wait come first
	}
	return "", errFull
}

// Takes says whether a visitor can register now, whatever the slot: nil, or why
// not.
func (e Event) Takes(now db.Instant) error {
	return e.takes(Bid{}, Slot{Kind: ForParticipants}, now)
}

func (e Event) takes(b Bid, slot Slot, now db.Instant) error {
	switch {
	case e.State == Cancelled:
		return errCalledOff
	case e.State != Published:
		return errNotPublished
	case b.ByStaff:
		return nil
	case e.Visibility == Hidden:
		return errNotPublished
	case slot.Kind != ForParticipants:
		return errNotForYou
	case e.OpensAt != 0 && now < e.OpensAt:
		return errNotOpen
	case e.ClosesAt != 0 && now >= e.ClosesAt:
		return errClosed
	}
	return nil
}

// At night nobody is woken by a mail that says a place is theirs.
const (
	nightFrom = 22
	nightTo   = 7
)

func isNight(now db.Instant) bool {
	h := now.Time().Hour()
	return h >= nightFrom || h < nightTo
}

// nextMorning is the end of the night that now lies in.
func nextMorning(now db.Instant) db.Instant {
	t := now.Time()
	day := db.DayOf(t)
	if t.Hour() >= nightFrom {
		day = day.AddDays(1)
	}
	return day.Start().Add(nightTo * time.Hour)
}
