package paper

import (
	"context"
	"time"

	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/programme"
)

// Service draws what is printed.
type Service struct {
	Events *event.Service
	People *people.Service
	Cards  *card.Service
	Base   string // scheme and host that people type

	// CardURL gives the address of a person's card, "" for none; nil asks Cards.
	CardURL func(ctx context.Context, org, person, event string) (string, error)
}

// Job is what every paper has in common: whose event it is for, in which
// language, with which band, and when it is printed.
type Job struct {
	Org     programme.Org
	Event   event.Event
	Printer *i18n.Printer
	Band    Band
	Now     time.Time
}

// cardURL is what the code on a tag opens. Who hides the card at this event
// gets a tag without a code.
func (s *Service) cardURL(ctx context.Context, org, person, event string) (string, error) {
	if s.CardURL != nil {
		return s.CardURL(ctx, org, person, event)
	}
	c, err := s.Cards.Own(ctx, org, person)
	if err != nil || c.Hidden(event) {
		return "", err
	}
	return s.Cards.URL(c), nil
}

// EventURL is the event's public page.
func (s *Service) EventURL(j Job) string { return s.OrgURL(j) + "/events/" + j.Event.Slug }

// OrgURL is the organisation's first page.
func (s *Service) OrgURL(j Job) string { return s.Base + "/o/" + j.Org.Slug }
