package privacy

import (
	"context"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
)

// Answer ends a correction: done or declined, with words that the person gets
// by mail.
func (s *Service) Answer(ctx context.Context, actor account.Actor, org, id string, done bool, words string) error {
	if !actor.Can(account.PersonEdit) {
		return errForbidden
	}
	words, err := written("answer", words, maxWords)
	if err != nil {
		return err
	}
	return s.decide(ctx, org, id, Correction, func(ctx context.Context, tx *db.Tx, r Request) error {
		if r.State != Open {
			return errState
		}
		r.State, r.Answer, r.DecidedBy, r.DecidedAt = Declined, words, people.Recorder(actor), tx.Now()
		act := actDecline
		if done {
			r.State, act = Done, actDone
		}
		if err := save(ctx, tx, actor, r, act); err != nil {
			return err
		}
		return enqueueAnswer(ctx, tx, r)
	})
}

// Confirm lets an erasure happen as soon as it can no longer be taken back. Who
// entered it for the person may not: it takes two to delete somebody.
func (s *Service) Confirm(ctx context.Context, actor account.Actor, org, id string) error {
	if !actor.Can(account.PersonErase) {
		return errForbidden
	}
	return s.decide(ctx, org, id, Erasure, func(ctx context.Context, tx *db.Tx, r Request) error {
		if r.State != Open {
			return errState
		}
		by := people.Recorder(actor)
		if !r.ByPerson() && by == r.AskedBy {
			return errSame
		}
		r.State, r.ConfirmedBy, r.ConfirmedAt = Confirmed, by, tx.Now()
		if err := save(ctx, tx, actor, r, actConfirm); err != nil {
			return err
		}
		return jobs.Enqueue(ctx, tx, jobs.Job{Org: org, Kind: jobErase, Key: r.ID, RunAt: max(r.FinalAt, tx.Now()), Payload: about{Request: r.ID}})
	})
}

// Refuse ends an erasure that may not be: the person is shown again and gets
// the reason by mail.
func (s *Service) Refuse(ctx context.Context, actor account.Actor, org, id, words string) error {
	if !actor.Can(account.PersonErase) {
		return errForbidden
	}
	words, err := written("answer", words, maxWords)
	if err != nil {
		return err
	}
	return s.decide(ctx, org, id, Erasure, func(ctx context.Context, tx *db.Tx, r Request) error {
		if !r.State.Live() {
			return errState
		}
		r.Answer, r.DecidedBy = words, people.Recorder(actor)
		if err := reopen(ctx, tx, actor, r, Declined, actDecline); err != nil {
			return err
		}
		return enqueueAnswer(ctx, tx, r)
	})
}

// decide finds and holds the request.
func (s *Service) decide(ctx context.Context, org, id string, kind Kind, fn func(context.Context, *db.Tx, Request) error) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := lockRequest(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if r.Kind != kind {
			return errUnknown
		}
		return fn(ctx, tx, r)
	})
}

func enqueueAnswer(ctx context.Context, tx *db.Tx, r Request) error {
	return jobs.Enqueue(ctx, tx, jobs.Job{Org: r.OrgID, Kind: jobAnswered, Key: r.ID + ":" + strconv.FormatInt(r.Version, 10),
		Payload: about{Request: r.ID}})
}

// Find gives one request.
func (s *Service) Find(ctx context.Context, org, id string) (Request, error) {
	return findRequest(ctx, s.DB, org, id)
}

// List gives the requests of an organisation: those that wait, by the day on
// which an answer is due, or the others, the latest first.
func (s *Service) List(ctx context.Context, org string, live bool, limit int) ([]Request, error) {
	return listRequests(ctx, s.DB, org, live, limit)
}

// Of gives the requests of one person, the latest first.
func (s *Service) Of(ctx context.Context, org, person string) ([]Request, error) {
	return requestsOf(ctx, s.DB, org, person)
}

// Waiting counts what is to be answered.
func (s *Service) Waiting(ctx context.Context, org string) (int, error) {
	return countWaiting(ctx, s.DB, org)
}
