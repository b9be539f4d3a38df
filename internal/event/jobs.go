package event

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
)

// Handlers are the jobs of this package by kind. Each may run twice: letters are
// told apart by their Message-ID, the others write under unique keys.
func (s *Service) Handlers() map[string]jobs.Handler {
	all := map[string]jobs.Handler{JobRound: s.runRound, JobPromote: s.runPromote, JobAbsent: s.runAbsent}
	for _, kind := range []string{JobConfirmed, JobWaiting, JobPending, JobPromoted, JobDeclined, JobCancelled,
		JobResend, JobChanged, JobCalledOff, JobReminder, JobThanks} {
		all[kind] = s.runLetter
	}
	return all
}

const roundSize = 250

// runRound puts one letter for each registration that it concerns into the
// outbox, a part of the event at a time.
func (s *Service) runRound(ctx context.Context, run jobs.Run) error {
	var r round
	if err := run.Decode(&r); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e, err := findEvent(ctx, tx, run.Org, r.Event)
		if err != nil || !r.stands(e, tx.Now()) {
			return unlessGone(err)
		}
		list, err := registrationsAfter(ctx, tx, run.Org, r.Event, r.After, roundSize)
		if err != nil || len(list) == 0 {
			return err
		}
		var out []jobs.Job
		for _, reg := range list {
			if concerns(r.Kind, e, reg) {
				out = append(out, jobs.Job{Org: run.Org, Kind: r.Kind, Priority: later, Key: jobKey(reg.ID, r.Seq, string(rune('0'+r.Days))),
					Payload: letter{Registration: reg.ID, State: reg.State, Seq: r.Seq, Days: r.Days}})
			}
		}
		r.After = list[len(list)-1].Number
		next := e.round(r.Kind, 0)
		next.Key = jobKey(next.Key, r.After, string(rune('0'+r.Days)))
		next.Payload = r
		return jobs.Enqueue(ctx, tx, append(out, next)...)
	})
}

// stands says that a round is still about the event as it is.
func (r round) stands(e Event, now db.Instant) bool {
	switch {
	case r.Seq != e.Seq:
		return false
	case r.Kind == JobCalledOff:
		return e.State == Cancelled
	case e.State != Published:
		return false
	case r.Kind == JobReminder:
		return now < e.outdated(r.Days)
	}
	return true
}

// concerns says who gets a letter that goes to many.
func concerns(kind string, e Event, r Registration) bool {
	switch kind {
	case JobReminder:
		return r.State == Confirmed
	case JobThanks:
		slot, _ := e.Slot(r.SlotID)
		return r.ArrivedAt != 0 && slot.Kind == ForParticipants
	}
	return r.State.Live()
}

// runAbsent notes, after the event, who did not come: confirmed participants
// without an arrival.
func (s *Service) runAbsent(ctx context.Context, run jobs.Run) error {
	var r round
	if err := run.Decode(&r); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e, err := findEvent(ctx, tx, run.Org, r.Event)
		if err != nil || e.State != Published || e.Seq != r.Seq {
			return unlessGone(err)
		}
		list, err := registrationsAfter(ctx, tx, run.Org, r.Event, r.After, roundSize)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := people.RecordFacts(ctx, tx, absences(e, list)...); err != nil {
			return err
		}
		r.After = list[len(list)-1].Number
		return jobs.Enqueue(ctx, tx, jobs.Job{Org: run.Org, Kind: JobAbsent, Priority: later, Payload: r,
			Key: jobKey(e.ID, e.Seq, "") + jobKey("", r.After, "")})
	})
}

func absences(e Event, list []Registration) []people.Fact {
	var facts []people.Fact
	for _, r := range list {
		slot, _ := e.Slot(r.SlotID)
		if r.State == Confirmed && r.ArrivedAt == 0 && slot.Kind == ForParticipants {
			facts = append(facts, people.Fact{OrgID: r.OrgID, PersonID: r.PersonID, Kind: people.NoShow, Occasion: e.occasion(),
				At: e.EndsAt, Proof: people.ProofRule, Ref: r.ID, RecordedBy: people.Recorder(account.System(r.OrgID))})
		}
	}
	return facts
}

// unlessGone lets a job about something that no longer exists end in peace.
func unlessGone(err error) error {
	if apperr.CategoryOf(err) == apperr.NotFound {
		return nil
	}
	return err
}
