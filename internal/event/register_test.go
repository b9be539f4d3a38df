package event

import (
	"strings"
	"sync"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
)

func TestRegistering(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(4)
		for i, want := range []struct {
			state    RegState
			position int
		}{{Confirmed, 0}, {Confirmed, 0}, {Waiting, 1}, {Waiting, 2}} {
			got := list[i]
			if got.Registration.State != want.state || got.Position != want.position {
				t.Errorf("person %d is %s at %d, want %s at %d", i+1, got.Registration.State, got.Position, want.state, want.position)
			}
			found := w.find(got.Registration.ID)
			if found.Registration.State != want.state || found.Position != want.position || found.Person.Given != got.Person.Given {
				t.Errorf("person %d is stored as %+v", i+1, found.Registration)
			}
		}
		w.wantCounted()
		for what, query := range map[string]string{
			"consents":      `SELECT COUNT(*) FROM consent WHERE org_id = $1`,
			"facts":         `SELECT COUNT(*) FROM participation WHERE org_id = $1 AND kind = 'registered'`,
			"audit entries": `SELECT COUNT(*) FROM audit_entry WHERE org_id = $1 AND object = 'registration'`,
			"letters":       `SELECT COUNT(*) FROM job WHERE org_id = $1 AND kind IN ('event.confirmed', 'event.waiting')`,
		} {
			if n := w.count(query); n != 4 {
				t.Errorf("%d %s, want 4", n, what)
			}
		}
	})
}

