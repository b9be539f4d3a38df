package message

import (
	"context"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Figures count the copies of a message by state.
type Figures map[DeliveryState]int

// Sends counts those to whom it goes or went.
func (f Figures) Sends() int { return f.All() - f[LeftOut] }

// All counts everybody who was meant.
func (f Figures) All() int {
	n := 0
	for _, k := range f {
		n += k
	}
	return n
}

// Failed counts those whom it did not reach, as far as is known.
func (f Figures) Failed() int { return f[RefusedBy] + f[BouncedAt] + f[Uncertain] }

// Phase is where a message stands, for people.
type Phase string

const (
	Drafting  Phase = "draft"
	Holding   Phase = "holding" // confirmed, and nothing has left
	Sending   Phase = "sending"
	Done      Phase = "done"
	StoppedAt Phase = "stopped" // staff kept some or all back
)

// PhaseOf tells where a message stands at an instant.
func (m Message) PhaseOf(f Figures, now db.Instant) Phase {
	switch {
	case m.Draft():
		return Drafting
	case f[Queued] > 0 && now < m.StartsAt && f[Sent]+f.Failed() == 0:
		return Holding
	case f[Queued] > 0:
		return Sending
	case f[Stopped] > 0:
		return StoppedAt
	}
	return Done
}

// Line is a message in the list.
type Line struct {
	Message Message
	Figures Figures
}

// List gives drafts and sent messages with their figures, those that changed
// last first.
func (s *Service) List(ctx context.Context, org string, limit int) ([]Line, error) {
	list, err := listMessages(ctx, s.DB, org, limit)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	counts, err := countDeliveries(ctx, s.DB, org, ids)
	lines := make([]Line, len(list))
	for i, m := range list {
		lines[i] = Line{m, counts[m.ID]}
	}
	return lines, err
}

// FiguresOf counts the copies of a message.
func (s *Service) FiguresOf(ctx context.Context, org, id string) (Figures, error) {
	counts, err := countDeliveries(ctx, s.DB, org, []string{id})
	return counts[id], err
}

// LeftOutOf counts those whom a sent message left out, by reason.
func (s *Service) LeftOutOf(ctx context.Context, org, id string) (map[Reason]int, error) {
	return countReasons(ctx, s.DB, org, id)
}

// Copy is a delivery with its person.
type Copy struct {
	Delivery
	Person people.Person
}

// CopiesPage is a part of the copies of a message; Next is empty on the last.
type CopiesPage struct {
	Rows []Copy
	Next string
}

const usualPage = 100

// Copies gives the copies of a message, in one state unless it is empty, in the
// order in which people were chosen.
func (s *Service) Copies(ctx context.Context, org, id string, state DeliveryState, after string) (CopiesPage, error) {
	list, err := listDeliveries(ctx, s.DB, org, id, state, after, usualPage+1)
	if err != nil {
		return CopiesPage{}, err
	}
	var page CopiesPage
	if len(list) > usualPage {
		list = list[:usualPage]
		page.Next = list[usualPage-1].ID
	}
	ids := make([]string, len(list))
	for i, d := range list {
		ids[i] = d.PersonID
	}
	persons, err := people.FindMany(ctx, s.DB, org, ids)
	for _, d := range list {
		page.Rows = append(page.Rows, Copy{d, persons[d.PersonID]})
	}
	return page, err
}

// Received is a copy with the message that it is of.
type Received struct {
	Delivery
	Message Message
}

// ListFor gives what was written to a person, the latest first; also what did
// not reach them, and why.
func (s *Service) ListFor(ctx context.Context, org, person string) ([]Received, error) {
	list, err := deliveriesOf(ctx, s.DB, org, person)
	if err != nil {
		return nil, err
	}
	known := map[string]Message{}
	all := make([]Received, 0, len(list))
	for _, d := range list {
		m, ok := known[d.MessageID]
		if !ok {
			if m, err = findMessage(ctx, s.DB, org, d.MessageID); err != nil {
				return nil, err
			}
			known[d.MessageID] = m
		}
		all = append(all, Received{d, m})
	}
	return all, nil
}
