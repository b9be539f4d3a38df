package message

import (
	"context"
	"net/url"

	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/people"
	"koryu/internal/roster"
)

// Reason says why somebody who was meant gets nothing, or why a copy failed. Its
// words stand in the catalogue under message.reason.<reason>.
type Reason string

// Reasons for being left out, in the order in which they are looked for.
const (
	NotRegistered Reason = "not_registered" // a notice, and no registration for its event
	Unsubscribed  Reason = "unsubscribed"   // took the consent to announcements back
	NoConsent     Reason = "no_consent"
	NoAddress     Reason = "no_address"
	Bounced       Reason = "bounced"  // the address was called dead
	SameMessage   Reason = "same"     // has got the same text already
	SharedAddress Reason = "shared"   // somebody before in the list has this address
	WrittenToday  Reason = "today"    // has got another message today, and staff spare those
	Changed       Reason = "changed"  // the registration has moved on since the confirmation
	GaveUp        Reason = "gave_up"  // the mail server never took it
	Malformed     Reason = "mail"     // the mail could not be written
	CutOff        Reason = "cut_off"  // nobody knows whether it left
	Refused       Reason = "refused"  // the mail server said no for good
	Returned      Reason = "returned" // came back later
)

// Reasons for being left out, in the order in which they are shown.
var Reasons = []Reason{NoConsent, Unsubscribed, NotRegistered, NoAddress, Bounced, SameMessage, SharedAddress, WrittenToday, Changed}

// Recipient is somebody who is meant, with the reason if nothing goes to them.
// Today tells that another message goes or went to them on the same day.
type Recipient struct {
	Person         people.Person
	RegistrationID string
	Reason         Reason
	Today          bool
}

// Choice is who is meant by a message, and who of them gets it.
type Choice struct {
	All   []Recipient // in the order of the list that they come from
	Sends int
	Today int // of those who get it: written to on the same day
	Left  map[Reason]int
}

// Choose finds who is meant by a message as of now, and who of them is left out.
func (s *Service) Choose(ctx context.Context, m Message) (Choice, error) {
	list, err := s.meant(ctx, m)
	if err != nil {
		return Choice{}, err
	}
	if err := s.judge(ctx, s.DB, m, list); err != nil {
		return Choice{}, err
	}
	if err := s.judgeAgainstOthers(ctx, m, list); err != nil {
		return Choice{}, err
	}
	c := Choice{All: list, Left: map[Reason]int{}}
	for _, r := range list {
		if r.Reason != "" {
			c.Left[r.Reason]++
			continue
		}
		c.Sends++
		if r.Today {
			c.Today++
		}
	}
	return c, nil
}

// meant gives each person whom the audience names once.
func (s *Service) meant(ctx context.Context, m Message) ([]Recipient, error) {
	switch m.Audience.By {
	case ByEvent:
		if m.Audience.EventID == "" {
			return nil, nil
		}
		return s.ofEvent(ctx, m.OrgID, m.Audience.EventID, m.Kind == Notice, m.Audience.includes)
	case ByList:
		return s.ofList(ctx, m)
	}
	return nil, nil
}

// ofEvent gives those whose registration is included; with tickets, the
// registration stands beside them.
func (s *Service) ofEvent(ctx context.Context, org, id string, tickets bool, included func(event.Registration, bool) bool) ([]Recipient, error) {
	e, err := s.Events.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	var list []Recipient
	seen := map[string]bool{}
	err = s.Events.EachAttendee(ctx, org, id, event.AttendeeFilter{Order: event.ByKana}, func(a event.Attendee) error {
		if seen[a.Person.ID] || !included(a.Registration, e.Over(s.DB.Now())) {
			return nil
		}
		seen[a.Person.ID] = true
		r := Recipient{Person: a.Person}
		if tickets {
			r.RegistrationID = a.Registration.ID
		}
		list = append(list, r)
		return nil
	})
	return list, err
}

func (s *Service) ofList(ctx context.Context, m Message) ([]Recipient, error) {
	values, err := url.ParseQuery(m.Audience.Filter)
	if err != nil {
		return nil, err
	}
	ids, err := roster.Match(ctx, s.DB, m.OrgID, roster.Parse(values))
	if err != nil {
		return nil, err
	}
	persons, err := people.FindMany(ctx, s.DB, m.OrgID, ids)
	if err != nil {
		return nil, err
	}
	tickets := map[string]string{}
	if m.Kind == Notice && m.EventID != "" {
		registered, err := s.ofEvent(ctx, m.OrgID, m.EventID, true, func(r event.Registration, _ bool) bool { return r.State.Live() })
		if err != nil {
			return nil, err
		}
		for _, r := range registered {
			tickets[r.Person.ID] = r.RegistrationID
		}
	}
	list := make([]Recipient, 0, len(ids))
	for _, id := range ids {
		if p, ok := persons[id]; ok {
			list = append(list, Recipient{Person: p, RegistrationID: tickets[id]})
		}
	}
	return list, nil
}

// judge gives a reason to everybody who may not be written to: no consent, no
// address, a dead one. It is asked when recipients are chosen and once more, for
// each alone, when the mail leaves.
func (s *Service) judge(ctx context.Context, q db.Q, m Message, list []Recipient) error {
	ids, keys := make([]string, len(list)), make([]string, 0, len(list))
	for i, r := range list {
		ids[i] = r.Person.ID
		if key := addressKey(r.Person.Email); key != "" {
			keys = append(keys, key)
		}
	}
	code, scope := people.ConsentNews, ""
	if m.Kind == Notice {
		code, scope = people.ConsentRun, m.EventID
	}
	agreed, err := people.Consenting(ctx, q, m.OrgID, code, scope, ids)
	if err != nil {
		return err
	}
	took, err := tookBack(ctx, q, m.OrgID, code, scope, ids)
	if err != nil {
		return err
	}
	dead, err := deadAddresses(ctx, q, m.OrgID, keys)
	if err != nil {
		return err
	}
	for i := range list {
		r := &list[i]
		key := addressKey(r.Person.Email)
		switch {
		case m.Kind == Notice && r.RegistrationID == "":
			r.Reason = NotRegistered
		case !agreed[r.Person.ID] && took[r.Person.ID] && m.Kind == Announcement:
			r.Reason = Unsubscribed
		case !agreed[r.Person.ID]:
			r.Reason = NoConsent
		case key == "":
			r.Reason = NoAddress
		case dead[key]:
			r.Reason = Bounced
		}
	}
	return nil
}

// judgeAgainstOthers leaves out who has this message already, in this list or
// from an earlier one, and marks who is written to twice in a day.
func (s *Service) judgeAgainstOthers(ctx context.Context, m Message, list []Recipient) error {
	have, err := gotDigest(ctx, s.DB, m.OrgID, m.sum(), m.ID)
	if err != nil {
		return err
	}
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.Person.ID
	}
	today, err := writtenSince(ctx, s.DB, m.OrgID, m.ID, s.DB.Now().Day().Start(), ids)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for i := range list {
		r := &list[i]
		r.Today = today[r.Person.ID]
		key := addressKey(r.Person.Email)
		switch {
		case r.Reason != "":
			continue
		case have[r.Person.ID]:
			r.Reason = SameMessage
		case m.Kind == Announcement && seen[key]: // a notice holds each one's own ticket
			r.Reason = SharedAddress
		case m.SkipToday && r.Today:
			r.Reason = WrittenToday
		default:
			seen[key] = true
		}
	}
	return nil
}

// addressKey is what addresses are compared by, empty for none.
func addressKey(address string) string {
	key, ok := text.Email(address)
	if !ok {
		return ""
	}
	return key
}
