package event

import (
	"context"
	"strconv"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
)

// admitLimit ends a batch that a database keeps waiting; whoever is in it then
// hears that the outcome is unknown.
const admitLimit = 45 * time.Second

// admitBatch answers every admission of the batch. They share one transaction;
// when it fails for a reason of one of them, each gets its own.
func (s *Service) admitBatch(key string, batch []*admission) {
	ctx, cancel := context.WithTimeout(context.Background(), admitLimit)
	defer cancel()
	batch = s.checkBatch(ctx, batch)
	if len(batch) == 0 {
		return
	}
	err := s.admitTogether(ctx, batch)
	if err == nil {
		return
	}
	if cause := apperr.CategoryOf(err); len(batch) > 1 && cause != apperr.Unavailable && cause != apperr.NotFound {
		s.log.Warn("batch is run one by one", "event", key, "size", len(batch), "err", err)
		for _, a := range batch {
			if err := s.admitTogether(ctx, []*admission{a}); err != nil {
				a.result, a.err = Result{}, err
			}
		}
		return
	}
	for _, a := range batch {
		a.result, a.err = Result{}, err
	}
}

// checkBatch answers those whose answers do not fit the event's questions and
// returns the others. It reads outside the transaction, so that nobody waits.
func (s *Service) checkBatch(ctx context.Context, batch []*admission) []*admission {
	org, event := batch[0].Org, batch[0].EventID
	questions, err := listQuestions(ctx, s.db, org, event)
	if err != nil {
		for _, a := range batch {
			a.err = err
		}
		return nil
	}
	e := Event{Questions: questions}
	fit := batch[:0:0]
	for _, a := range batch {
		if a.Via == ViaWalkIn || a.Via == ViaImport { // nobody asked them
			fit = append(fit, a)
		} else if a.err = a.check(e); a.err == nil {
			fit = append(fit, a)
		}
	}
	return fit
}

func (a *admission) check(e Event) error {
	if err := e.CheckAnswers(a.Answers); err != nil {
		return err
	}
	a.answers = a.Answers.text()
	return nil
}

func (s *Service) admitTogether(ctx context.Context, batch []*admission) error {
	org, event := batch[0].Org, batch[0].EventID
	early := plantedRead(ctx, s, org, event)
	return s.db.TxIdempotent(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, a := range batch {
			a.result, a.err = Result{}, nil
		}
		e, err := lockEvent(ctx, tx, org, event)
		if err != nil {
			return err
		}
		if early != nil {
			e = *early
		}
		t := &turn{change: s.change(tx, batch[0].Actor, e)}
		fresh, err := t.replays(ctx, batch)
		if err != nil {
			return err
		}
		for len(fresh) > 0 {
			if fresh, err = t.round(ctx, fresh); err != nil {
				return err
			}
		}
		t.answerTwins()
		return t.write(ctx)
	})
}

// turn is a batch inside its transaction.
type turn struct {
	*change
	twins    []twin
	rows     [][]any
	consents []people.Consent
	wrote    bool // something must be committed
}

// twin is a request whose key another one of the same batch brought first.
type twin struct{ second, first *admission }

// replays answers those whose key was seen before, in the database or earlier
// in this batch, and returns the others.
func (t *turn) replays(ctx context.Context, batch []*admission) ([]*admission, error) {
	keys := make([]string, len(batch))
	for i, a := range batch {
		keys[i] = a.Key
	}
	known, err := findByKeys(ctx, t.tx, t.event.OrgID, t.event.ID, keys)
	if err != nil {
		return nil, err
	}
	var fresh []*admission
	first := make(map[string]*admission, len(batch))
	for _, a := range batch {
		if r, ok := known[a.Key]; ok {
			if err := t.replay(ctx, a, r); err != nil {
				return nil, err
			}
		} else if one := first[a.Key]; one != nil {
			t.twins = append(t.twins, twin{second: a, first: one})
		} else {
			first[a.Key] = a
			fresh = append(fresh, a)
		}
	}
	return fresh, nil
}

func (t *turn) answerTwins() {
	for _, w := range t.twins {
		if w.second.hash != w.first.hash {
			w.second.err = errKeyReused
			continue
		}
		w.second.result, w.second.err = w.first.result, w.first.err
		w.second.result.Replay = w.first.err == nil
	}
}

func (t *turn) replay(ctx context.Context, a *admission, r Registration) error {
	if r.idemHash != a.hash {
		a.err = errKeyReused
		return nil
	}
	t.wrote = true
	t.repeats++
	return t.standing(ctx, a, r, true)
}

// standing answers with a registration that was there before.
func (t *turn) standing(ctx context.Context, a *admission, r Registration, replay bool) error {
	p, err := people.Find(ctx, t.tx, r.OrgID, r.PersonID)
	if err != nil {
		return err
	}
	place, err := position(ctx, t.tx, r)
	a.result = Result{Registration: r, Person: p, Position: place, Replay: replay, Already: !replay}
	return err
}

