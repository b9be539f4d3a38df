package event

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

// The last place, asked for by many at the same moment, through two services as
// through two processes: one wins. The full run of ten thousand rounds is
// elsewhere.
func TestTheLastPlace(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		other := New(Config{DB: w.db, Keys: w.s.keys, Mail: w.mail, Base: w.s.base})
		t.Cleanup(other.Close)
		rounds, clients := 30, 16
		if testing.Short() {
			rounds = 5
		}
		for round := range rounds {
			alone := round%2 == 0 // nobody may wait
			w.event = w.publish(SlotInput{Name: "一般", Capacity: ptr(1), NoWaitlist: alone})
			winners, waiting := w.lastPlace(t, clients, []*Service{w.s, other})
			if winners != 1 || alone && waiting != 0 || !alone && waiting != clients-1 {
				t.Errorf("%d people have the last place, %d wait", winners, waiting)
			}
		}
	})
}

func (w *world) lastPlace(t *testing.T, clients int, services []*Service) (winners, waiting int) {
	t.Helper()
	var wg sync.WaitGroup
	barrier := make(chan struct{})
	states := make([]RegState, clients)
	for i := range clients {
		req := w.requestOf(i)
		wg.Go(func() {
			<-barrier
			r, err := services[i%len(services)].Register(w.ctx, req)
			if err != nil && apperr.CategoryOf(err) != apperr.Conflict {
				t.Error(err)
			}
			states[i] = r.Registration.State
		})
	}
	close(barrier)
	wg.Wait()
	for _, s := range states {
		switch s {
		case Confirmed:
			winners++
		case Waiting:
			waiting++
		}
	}
	w.wantCounted()
	return winners, waiting
}

// With the rule taken out, the CHECK constraint still refuses one person too
// many, and nothing of the refused batch stays.
func TestTheConstraintHoldsWithoutTheRule(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.registerAll(2)
		w.s.rule = func(Event, Bid, db.Instant) (RegState, error) { return Confirmed, nil }
		_, err := w.s.Register(w.ctx, w.request())
		w.wantErr(err, "event.error.full")
		if n := w.count(`SELECT COUNT(*) FROM registration WHERE org_id = $1`); n != 2 {
			t.Errorf("%d rows, want 2", n)
		}
		w.wantCounted()
	})
}

// Two live registrations of one person for one event meet in a constraint,
// whoever inserts them.
func TestTheConstraintKeepsAPersonToOneRegistration(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		r := w.register().Registration
		err := w.db.Tx(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			twin := r
			twin.ID, twin.Number = tx.NewID(), 99
			return insertRegistrations(ctx, tx, [][]any{twin.row("another key", "")})
		})
		if !db.IsUnique(err) {
			t.Errorf("got %v", err)
		}
	})
}

// Random operations of several clients at once. Afterwards the counters equal
// the rows, no slot was sold beyond its guard, and whoever waits came later than
// everybody who was promoted by the rule.
func TestRandomOperations(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			clients, steps := 6, 120
			if testing.Short() {
				steps = 30
			}
			w := newWorld(t, engine, capacity(5), capacity(3))
			var wg sync.WaitGroup
			for c := range clients {
				wg.Go(func() { w.play(t, rand.New(rand.NewPCG(20241025, uint64(c))), c, steps) })
			}
			wg.Wait()
			w.wantCounted()
			w.wantOrder()
			w.wantTold()
		})
	}
}

// play is one client: it registers, cancels, changes capacities and takes things
// back, at random.
func (w *world) play(t *testing.T, dice *rand.Rand, client, steps int) {
	var mine []string
	org := w.org.ID
	for step := range steps {
		var err error
		switch n := dice.IntN(100); {
		case n < 55 || len(mine) == 0:
			req := w.requestOf(1000*client + dice.IntN(steps)) // some come again
			req.Key = fmt.Sprintf("%d-%d", client, step)
			req.SlotID = w.event.Slots[dice.IntN(2)].ID
			var r Result
			if r, err = w.s.Register(w.ctx, req); err == nil {
				mine = append(mine, r.Registration.ID)
			}
		case n < 80:
			_, err = w.s.Cancel(w.ctx, org, mine[dice.IntN(len(mine))], "", w.staff)
		case n < 88:
			_, err = w.s.Reinstate(w.ctx, w.staff, org, mine[dice.IntN(len(mine))], "")
		case n < 94:
			capacity := dice.IntN(9)
			_, err = w.s.SetCapacity(w.ctx, w.staff, org, w.event.ID, w.event.Slots[dice.IntN(2)].ID, &capacity)
		default:
			ids := []string{mine[dice.IntN(len(mine))], mine[dice.IntN(len(mine))]}
			_, err = w.s.Bulk(w.ctx, w.staff, org, w.event.ID, ids, BulkCancel, "")
		}
		if err != nil && apperr.CategoryOf(err) != apperr.Conflict {
			t.Errorf("client %d, step %d: %v", client, step, err)
			return
		}
	}
}

// wantOrder checks that nobody waits who came before somebody that the rule
// promoted last: with all capacities settled, the first to wait have moved up.
func (w *world) wantOrder() {
	w.t.Helper()
	e, err := w.s.Find(w.ctx, w.org.ID, w.event.ID)
	w.must(err)
	for _, s := range e.Slots {
		if free, limited := s.Free(); s.Waiting > 0 && (!limited || free > 0) {
			w.t.Errorf("%d wait though %d places are free", s.Waiting, free)
		}
		page, err := w.s.Attendees(w.ctx, w.org.ID, e.ID, AttendeeFilter{Slot: s.ID, States: []RegState{Waiting}, Limit: 500})
		w.must(err)
		var positions []int
		for _, a := range page.Rows {
			positions = append(positions, a.Position)
		}
		if !slices.IsSorted(positions) || len(positions) > 0 && positions[0] != 1 {
			w.t.Errorf("positions in the order of coming are %v", positions)
		}
	}
}

// wantTold checks that each registration has its letter and its audit entry.
func (w *world) wantTold() {
	w.t.Helper()
	regs := w.count(`SELECT COUNT(*) FROM registration WHERE org_id = $1`)
	letters := w.count(`SELECT COUNT(*) FROM job WHERE org_id = $1 AND kind IN ('event.confirmed', 'event.waiting') AND uniq LIKE '%:1'`)
	entries := w.count(`SELECT COUNT(*) FROM audit_entry WHERE org_id = $1 AND action IN ('registration.confirmed', 'registration.waiting')`)
	if letters != regs || entries != regs {
		w.t.Errorf("%d registrations, %d letters, %d audit entries", regs, letters, entries)
	}
}
