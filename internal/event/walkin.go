package event

import (
	"context"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
)

// WalkIn is somebody who comes without having registered.
type WalkIn struct {
	Org, EventID, SlotID  string // SlotID empty: the first slot for participants
	Family, Given         string
	KanaFamily, KanaGiven string
	Email                 string // may be empty
	Affiliation           string
	Lang                  i18n.Lang
	Device, Nonce         string
	Reason                string // required when the slot is full
	Consents              []string
	Actor                 account.Actor
}

// WalkIn enters a guest at the door: person, registration and admission in one
// transaction. A full slot takes the guest only with a reason, which is logged.
// The same nonce of the same device gives the first answer again. Somebody who
// has a registration already is checked in with it.
func (s *Service) WalkIn(ctx context.Context, w WalkIn) (CheckInResult, error) {
	if w.Device == "" || w.Nonce == "" || len(w.Device) > maxDevice || len(w.Nonce) > maxNonce {
		return CheckInResult{}, apperr.New(apperr.Invalid, "event.door.nonce").On("nonce")
	}
	a, err := newAdmission(w.request())
	if err != nil {
		return CheckInResult{}, err
	}
	var result CheckInResult
	err = s.db.TxIdempotent(ctx, func(ctx context.Context, tx *db.Tx) error {
		c := CheckIn{Org: w.Org, EventID: w.EventID, Device: w.Device, Nonce: w.Nonce, Reason: w.Reason, Actor: w.Actor}
		d, err := s.openDoor(ctx, tx, w.Org, w.EventID)
		if err != nil {
			return err
		}
		before, known, err := replayScan(ctx, tx, c)
		if err != nil {
			return err
		}
		if known {
			result, err = d.again(ctx, before)
		} else {
			result, err = d.walkIn(ctx, a, c)
		}
		if err != nil {
			return err
		}
		result.Live, err = d.close(ctx)
		return err
	})
	return result, err
}

func (w WalkIn) request() Request {
	return Request{Org: w.Org, EventID: w.EventID, SlotID: w.SlotID, Key: "door:" + w.Device + ":" + w.Nonce,
		Family: w.Family, Given: w.Given, KanaFamily: w.KanaFamily, KanaGiven: w.KanaGiven, Email: w.Email,
		Affiliation: w.Affiliation, Lang: w.Lang, Consents: w.Consents, Via: ViaWalkIn, Actor: w.Actor, Reason: w.Reason}
}

func (d *door) walkIn(ctx context.Context, a *admission, c CheckIn) (CheckInResult, error) {
	now := d.tx.Now()
	switch {
	case d.event.State != Published:
		return CheckInResult{}, errCalledOff
	case now < d.event.doorOpens() || now >= d.event.doorCloses():
		return CheckInResult{}, apperr.New(apperr.Conflict, "event.door.closed")
	}
	r, err := d.register(ctx, a, c)
	if err != nil {
		return CheckInResult{}, err
	}
	c.RegistrationID = r.ID
	reason := judge(d.event, r, 0, now)
	c.Force = reason == Waitlisted || reason == Unapproved // the same person, let in at the door
	return d.store(ctx, c, r, reason)
}

// register runs the guest's admission inside the door's transaction.
func (d *door) register(ctx context.Context, a *admission, c CheckIn) (Registration, error) {
	e := d.event
	a.result, a.err, a.OverCapacity = Result{}, nil, false // of an attempt before
	if a.SlotID == "" {
		if open := e.OpenSlots(); len(open) > 0 {
			a.SlotID = open[0].ID
		}
	}
	slot, ok := e.Slot(a.SlotID)
	if !ok {
		return Registration{}, errSlotUnknown
	}
	if slot.Full() || slot.Waiting > 0 {
		if strings.TrimSpace(c.Reason) == "" {
			return Registration{}, apperr.New(apperr.Conflict, "event.door.full").On("reason")
		}
		a.OverCapacity = true
	}
	t := &turn{change: d.s.change(d.tx, a.Actor, e)}
	if err := t.admit(ctx, []*admission{a}); err != nil {
		return Registration{}, err
	}
	if a.err != nil {
		return Registration{}, a.err
	}
	return a.result.Registration, t.write(ctx)
}
