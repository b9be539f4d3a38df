package api

import (
	"context"
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/web"
)

type checkinInput struct {
	Event string `path:"event" maxLength:"100"`
	Body  struct {
		Token   string `json:"token" maxLength:"500" doc:"What the QR holds: the token or the whole address"`
		Type    string `json:"type,omitempty" enum:"entry" default:"entry"`
		At      string `json:"at,omitempty" format:"date-time" doc:"When the device scanned, by its clock"`
		Device  string `json:"device" minLength:"1" maxLength:"100"`
		Nonce   string `json:"nonce" minLength:"8" maxLength:"100" doc:"Made by the device for each scan"`
		Offline bool   `json:"offline,omitempty" doc:"The scan happened without a connection"`
		Force   bool   `json:"force,omitempty" doc:"The guest is in, whatever is said now; for scans made offline"`
	}
}

// Checkin is the answer to a scan. FirstAt and FirstDevice name the first
// admission where the ticket was redeemed before.
type Checkin struct {
	ID          string `json:"id"`
	Status      string `json:"status" enum:"ok,error"`
	Reason      string `json:"reason" enum:"ok,already_redeemed,invalid,canceled,waitlisted,unapproved,not_yet,over,wrong_event,revoked,ambiguous"`
	Forced      bool   `json:"forced,omitempty"`
	At          string `json:"at" format:"date-time"`
	Name        string `json:"name,omitempty"`
	Slot        string `json:"slot,omitempty"`
	FirstAt     string `json:"first_at,omitempty" format:"date-time"`
	FirstDevice string `json:"first_device,omitempty"`
	Arrived     int    `json:"arrived"`
	Expected    int    `json:"expected"`
}

type checkinOutput struct {
	Replay bool `header:"Idempotency-Replayed"`
	Body   Checkin
}

var errForceOnline = apperr.New(apperr.Invalid, "api.force_online").On("force")

func (a *API) createCheckin(ctx context.Context, in *checkinInput) (*checkinOutput, error) {
	r, b := web.From(ctx), in.Body
	if b.Force && !b.Offline {
		return nil, errForceOnline
	}
	e, err := a.published(ctx, in.Event)
	if err != nil {
		return nil, err
	}
	c := event.CheckIn{
		Org: r.Org.ID, EventID: e.ID, Token: b.Token, Device: b.Device, Nonce: b.Nonce, Offline: b.Offline, Force: b.Force, Actor: r.Actor,
	}
	if b.Force {
		c.Reason = "offline"
	}
	if t, err := time.Parse(time.RFC3339, b.At); err == nil {
		c.At = min(db.FromTime(t), db.FromTime(r.Now))
	}
	result, err := a.Events.CheckIn(ctx, c)
	if err != nil {
		return nil, err
	}
	return &checkinOutput{Replay: result.Replay, Body: wireCheckin(ctx, result)}, nil
}

func wireCheckin(ctx context.Context, c event.CheckInResult) Checkin {
	w := Checkin{
		ID: c.ID, Status: "error", Reason: string(c.Reason), Forced: c.Forced, At: stamp(c.At), Slot: c.Slot.ID,
		FirstAt: stamp(c.FirstAt), FirstDevice: c.FirstDevice, Arrived: c.Live.Arrived, Expected: c.Live.Expected,
	}
	if c.OK {
		w.Status = "ok"
	}
	if c.Person.ID != "" && c.Reason != event.WrongEvent {
		w.Name = c.Person.DisplayName(web.From(ctx).Lang)
	}
	return w
}
