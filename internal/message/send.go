package message

import (
	"context"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
)

// StopTime is how long a message waits after its confirmation.
const StopTime = time.Minute

var (
	errNobody = apperr.New(apperr.Conflict, "message.error.nobody")
	errNotNow = apperr.New(apperr.Conflict, "message.error.too_late")
)

// ErrCount says that the number of recipients is not the one that was confirmed.
var ErrCount = apperr.New(apperr.Conflict, "message.error.count")

// Confirm sends a message to count persons, a minute from now. Who they are is
// fixed here. It fails with [ErrCount] when by now it would be another number,
// and with what [Message.Ready] finds.
func (s *Service) Confirm(ctx context.Context, actor account.Actor, org, id string, count int) (Message, error) {
	m, err := findMessage(ctx, s.DB, org, id)
	if err != nil {
		return m, err
	}
	if !m.Draft() {
		return m, errSent
	}
	if err := m.Ready(); err != nil {
		return m, err
	}
	choice, err := s.Choose(ctx, m)
	switch {
	case err != nil:
		return m, err
	case choice.Sends == 0:
		return m, errNobody
	case choice.Sends != count:
		return m, ErrCount
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		now, err := lockMessage(ctx, tx, org, id)
		switch {
		case err != nil:
			return err
		case !now.Draft():
			return errSent
		case now.Version != m.Version:
			return errStale
		}
		m.ConfirmedAt, m.StartsAt, m.SentBy, m.digest = tx.Now(), tx.Now().Add(StopTime), people.Recorder(actor), m.sum()
		m.Version = now.Version + 1
		if err := confirmMessage(ctx, tx, m); err != nil {
			return err
		}
		if err := insertDeliveries(ctx, tx, frozen(tx, m, choice)); err != nil {
			return err
		}
		start := jobs.Job{Org: org, Kind: JobStart, Key: id, RunAt: m.StartsAt, Priority: jobs.Bulk, Payload: start{Message: id}}
		if err := jobs.Enqueue(ctx, tx, start); err != nil {
			return err
		}
		return record(ctx, tx, actor, org, "message.confirmed", id, map[string]any{"count": choice.Sends, "left_out": len(choice.All) - choice.Sends})
	})
	return m, err
}

// frozen is a delivery for everybody who is meant, also those left out.
func frozen(tx *db.Tx, m Message, choice Choice) []Delivery {
	list := make([]Delivery, len(choice.All))
	for i, r := range choice.All {
		d := Delivery{OrgID: m.OrgID, ID: tx.NewID(), MessageID: m.ID, PersonID: r.Person.ID, RegistrationID: r.RegistrationID,
			State: Queued, QueuedAt: tx.Now()}
		if r.Reason != "" {
			d = d.end(LeftOut, r.Reason, "", tx.Now())
		} else {
			d.Address = r.Person.Email
		}
		list[i] = d
	}
	return list
}

// Stop keeps back every copy that has not been handed to the mail server, and
// gives their number. Within [StopTime] that is all of them.
func (s *Service) Stop(ctx context.Context, actor account.Actor, org, id string) (int, error) {
	n := 0
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := lockMessage(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if m.Draft() {
			return errNotNow
		}
		stopped, err := stopQueued(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if n = int(stopped); n == 0 {
			return nil
		}
		if err := markStopped(ctx, tx, org, id); err != nil {
			return err
		}
		return record(ctx, tx, actor, org, "message.stopped", id, map[string]any{"count": n})
	})
	return n, err
}

// Retry sends the copies that failed once more, those to dead addresses
// excepted, and gives their number. They keep their Message-IDs.
func (s *Service) Retry(ctx context.Context, actor account.Actor, org, id string) (int, error) {
	n := 0
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n = 0
		if _, err := lockMessage(ctx, tx, org, id); err != nil {
			return err
		}
		failed, err := lockFailed(ctx, tx, org, id)
		if err != nil {
			return err
		}
		open, err := reachable(ctx, tx, org, failed)
		if err != nil {
			return err
		}
		var mails []jobs.Job
		for _, d := range open {
			d = d.end(Queued, "", "", 0)
			d.Round, d.Tries, d.QueuedAt = d.Round+1, 0, tx.Now()
			if err := updateDelivery(ctx, tx, d); err != nil {
				return err
			}
			mails = append(mails, mailJob(d))
		}
		if n = len(open); n == 0 {
			return nil
		}
		if err := jobs.Enqueue(ctx, tx, mails...); err != nil {
			return err
		}
		return record(ctx, tx, actor, org, "message.retried", id, map[string]any{"count": n})
	})
	return n, err
}

// reachable leaves out those whose address is still called dead.
func reachable(ctx context.Context, q db.Q, org string, list []Delivery) ([]Delivery, error) {
	ids := make([]string, len(list))
	for i, d := range list {
		ids[i] = d.PersonID
	}
	persons, err := people.FindMany(ctx, q, org, ids)
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, p := range persons {
		keys = append(keys, addressKey(p.Email))
	}
	dead, err := deadAddresses(ctx, q, org, keys)
	if err != nil {
		return nil, err
	}
	var open []Delivery
	for _, d := range list {
		if key := addressKey(persons[d.PersonID].Email); key != "" && !dead[key] {
			open = append(open, d)
		}
	}
	return open, nil
}

// Retryable counts the copies that [Service.Retry] would send.
func (s *Service) Retryable(ctx context.Context, org, id string) (int, error) {
	var failed []Delivery
	for _, state := range DeliveryStates {
		if !state.failed() {
			continue
		}
		list, err := listDeliveries(ctx, s.DB, org, id, state, "", 1<<20)
		if err != nil {
			return 0, err
		}
		failed = append(failed, list...)
	}
	open, err := reachable(ctx, s.DB, org, failed)
	return len(open), err
}
