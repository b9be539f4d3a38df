package event

import (
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

func TestACancelledPlaceGoesToTheFirstWhoWaits(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(5) // two have a place, three wait
		w.cancel(list[0].Registration.ID)
		w.wantState(list[2].Registration.ID, Confirmed)
		w.wantState(list[3].Registration.ID, Waiting)
		if p := w.find(list[3].Registration.ID).Position; p != 1 {
			t.Errorf("the next one stands at %d", p)
		}
		w.wantCounted()

		h, err := w.s.History(w.ctx, w.org.ID, list[2].Registration.ID)
		w.must(err)
		if len(h) != 2 || h[1].Action != actPromoted || h[1].Reason != whySeatFreed || h[1].ActorKind != account.KindSystem {
			t.Errorf("history %+v", h)
		}
		if n := w.count(`SELECT COUNT(*) FROM participation WHERE org_id = $1 AND kind IN ('promoted', 'cancelled')`); n != 2 {
			t.Errorf("%d facts, want one promoted and one cancelled", n)
		}
		w.cancel(list[0].Registration.ID) // once more changes nothing
		if s := w.slot(); s.Taken != 2 || s.Waiting != 2 {
			t.Errorf("after cancelling twice: %+v", s)
		}
	})
}

func TestMovingUp(t *testing.T) {
	cases := map[string]struct {
		now     db.Instant
		edit    Fields
		state   RegState // of the first who waits, at once
		morning RegState // at a quarter past seven
	}{
		"in the daytime":                   {now: at("2024-12-01", 12, 0), state: Confirmed, morning: Confirmed},
		"a minute before the night":        {now: at("2024-12-01", 21, 59), state: Confirmed, morning: Confirmed},
		"at night waits for the morning":   {now: at("2024-12-01", 22, 0), state: Waiting, morning: Confirmed},
		"after midnight as well":           {now: at("2024-12-02", 3, 0), state: Waiting, morning: Confirmed},
		"at seven it goes on":              {now: at("2024-12-02", 7, 0), state: Confirmed, morning: Confirmed},
		"not after registration closed":    {now: at("2024-12-13", 8, 0), state: Waiting, morning: Waiting},
		"nor when the morning is too late": {now: at("2024-12-12", 23, 0), state: Waiting, morning: Waiting},
		"until a time that was named": {now: at("2024-12-13", 8, 0), edit: Fields{PromoteUntil: ptr(at("2024-12-13", 12, 0))},
			state: Confirmed, morning: Confirmed},
		"not after that time": {now: at("2024-12-10", 8, 0), edit: Fields{PromoteUntil: ptr(at("2024-12-10", 8, 0))},
			state: Waiting, morning: Waiting},
	}
	inWorlds(t, func(t *testing.T, w *world) {
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				w := w.another(t)
				w.clock.Set(dbtest.Start)
				list := w.registerAll(3)
				w.update(c.edit)
				w.clock.Set(c.now.Time())
				w.cancel(list[0].Registration.ID)
				w.wantState(list[2].Registration.ID, c.state)
				w.wantCounted()
				if c.state == Waiting {
					w.runUntil(nextMorning(c.now).Add(15 * time.Minute))
					w.wantState(list[2].Registration.ID, c.morning)
					w.wantCounted()
				}
			})
		}
	})
}

// While a place is kept for the morning, somebody new must not take it.
func TestNobodyOvertakesAtNight(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(3)
		w.clock.Set(at("2024-12-01", 23, 0).Time())
		w.cancel(list[0].Registration.ID)
		if r := w.register(); r.Registration.State != Waiting || r.Position != 2 {
			t.Errorf("somebody new is %s at %d", r.Registration.State, r.Position)
		}
	})
}

