package event

import (
	"context"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
)

var (
	errTwice   = apperr.New(apperr.Conflict, "event.error.registered_again")
	errNoPlace = apperr.New(apperr.Conflict, "event.error.no_place")
	errState   = apperr.New(apperr.Conflict, "event.error.state")
	errArrived = apperr.New(apperr.Conflict, "event.error.arrived")
)

// change is one transaction's work on the places of an event, done under the
// event's lock. Its verbs move registrations and note what follows from it;
// finish moves up whom the freed places are for, and writes counters, audit
// trail, facts and outbox with one statement each.
type change struct {
	s     *Service
	tx    *db.Tx
	actor account.Actor
	event Event // its slots carry the counters as they will be

	moved   map[string]*delta // by slot
	freed   []freed
	pages   int // commits to note on the event's version: 0 or 1
	repeats int // requests answered with an earlier result
	audit   []account.Entry
	facts   []people.Fact
	jobs    []jobs.Job
}

// delta is how a slot's counters move.
type delta struct {
	taken, waiting, pending int
	stretch                 bool // staff go beyond the capacity
}

type freed struct{ slot, why string }

func (s *Service) change(tx *db.Tx, actor account.Actor, e Event) *change {
	return &change{s: s, tx: tx, actor: actor, event: e, moved: map[string]*delta{}}
}

func (c *change) slot(id string) *Slot {
	for i := range c.event.Slots {
		if c.event.Slots[i].ID == id {
			return &c.event.Slots[i]
		}
	}
	return &Slot{}
}

// count moves the counter that belongs to the state by n.
func (c *change) count(slot string, state RegState, n int) {
	d := c.moved[slot]
	if d == nil {
		d = &delta{}
		c.moved[slot] = d
	}
	s := c.slot(slot)
	switch state {
	case Confirmed:
		d.taken, s.Taken = d.taken+n, s.Taken+n
	case Waiting:
		d.waiting, s.Waiting = d.waiting+n, s.Waiting+n
	case Pending:
		d.pending, s.Pending = d.pending+n, s.Pending+n
	}
	c.pages = 1
}

// move brings a registration into a state and its counters with it.
func (c *change) move(ctx context.Context, r *Registration, to RegState) error {
	if r.State.Live() {
		c.count(r.SlotID, r.State, -1)
	}
	if to.Live() {
		c.count(r.SlotID, to, 1)
	}
	r.State = to
	r.Revision++
	return moveRegistration(ctx, c.tx, *r)
}

// cancel ends a live registration; its place goes to the first who waits.
func (c *change) cancel(ctx context.Context, r *Registration, reason string) error {
	if r.ArrivedAt != 0 {
		return errArrived
	}
	held := r.State == Confirmed
	r.CancelledAt, r.CancelReason = c.tx.Now(), reason
	if err := c.move(ctx, r, CancelledReg); err != nil {
		return err
	}
	c.note(actWithdrawn, r, c.staffReason(reason))
	c.fact(people.Cancelled, r)
	c.mail(JobCancelled, r)
	if held {
		c.promote(r.SlotID, whySeatFreed)
	}
	return nil
}

// confirm gives a pending or waiting person a place that is free.
func (c *change) confirm(ctx context.Context, r *Registration, act, reason, mail string) error {
	if c.slot(r.SlotID).Full() {
		return errNoPlace
	}
	r.ConfirmedAt = c.tx.Now()
	if err := c.move(ctx, r, Confirmed); err != nil {
		return err
	}
	c.note(act, r, reason)
	c.mail(mail, r)
	return nil
}

// decline ends a registration by the organiser's decision.
func (c *change) decline(ctx context.Context, r *Registration, reason string) error {
	r.CancelledAt, r.CancelReason = c.tx.Now(), reason
	if err := c.move(ctx, r, Declined); err != nil {
		return err
	}
	c.note(actDeclined, r, reason)
	c.fact(people.Declined, r)
	c.mail(JobDeclined, r)
	return nil
}

// reinstate takes an ending back: a confirmed person needs a free place, a
// waiting one stands again where they stood.
func (c *change) reinstate(ctx context.Context, r *Registration, reason string) error {
	back := Waiting
	switch slot := c.slot(r.SlotID); {
	case r.ConfirmedAt != 0 && slot.Full():
		return errNoPlace
	case r.ConfirmedAt != 0:
		back = Confirmed
	case slot.Mode == ByApproval:
		back = Pending
	}
	kind := people.Cancelled
	if r.State == Declined {
		kind = people.Declined
	}
	r.CancelledAt, r.CancelReason = 0, ""
	if err := c.move(ctx, r, back); err != nil {
		return err
	}
	c.note(actReinstated, r, reason)
	c.mail(mailFor(back), r)
	if back == Waiting {
		c.promote(r.SlotID, whySeatFreed) // a place may have become free meanwhile
	}
	_, err := people.RetractFact(ctx, c.tx, people.Retraction{OrgID: r.OrgID, PersonID: r.PersonID, Kind: kind,
		Occasion: c.event.occasion(), Ref: r.ID, By: people.Recorder(c.actor), Reason: actReinstated})
	return err
}

// staffReason keeps a visitor's own words out of the audit trail, which outlives
// them.
func (c *change) staffReason(reason string) string {
	if proof(c.actor) == people.ProofStaff {
		return reason
	}
	return ""
}

func (c *change) note(act string, r *Registration, reason string) {
	c.audit = append(c.audit, entry(r.OrgID, c.actor, act, "registration", r.ID, reason,
		regData{Event: r.EventID, Slot: r.SlotID, State: r.State}))
}

// regData is what the audit trail keeps of a registration: no personal data.
type regData struct {
	Event string   `json:"event"`
	Slot  string   `json:"slot"`
	State RegState `json:"state"`
}

func (c *change) fact(kind people.Kind, r *Registration) {
	c.facts = append(c.facts, people.Fact{OrgID: r.OrgID, PersonID: r.PersonID, Kind: kind, Occasion: c.event.occasion(),
		At: c.tx.Now(), Proof: proof(c.actor), Ref: r.ID, RecordedBy: people.Recorder(c.actor)})
}

// mail puts one message to the person into the outbox. The revision in its key
// makes it one for each change of state, however often the change is reported.
func (c *change) mail(kind string, r *Registration) {
	c.jobs = append(c.jobs, jobs.Job{Org: r.OrgID, Kind: kind, Key: r.ID + ":" + strconv.Itoa(r.Revision),
		Payload: letter{Registration: r.ID, State: r.State}})
}

// finish writes what the verbs noted.
func (c *change) finish(ctx context.Context) error {
	for _, f := range c.freed {
		if err := c.moveUp(ctx, f); err != nil {
			return err
		}
	}
	for _, slot := range c.event.Slots {
		if d := c.moved[slot.ID]; d != nil {
			if err := c.writeCounts(ctx, slot.ID, d); err != nil {
				return err
			}
		}
	}
	if err := touchEvent(ctx, c.tx, c.event, c.pages, c.repeats); err != nil {
		return err
	}
	if err := account.Record(ctx, c.tx, c.audit...); err != nil {
		return err
	}
	if err := people.RecordFacts(ctx, c.tx, c.facts...); err != nil {
		return err
	}
	return jobs.Enqueue(ctx, c.tx, c.jobs...)
}

func (c *change) writeCounts(ctx context.Context, slot string, d *delta) error {
	write := countSlot
	if d.stretch || d.taken < 0 {
		write = stretchSlot
	}
	return write(ctx, c.tx, c.event.OrgID, slot, d.taken, d.waiting, d.pending)
}
