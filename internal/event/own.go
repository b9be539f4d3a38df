package event

import (
	"context"
	"slices"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

// ChangeAnswers replaces the answers to the organiser's questions, until the
// event begins. Answers to questions that are asked no more stay.
func (s *Service) ChangeAnswers(ctx context.Context, org, id string, answers Answers, actor account.Actor) (Registration, error) {
	return s.touch(ctx, org, id, func(ctx context.Context, tx *db.Tx, e Event, r *Registration) error {
		if !r.State.Live() {
			return errState
		}
		if !e.takesChanges(tx.Now()) && !actor.Can(account.AttendeeChange) {
			return errAnswersClosed
		}
		given := trimmed(answers)
		if err := e.CheckAnswers(given); err != nil {
			return err
		}
		for _, q := range e.Questions {
			if q.Retired && r.Answers[q.ID] != nil {
				given[q.ID] = r.Answers[q.ID]
			}
		}
		r.Answers = given
		if err := changeAnswers(ctx, tx, *r, given.text()); err != nil {
			return err
		}
		return account.Record(ctx, tx, entry(org, actor, actAnswers, "registration", id, "", nil))
	})
}

// MarkLate notes that a guest will be late; the note is shown at the door.
func (s *Service) MarkLate(ctx context.Context, org, id, note string, actor account.Actor) (Registration, error) {
	note = text.Clean(note)
	if text.Graphemes(note) > maxLine {
		return Registration{}, apperr.New(apperr.Invalid, "event.error.too_long", "max", maxLine).On("note")
	}
	return s.touch(ctx, org, id, func(ctx context.Context, tx *db.Tx, e Event, r *Registration) error {
		if r.State != Confirmed || e.Over(tx.Now()) {
			return errState
		}
		r.LateAt, r.LateNote = tx.Now(), note
		if err := markLate(ctx, tx, *r); err != nil {
			return err
		}
		return account.Record(ctx, tx, entry(org, actor, actLate, "registration", id, "", nil))
	})
}

// touch changes something of one registration that no counter depends on.
func (s *Service) touch(ctx context.Context, org, id string, fn func(context.Context, *db.Tx, Event, *Registration) error) (Registration, error) {
	var after Registration
	err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := lockRegistration(ctx, tx, org, id)
		if err != nil {
			return err
		}
		e, err := findEvent(ctx, tx, org, r.EventID)
		if err != nil {
			return err
		}
		if e.Questions, err = listQuestions(ctx, tx, org, r.EventID); err != nil {
			return err
		}
		if err := fn(ctx, tx, e, &r); err != nil {
			return err
		}
		after = r
		return nil
	})
	return after, err
}

// RegistrationsOf lists what a person registered for, latest event first.
func (s *Service) RegistrationsOf(ctx context.Context, org, person string) ([]Registered, error) {
	list, err := registrationsOfPerson(ctx, s.db, org, person)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	p, err := people.Find(ctx, s.db, org, person)
	if err != nil {
		return nil, err
	}
	all := make([]Registered, len(list))
	for i, r := range list {
		e, err := findEvent(ctx, s.db, org, r.EventID)
		if err != nil {
			return nil, err
		}
		place, err := position(ctx, s.db, r)
		if err != nil {
			return nil, err
		}
		slot, _ := e.Slot(r.SlotID)
		all[i] = Registered{Event: e, Slot: slot, Registration: r, Person: p, Position: place}
	}
	slices.SortStableFunc(all, func(a, b Registered) int { return int(min(1, max(-1, b.Event.StartsAt-a.Event.StartsAt))) })
	return all, nil
}