func TestCapacityChanges(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(5)
		slot := w.event.Slots[0].ID
		setCapacity := func(n *int) Slot {
			t.Helper()
			_, err := w.s.SetCapacity(w.ctx, w.staff, w.org.ID, w.event.ID, slot, n)
			w.must(err)
			w.wantCounted()
			return w.slot()
		}
		if s := setCapacity(ptr(3)); s.Taken != 3 || s.Waiting != 2 {
			t.Errorf("raised by one: %+v", s)
		}
		w.wantState(list[2].Registration.ID, Confirmed)
		if s := setCapacity(ptr(1)); s.Taken != 3 || *s.Guard != 3 {
			t.Errorf("lowered below what is taken: %+v, guard %d", s, *s.Guard)
		}
		w.cancel(list[0].Registration.ID)
		w.wantState(list[3].Registration.ID, Waiting) // still too many
		if s := w.slot(); s.Taken != 2 || *s.Guard != 2 {
			t.Errorf("the guard follows those who leave: %+v, guard %d", s, *s.Guard)
		}
		if s := setCapacity(nil); s.Taken != 4 || s.Waiting != 0 || s.Guard != nil {
			t.Errorf("without a limit: %+v", s)
		}
	})
}

func TestReinstating(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(4)
		first, third := list[0].Registration.ID, list[2].Registration.ID
		w.cancel(third)
		r, err := w.s.Reinstate(w.ctx, w.staff, w.org.ID, third, "")
		w.must(err)
		if r.State != Waiting || w.find(third).Position != 1 {
			t.Errorf("who waited is %s at %d, want the old place", r.State, w.find(third).Position)
		}
		w.cancel(first) // the third moves up
		_, err = w.s.Reinstate(w.ctx, w.staff, w.org.ID, first, "")
		w.wantErr(err, "event.error.no_place")
		w.cancel(list[3].Registration.ID)
		w.cancel(list[1].Registration.ID)
		r, err = w.s.Reinstate(w.ctx, w.staff, w.org.ID, first, "まちがい")
		w.must(err)
		if r.State != Confirmed {
			t.Errorf("who had a place is %s", r.State)
		}
		if n := w.count(`SELECT COUNT(*) FROM participation WHERE org_id = $1 AND kind = 'cancelled' AND person_id = $2 AND retracted_at IS NULL`,
			list[0].Person.ID); n != 0 {
			t.Error("the fact of cancelling stands")
		}
		w.wantCounted()

		again := w.requestOf(4) // somebody cancelled, registered anew, and is reinstated
		again.Key = "again"
		_, err = w.s.Register(w.ctx, again)
		w.must(err)
		_, err = w.s.Reinstate(w.ctx, w.staff, w.org.ID, list[3].Registration.ID, "")
		w.wantErr(err, "event.error.registered_again")
		w.wantCounted()
	})
}

func TestApproval(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.setSlots(SlotInput{ID: w.event.Slots[0].ID, Name: "LT枠", Capacity: ptr(1), Mode: ByApproval})
		list := w.registerAll(3)
		for _, r := range list {
			w.wantState(r.Registration.ID, Pending)
		}
		approve := func(i int) error {
			_, err := w.s.Approve(w.ctx, w.staff, w.org.ID, list[i].Registration.ID, "")
			return err
		}
		w.must(approve(1))
		w.must(approve(1)) // once more changes nothing
		w.wantErr(approve(0), "event.error.no_place")
		_, err := w.s.Decline(w.ctx, w.staff, w.org.ID, list[0].Registration.ID, "枠が埋まったため")
		w.must(err)
		_, err = w.s.Decline(w.ctx, w.staff, w.org.ID, list[1].Registration.ID, "")
		w.wantErr(err, "event.error.state")
		w.wantState(list[0].Registration.ID, Declined)
		w.wantState(list[1].Registration.ID, Confirmed)
		w.wantCounted()
		r, err := w.s.Reinstate(w.ctx, w.staff, w.org.ID, list[0].Registration.ID, "")
		w.must(err)
		if r.State != Pending {
			t.Errorf("a decline taken back leaves %s", r.State)
		}
		w.wantCounted()
	})
}

