package api

import (
	"context"

	"koryu/internal/event"
	"koryu/internal/kit/i18n"
	"koryu/internal/web"
)

// Registration is a registration on the wire. TicketURL is what the QR holds;
// ManageURL lets its holder change and cancel, so hand it to that person only.
type Registration struct {
	ID        string `json:"id"`
	Code      string `json:"code" doc:"Short number for people"`
	Event     string `json:"event"`
	Slot      string `json:"slot"`
	State     string `json:"state" enum:"confirmed,waiting,pending,cancelled,declined"`
	Position  int    `json:"position,omitempty" doc:"In the waiting list, from 1"`
	CreatedAt string `json:"created_at" format:"date-time"`
	ArrivedAt string `json:"arrived_at,omitempty" format:"date-time"`
	TicketURL string `json:"ticket_url,omitempty" format:"uri"`
	ManageURL string `json:"manage_url,omitempty" format:"uri"`
}

type createRegistrationInput struct {
	Event string `path:"event" maxLength:"100"`
	Key   string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"200"`
	Body  struct {
		Slot        string              `json:"slot" maxLength:"40"`
		Family      string              `json:"family" maxLength:"800"`
		Given       string              `json:"given,omitempty" maxLength:"800"`
		KanaFamily  string              `json:"kana_family,omitempty" maxLength:"800"`
		KanaGiven   string              `json:"kana_given,omitempty" maxLength:"800"`
		Email       string              `json:"email" maxLength:"254"`
		Lang        string              `json:"lang,omitempty" enum:"ja,en" default:"ja"`
		Affiliation string              `json:"affiliation,omitempty" maxLength:"800"`
		Answers     map[string][]string `json:"answers,omitempty" doc:"By question id"`
		Consents    []string            `json:"consents" doc:"Codes of the consents that the person gave; a is required"`
	}
}

type createRegistrationOutput struct {
	Status int
	Replay bool `header:"Idempotency-Replayed"`
	Body   Registration
}

func (a *API) createRegistration(ctx context.Context, in *createRegistrationInput) (*createRegistrationOutput, error) {
	r := web.From(ctx)
	e, err := a.published(ctx, in.Event)
	if err != nil {
		return nil, err
	}
	b := in.Body
	result, err := a.Events.Register(ctx, event.Request{
		Org: r.Org.ID, EventID: e.ID, SlotID: b.Slot, Key: in.Key, Family: b.Family, Given: b.Given, KanaFamily: b.KanaFamily, KanaGiven: b.KanaGiven,
		Email: b.Email, Lang: i18n.Lang(b.Lang), Answers: b.Answers, Consents: b.Consents, Affiliation: b.Affiliation, Via: event.ViaAPI, Actor: r.Actor,
	})
	if err != nil {
		return nil, err
	}
	out := &createRegistrationOutput{Status: 201, Replay: result.Replay, Body: a.wire(result.Registration, e.Slug, result.Position)}
	if result.Replay || result.Already {
		out.Status = 200
	}
	return out, nil
}

type registrationInput struct {
	Registration string `path:"registration" maxLength:"40"`
}

type registrationOutput struct{ Body Registration }

func (a *API) getRegistration(ctx context.Context, in *registrationInput) (*registrationOutput, error) {
	of, err := a.Events.FindRegistration(ctx, web.From(ctx).Org.ID, in.Registration)
	if err != nil {
		return nil, err
	}
	return &registrationOutput{Body: a.wire(of.Registration, of.Event.Slug, of.Position)}, nil
}

type cancelInput struct {
	Registration string `path:"registration" maxLength:"40"`
	Body         *struct {
		Reason string `json:"reason,omitempty" maxLength:"800"`
	}
}

func (a *API) cancelRegistration(ctx context.Context, in *cancelInput) (*registrationOutput, error) {
	r := web.From(ctx)
	of, err := a.Events.FindRegistration(ctx, r.Org.ID, in.Registration)
	if err != nil {
		return nil, err
	}
	if !of.Registration.State.Live() {
		return &registrationOutput{Body: a.wire(of.Registration, of.Event.Slug, 0)}, nil
	}
	reason := ""
	if in.Body != nil {
		reason = in.Body.Reason
	}
	reg, err := a.Events.Cancel(ctx, r.Org.ID, in.Registration, reason, r.Actor)
	if err != nil {
		return nil, err
	}
	return &registrationOutput{Body: a.wire(reg, of.Event.Slug, 0)}, nil
}

func (a *API) wire(r event.Registration, slug string, position int) Registration {
	w := Registration{
		ID: r.ID, Code: r.Code(), Event: slug, Slot: r.SlotID, State: string(r.State), Position: position,
		CreatedAt: stamp(r.CreatedAt), ArrivedAt: stamp(r.ArrivedAt),
	}
	if r.State.Live() {
		w.ManageURL = a.Events.ManageURL(r)
	}
	if r.State == event.Confirmed {
		w.TicketURL = a.Events.TicketURL(r)
	}
	return w
}