// round admits as many as it can be sure not to turn away, so that nobody's
// name is stored for nothing, and returns those left for another round: where a
// slot without a waiting list has fewer places than people ask for.
func (t *turn) round(ctx context.Context, fresh []*admission) (left []*admission, err error) {
	var now []*admission
	asked := map[string]int{}
	for _, a := range fresh {
		if _, err := t.event.Admit(a.bid(), t.tx.Now()); err != nil {
			a.err = err
			continue
		}
		slot := t.slot(a.SlotID)
		if free, limited := slot.Free(); limited && !slot.Waitlist && !a.OverCapacity && asked[slot.ID] >= free {
			left = append(left, a)
			continue
		}
		asked[a.SlotID]++
		now = append(now, a)
	}
	if len(now) == 0 {
		return nil, nil
	}
	return left, t.admit(ctx, now)
}

func (a *admission) bid() Bid {
	return Bid{Slot: a.SlotID, ByStaff: a.byStaff(), OverCapacity: a.OverCapacity}
}

func (t *turn) admit(ctx context.Context, list []*admission) error {
	wanted := make([]people.NewPerson, len(list))
	for i, a := range list {
		wanted[i] = a.person
	}
	persons, err := people.Ensure(ctx, t.tx, t.event.OrgID, wanted)
	if err != nil {
		return err
	}
	ids := make([]string, len(persons))
	for i, p := range persons {
		ids[i] = p.ID
	}
	live, err := findLive(ctx, t.tx, t.event.OrgID, t.event.ID, ids)
	if err != nil {
		return err
	}
	mine := make(map[string]*admission, len(list)) // by person, within this batch
	for i, a := range list {
		p := persons[i]
		switch r, ok := live[p.ID]; {
		case ok:
			err = t.already(ctx, a, r)
		case mine[p.ID] != nil:
			a.result = mine[p.ID].result
			a.result.Already = true
		default:
			if err = t.take(a, p); a.err == nil {
				mine[p.ID] = a
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// already answers somebody who has a live registration and sends its link once
// more, at most once in ten minutes.
func (t *turn) already(ctx context.Context, a *admission, r Registration) error {
	t.wrote = true
	t.repeats++
	if a.Via != ViaWalkIn {
		t.jobs = append(t.jobs, jobs.Job{Org: r.OrgID, Kind: JobResend, Payload: letter{Registration: r.ID, State: r.State},
			Key: r.ID + ":" + strconv.FormatInt(int64(t.tx.Now())/(10*time.Minute).Microseconds(), 10)})
	}
	return t.standing(ctx, a, r, false)
}

// take gives one person what the rule says, in the order of the batch.
func (t *turn) take(a *admission, p people.Person) error {
	state, err := t.s.rule(t.event, a.bid(), t.tx.Now())
	if err != nil {
		a.err = err
		return nil
	}
	t.event.lastNumber++
	r := Registration{ID: t.tx.NewID(), OrgID: a.Org, EventID: a.EventID, SlotID: a.SlotID, PersonID: p.ID, State: state,
		Number: t.event.lastNumber, Answers: a.Answers, CreatedAt: t.tx.Now(), Serial: 1, LinkSerial: 1, Revision: 1,
		Lang: a.Lang, Via: a.Via, idemHash: a.hash}
	if state == Confirmed {
		r.ConfirmedAt = t.tx.Now()
	}
	t.count(r.SlotID, state, 1)
	if a.OverCapacity {
		t.moved[r.SlotID].stretch = true
	}
	t.wrote = true
	t.rows = append(t.rows, r.row(a.Key, a.answers))
	t.agree(a, r)
	by := t.as(a)
	by.note(actFor(state), &r, a.Reason)
	by.fact(people.Registered, &r)
	if a.Via != ViaWalkIn {
		by.mail(mailFor(state), &r)
	}
	t.audit, t.facts, t.jobs = by.audit, by.facts, by.jobs
	a.result = Result{Registration: r, Person: p}
	if state == Waiting {
		a.result.Position = t.slot(r.SlotID).Waiting
	}
	return nil
}

// as is the change in the name of the admission's own actor.
func (t *turn) as(a *admission) *change {
	by := *t.change
	by.actor = a.Actor
	return &by
}

func (t *turn) agree(a *admission, r Registration) {
	for _, code := range a.Consents {
		t.consents = append(t.consents, people.Consent{OrgID: r.OrgID, PersonID: r.PersonID, Code: people.ConsentCode(code),
			Scope: r.EventID, Lang: a.Lang, Channel: channel(a.Via), GivenBy: people.Recorder(a.Actor)})
	}
}

func channel(via string) string {
	switch via {
	case ViaWalkIn:
		return people.ChannelDoor
	case ViaStaff, ViaImport:
		return people.ChannelPaper
	}
	return people.ChannelWeb
}

// write stores what the batch admitted. A batch that only repeats earlier
// answers writes as well: its commit waits for whatever the first one left
// behind. One that only refuses promises nothing.
func (t *turn) write(ctx context.Context) error {
	if !t.wrote {
		return nil
	}
	if err := insertRegistrations(ctx, t.tx, t.rows); err != nil {
		return err
	}
	if err := people.GiveConsents(ctx, t.tx, t.consents...); err != nil {
		return err
	}
	return t.finish(ctx)
}