func TestPromotingByHand(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(4)
		last := list[3].Registration.ID
		_, err := w.s.Promote(w.ctx, w.staff, w.org.ID, last, "登壇するため")
		w.wantErr(err, "event.error.no_place")
		w.clock.Set(at("2024-12-13", 9, 0).Time()) // after the cut-off
		_, err = w.s.Cancel(w.ctx, w.org.ID, list[0].Registration.ID, "", w.staff)
		w.must(err)
		_, err = w.s.Promote(w.ctx, w.staff, w.org.ID, last, " ")
		w.wantErr(err, "event.error.reason")
		_, err = w.s.Promote(w.ctx, w.staff, w.org.ID, last, "登壇するため")
		w.must(err)
		w.wantState(last, Confirmed)
		w.wantState(list[2].Registration.ID, Waiting)
		w.wantCounted()
	})
}

func TestBulk(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(5)
		id := func(i int) string { return list[i].Registration.ID }
		bulk := func(a BulkAction, ids ...string) BulkResult {
			t.Helper()
			r, err := w.s.Bulk(w.ctx, w.staff, w.org.ID, w.event.ID, ids, a, "まとめて")
			w.must(err)
			w.wantCounted()
			return r
		}
		if r := bulk(BulkCancel, id(0), id(1)); len(r.Done) != 2 || len(r.Failed) != 0 {
			t.Errorf("cancelling two: %+v", r)
		}
		for i, want := range []RegState{CancelledReg, CancelledReg, Confirmed, Confirmed, Waiting} {
			w.wantState(id(i), want)
		}
		r := bulk(BulkApprove, id(2), id(4)) // the second does not await approval
		if len(r.Done) != 0 || len(r.Failed) != 1 || r.Failed[0].ID != id(4) || r.Failed[0].Err.Key != "event.error.state" {
			t.Errorf("one that fails: %+v", r)
		}
		r = bulk(BulkReinstate, id(0), id(1))
		if len(r.Failed) != 2 {
			t.Errorf("no place for either: %+v", r)
		}
		w.cancel(id(4))
		w.cancel(id(3))
		if r = bulk(BulkReinstate, id(1), id(0)); len(r.Failed) != 1 || r.Failed[0].ID != id(1) {
			t.Errorf("one place for two goes to the first, and nothing is done: %+v", r)
		}
		w.wantState(id(0), CancelledReg)
		_, err := w.s.Bulk(w.ctx, w.staff, w.org.ID, w.event.ID, []string{id(2), "not here"}, BulkCancel, "")
		w.wantErr(err, "event.error.unknown_registration")
		w.wantState(id(2), Confirmed)
	})
}

func TestWhoMayCancelWhen(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(2)
		w.clock.Set(w.event.StartsAt.Time())
		_, err := w.s.Cancel(w.ctx, w.org.ID, list[0].Registration.ID, "", account.Nobody(w.org.ID))
		w.wantErr(err, "event.error.started")
		_, err = w.s.Cancel(w.ctx, w.org.ID, list[0].Registration.ID, "電話で連絡", w.staff)
		w.must(err)
		res := w.scan(list[1].Registration, "n1")
		if !res.OK {
			t.Fatal(res.Reason)
		}
		_, err = w.s.Cancel(w.ctx, w.org.ID, list[1].Registration.ID, "", w.staff)
		w.wantErr(err, "event.error.arrived")
		w.wantCounted()
	})
}

func TestPreferring(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(6) // the last four wait
		id := func(i int) string { return list[i].Registration.ID }
		_, err := w.s.Prefer(w.ctx, w.staff, w.org.ID, id(4), "")
		w.wantErr(err, "event.error.reason")
		_, err = w.s.Prefer(w.ctx, w.staff, w.org.ID, id(0), "登壇するため")
		w.wantErr(err, "event.error.state")
		for _, i := range []int{4, 5} {
			_, err = w.s.Prefer(w.ctx, w.staff, w.org.ID, id(i), "登壇するため")
			w.must(err)
		}
		for place, i := range []int{5, 4, 2, 3} {
			if got := w.find(id(i)).Position; got != place+1 {
				t.Errorf("number %d stands at %d, want %d", i+1, got, place+1)
			}
		}
		if r := w.register(); r.Position != 5 {
			t.Errorf("somebody new stands at %d", r.Position)
		}
		w.cancel(id(0))
		w.wantState(id(5), Confirmed)
		w.wantCounted()
	})
}