func TestTheSameKey(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		req := w.request()
		first, err := w.s.Register(w.ctx, req)
		w.must(err)

		t.Run("with the same content gives the same registration", func(t *testing.T) {
			again, err := w.s.Register(w.ctx, req)
			w.must(err)
			if !again.Replay || again.Registration.ID != first.Registration.ID || again.Registration.Number != 1 {
				t.Errorf("got %+v", again)
			}
		})
		t.Run("also when the page was read in another language", func(t *testing.T) {
			other := req
			other.Lang = "en"
			if again, err := w.s.Register(w.ctx, other); err != nil || !again.Replay {
				t.Errorf("got %+v, %v", again, err)
			}
		})
		t.Run("with other content is refused", func(t *testing.T) {
			for name, change := range map[string]func(*Request){
				"another name":    func(r *Request) { r.Given = "別人" },
				"another address": func(r *Request) { r.Email = "other@example.com" },
				"more consents":   func(r *Request) { r.Consents = []string{"a", "g"} },
			} {
				other := req
				change(&other)
				_, err := w.s.Register(w.ctx, other)
				if e, _ := apperr.As(err); e == nil || e.Key != "event.register.key_reused" {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
		t.Run("gives the present state after a change", func(t *testing.T) {
			w.cancel(first.Registration.ID)
			again, err := w.s.Register(w.ctx, req)
			w.must(err)
			if again.Registration.State != CancelledReg {
				t.Errorf("got %s", again.Registration.State)
			}
		})
		if n := w.count(`SELECT COUNT(*) FROM registration WHERE org_id = $1`); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

// A replay must write, so that its commit waits for what the first one left
// behind; see touchEvent.
func TestARepetitionWrites(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		req := w.request()
		_, err := w.s.Register(w.ctx, req)
		w.must(err)
		if again, err := w.s.Register(w.ctx, req); err != nil || !again.Replay {
			t.Fatal(again, err)
		}
		if n := w.count(`SELECT repeats FROM event_live WHERE org_id = $1`); n != 1 {
			t.Errorf("%d repetitions were written, want 1", n)
		}
	})
}

func TestTwinsInParallel(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		const twins = 24
		req := w.request()
		results, errs := make([]Result, twins), make([]error, twins)
		var wg sync.WaitGroup
		for i := range twins {
			wg.Go(func() { results[i], errs[i] = w.s.Register(w.ctx, req) })
		}
		wg.Wait()
		fresh := 0
		for i, r := range results {
			w.must(errs[i])
			if r.Registration.ID != results[0].Registration.ID {
				t.Errorf("twin %d got another registration", i)
			}
			if !r.Replay {
				fresh++
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM registration WHERE org_id = $1`); n != 1 || fresh != 1 {
			t.Errorf("%d rows, %d first answers; want one of each", n, fresh)
		}
		w.wantCounted()
	})
}

func TestOnePersonTwice(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		req := w.request()
		first, err := w.s.Register(w.ctx, req)
		w.must(err)
		req.Key, req.Given = "another key", "さくら"
		again, err := w.s.Register(w.ctx, req)
		w.must(err)
		if !again.Already || again.Registration.ID != first.Registration.ID {
			t.Errorf("got %+v", again)
		}
		if n := w.count(`SELECT COUNT(*) FROM job WHERE org_id = $1 AND kind = 'event.resend'`); n != 1 {
			t.Errorf("%d mails with the link, want one", n)
		}

		w.cancel(first.Registration.ID)
		req.Key = "a third key"
		third, err := w.s.Register(w.ctx, req)
		w.must(err)
		if third.Already || third.Registration.State != Confirmed {
			t.Errorf("after cancelling: %+v", third)
		}
		w.wantCounted()
	})
}

func TestRegisteringIsRefused(t *testing.T) {
	soon, past := at("2024-11-20", 0, 0), at("2024-11-01", 0, 0)
	cases := map[string]struct {
		edit func(*world, *Request)
		key  string
	}{
		"before it opens":    {edit: func(w *world, _ *Request) { w.update(Fields{OpensAt: &soon}) }, key: "event.register.not_open"},
		"after it closed":    {edit: func(w *world, _ *Request) { w.update(Fields{ClosesAt: &past}) }, key: "event.register.closed"},
		"without consent":    {edit: func(_ *world, r *Request) { r.Consents = nil }, key: "event.register.consent"},
		"without a key":      {edit: func(_ *world, r *Request) { r.Key = "" }, key: "event.register.key_missing"},
		"without kana":       {edit: func(_ *world, r *Request) { r.KanaFamily = "" }, key: "people.error.kana_required"},
		"for another's slot": {edit: func(_ *world, r *Request) { r.SlotID = "0" }, key: "event.error.unknown_slot"},
		"for no event":       {edit: func(_ *world, r *Request) { r.EventID = "0" }, key: "event.error.unknown"},
		"when it is called off": {edit: func(w *world, _ *Request) {
			_, err := w.s.CancelEvent(w.ctx, w.staff, w.org.ID, w.event.ID, "大雪のため")
			w.must(err)
		}, key: "event.register.cancelled"},
		"when it is hidden": {edit: func(w *world, _ *Request) { w.update(Fields{Visibility: ptr(Hidden)}) }, key: "event.error.unknown"},
		"when it is full and nobody waits": {edit: func(w *world, _ *Request) {
			w.setSlots(SlotInput{ID: w.event.Slots[0].ID, Name: "一般", Capacity: ptr(0), NoWaitlist: true})
		}, key: "event.register.full"},
		"for the places of staff": {edit: func(w *world, r *Request) {
			w.setSlots(SlotInput{ID: w.event.Slots[0].ID, Name: "一般", Capacity: ptr(2)}, SlotInput{Name: "運営", Kind: ForStaff})
			r.SlotID = w.event.Slots[1].ID
		}, key: "event.register.slot_closed"},
	}
	inWorlds(t, func(t *testing.T, w *world) {
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				w := w.another(t)
				req := w.request()
				c.edit(w, &req)
				_, err := w.s.Register(w.ctx, req)
				w.wantErr(err, c.key)
				if n := w.count(`SELECT COUNT(*) FROM person WHERE org_id = $1`); n != 0 {
					t.Error("the name of somebody who was turned away is stored")
				}
			})
		}
	})
}

func (w *world) update(f Fields) {
	w.t.Helper()
	var err error
	w.event, err = w.s.Update(w.ctx, w.staff, w.org.ID, w.event.ID, f)
	w.must(err)
}

func (w *world) setSlots(slots ...SlotInput) {
	w.t.Helper()
	var err error
	w.event, err = w.s.SetSlots(w.ctx, w.staff, w.org.ID, w.event.ID, slots)
	w.must(err)
}

// The last refused instant and the first one after it: 前日まで is 24:00.
func TestUntilTheDayBefore(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		end := at("2024-12-13", 0, 0)
		w.clock.Set(end.Add(-1e3).Time())
		w.register()
		w.clock.Set(end.Time())
		_, err := w.s.Register(w.ctx, w.request())
		w.wantErr(err, "event.register.closed")
	})
}

func TestStaffRegisterOthers(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.registerAll(3) // full, one waits
		w.clock.Set(at("2024-12-13", 12, 0).Time())
		req := w.request()
		req.Via, req.Actor, req.Email, req.Consents, req.KanaFamily, req.KanaGiven = ViaStaff, w.staff, "", nil, "", ""
		req.OverCapacity = true
		_, err := w.s.Register(w.ctx, req)
		w.wantErr(err, "event.error.reason")
		req.Reason = "電話で受付"
		r, err := w.s.Register(w.ctx, req)
		w.must(err)
		if s := w.slot(); r.Registration.State != Confirmed || s.Taken != 3 || *s.Guard != 3 {
			t.Errorf("got %s, slot %+v", r.Registration.State, s)
		}
		h, err := w.s.History(w.ctx, w.org.ID, r.Registration.ID)
		w.must(err)
		if len(h) != 1 || h[0].Reason != "電話で受付" || h[0].Action != actConfirmed {
			t.Errorf("history %+v", h)
		}
	})
}

// A slot without a waiting list fills up in the middle of a batch.
func TestABatchFillsASlotWithoutAWaitingList(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.setSlots(SlotInput{ID: w.event.Slots[0].ID, Name: "一般", Capacity: ptr(2), NoWaitlist: true})
		known := w.register()
		var batch []*admission
		for i := range 4 {
			req := w.request()
			if i == 0 { // somebody who has a place asks again, under another key
				req.Email = known.Person.Email
			}
			a, err := newAdmission(req)
			w.must(err)
			batch = append(batch, a)
		}
		w.s.admitBatch("", batch)
		var told []string
		for _, a := range batch {
			switch {
			case a.err != nil:
				e, _ := apperr.As(a.err)
				told = append(told, e.Key)
			case a.result.Already:
				told = append(told, "already")
			default:
				told = append(told, string(a.result.Registration.State))
			}
		}
		if got := strings.Join(told, " "); got != "already confirmed event.register.full event.register.full" {
			t.Error(got)
		}
		if n := w.count(`SELECT COUNT(*) FROM person WHERE org_id = $1`); n != 2 {
			t.Errorf("%d persons stored, want the two with a place", n)
		}
		w.wantCounted()
	})
}

// One request that the database refuses must not take its neighbours along.
func TestOneFailingRequestFailsAlone(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		var batch []*admission
		for i := range 3 {
			a, err := newAdmission(w.request())
			w.must(err)
			if i == 1 {
				a.Consents = []string{"a", "z"} // past the check: only the transaction sees it
			}
			batch = append(batch, a)
		}
		w.s.admitBatch("", batch)
		if batch[0].err != nil || batch[1].err == nil || batch[2].err != nil {
			t.Errorf("%v / %v / %v", batch[0].err, batch[1].err, batch[2].err)
		}
		if n := w.count(`SELECT COUNT(*) FROM registration WHERE org_id = $1`); n != 2 {
			t.Errorf("%d rows, want 2", n)
		}
		w.wantCounted()
	})
}

func TestAnotherOrganisationSeesNothing(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		r := w.register().Registration
		_, err := w.s.FindRegistration(w.ctx, "other", r.ID)
		w.wantErr(err, "event.error.unknown_registration")
		_, err = w.s.Cancel(w.ctx, "other", r.ID, "", account.Nobody("other"))
		w.wantErr(err, "event.error.unknown_registration")
		_, err = w.s.Find(w.ctx, "other", w.event.ID)
		w.wantErr(err, "event.error.unknown")
		_, err = w.s.Attendees(w.ctx, "other", w.event.ID, AttendeeFilter{})
		w.wantErr(err, "event.error.unknown")
	})
}
