package event

import (
	"context"
	"sync"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
)

func (w *world) helper() account.Actor {
	return account.Actor{Kind: account.KindDoor, OrgID: w.org.ID, Role: account.Door, EventID: w.event.ID, SessionID: "phone"}
}

func (w *world) checkIn(c CheckIn) CheckInResult {
	w.t.Helper()
	c.Org, c.EventID, c.Actor = w.org.ID, w.event.ID, w.helper()
	if c.Device == "" {
		c.Device = "iPhone 1"
	}
	r, err := w.s.CheckIn(w.ctx, c)
	w.must(err)
	return r
}

func (w *world) scan(r Registration, nonce string) CheckInResult {
	w.t.Helper()
	return w.checkIn(CheckIn{Token: w.s.TicketURL(r), Nonce: nonce})
}

// onTheDay opens the door: it is six in the evening of the event's day.
func (w *world) onTheDay() { w.clock.Set(at("2024-12-13", 18, 0).Time()) }

func TestCheckIn(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(3)
		first := list[0].Registration
		if r := w.scan(first, "n0"); r.OK || r.Reason != NotYet {
			t.Errorf("weeks before: %+v", r)
		}
		w.onTheDay()
		r := w.scan(first, "n1")
		if !r.OK || r.Reason != OK || r.Person.Given != list[0].Person.Given || r.Live.Arrived != 1 || r.Live.Expected != 2 {
			t.Errorf("first scan: %+v", r)
		}
		if n := w.facts("attended"); n != 1 {
			t.Errorf("%d facts of attending", n)
		}

		w.clock.Advance(10 * time.Minute)
		again := w.checkIn(CheckIn{Token: w.s.TicketToken(first), Nonce: "n2", Device: "iPhone 2"})
		if again.OK || again.Reason != AlreadyRedeemed || again.FirstAt != at("2024-12-13", 18, 0) || again.FirstDevice != "iPhone 1" {
			t.Errorf("second scan: %+v", again)
		}
		if replay := w.scan(first, "n1"); !replay.OK || !replay.Replay || replay.ID != r.ID || replay.Reason != OK {
			t.Errorf("the same scan sent twice: %+v", replay)
		}
		if r := w.scan(list[2].Registration, "n3"); r.OK || r.Reason != Waitlisted {
			t.Errorf("somebody who waits: %+v", r)
		}
		if r := w.checkIn(CheckIn{Token: "https://elsewhere.example/x", Nonce: "n4"}); r.Reason != Invalid {
			t.Errorf("something else: %+v", r)
		}
		if r := w.checkIn(CheckIn{Code: list[1].Registration.Code(), Nonce: "n5"}); !r.OK || r.Registration.ID != list[1].Registration.ID {
			t.Errorf("by the number: %+v", r)
		}
		log, err := w.s.Scans(w.ctx, w.org.ID, w.event.ID, 0)
		w.must(err)
		if len(log) != 6 {
			t.Errorf("%d scans in the log, want all 6", len(log))
		}
		live, err := w.s.Live(w.ctx, w.org.ID, w.event.ID)
		w.must(err)
		if live.Arrived != 2 {
			t.Errorf("live: %+v", live)
		}
	})
}

func (w *world) facts(kind string) int {
	w.t.Helper()
	return w.count(`SELECT COUNT(*) FROM participation WHERE org_id = $1 AND kind = $2 AND retracted_at IS NULL`, kind)
}

func TestAScanForAnotherEvent(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		r := w.register().Registration
		there := w.event
		w.event = w.publish(capacity(2))
		w.onTheDay()
		res := w.scan(r, "n1")
		if res.OK || res.Reason != WrongEvent || res.Event.ID != there.ID || res.Person.ID == "" {
			t.Errorf("got %+v", res)
		}
	})
}

func TestAReplacedTicketIsRevoked(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		old := w.register().Registration
		fresh, err := w.s.Reissue(w.ctx, w.staff, w.org.ID, old.ID, false)
		w.must(err)
		w.onTheDay()
		if r := w.scan(old, "n1"); r.Reason != Revoked {
			t.Errorf("the old one: %+v", r)
		}
		if _, err := w.s.FindByTicket(w.ctx, w.s.TicketToken(old)); err == nil {
			t.Error("the old one is still found")
		}
		if r := w.scan(fresh, "n2"); !r.OK {
			t.Errorf("the new one: %+v", r)
		}
		if _, err := w.s.FindByManageToken(w.ctx, w.s.ManageToken(old)); err != nil {
			t.Errorf("the person's own link: %v", err)
		}
		_, err = w.s.Reissue(w.ctx, w.staff, w.org.ID, old.ID, true)
		w.must(err)
		_, err = w.s.FindByManageToken(w.ctx, w.s.ManageToken(old))
		w.wantErr(err, "event.error.link_unknown")
	})
}

func TestUndoingACheckIn(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		reg := w.register().Registration
		w.onTheDay()
		first := w.scan(reg, "n1")
		for range 2 { // twice is once
			r, err := w.s.UndoCheckIn(w.ctx, w.helper(), w.org.ID, w.event.ID, first.ID)
			w.must(err)
			if r.Live.Arrived != 0 || r.Registration.ArrivedAt != 0 {
				t.Errorf("undone: %+v", r)
			}
		}
		if n := w.facts("attended"); n != 0 {
			t.Error("the fact stands")
		}
		if r := w.scan(reg, "n2"); !r.OK || r.Live.Arrived != 1 {
			t.Errorf("again: %+v", r)
		}
		if n := w.facts("attended"); n != 1 {
			t.Error("the fact is missing")
		}
	})
}

func TestScansMadeOffline(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(3)
		w.onTheDay()
		w.scan(list[0].Registration, "n1") // at 18:00
		w.clock.Advance(time.Hour)
		early := w.checkIn(CheckIn{Token: w.s.TicketToken(list[0].Registration), Nonce: "n1", Device: "iPad", Offline: true, Force: true,
			At: at("2024-12-13", 17, 50)})
		if early.OK || early.Reason != AlreadyRedeemed || !early.Forced || early.FirstAt != at("2024-12-13", 17, 50) {
			t.Errorf("two devices let the same guest in: %+v", early)
		}
		if got := w.find(list[0].Registration.ID).Registration.ArrivedAt; got != at("2024-12-13", 17, 50) {
			t.Errorf("arrival is %v, want the earlier time", got)
		}
		waits := w.checkIn(CheckIn{Token: w.s.TicketToken(list[2].Registration), Nonce: "n2", Device: "iPad", Offline: true, Force: true,
			At: at("2024-12-13", 18, 20)})
		if !waits.OK || waits.Reason != Waitlisted || !waits.Forced {
			t.Errorf("let in by the door, though waiting: %+v", waits)
		}
		wrong := w.checkIn(CheckIn{Token: w.s.TicketToken(list[1].Registration), Nonce: "n3", Device: "iPad", Offline: true,
			At: at("2031-01-01", 0, 0)})
		if !wrong.OK || wrong.FirstAt != at("2024-12-13", 19, 0) {
			t.Errorf("a clock that is wrong by years is not believed: %+v", wrong)
		}
		if live := wrong.Live; live.Arrived != 3 {
			t.Errorf("live %+v", live)
		}
	})
}

func TestOneTicketOnManyDevices(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		reg := w.register().Registration
		w.onTheDay()
		const devices = 16
		results := make([]CheckInResult, devices)
		var wg sync.WaitGroup
		for i := range devices {
			wg.Go(func() {
				results[i] = w.checkIn(CheckIn{Token: w.s.TicketToken(reg), Nonce: "n", Device: string(rune('A' + i))})
			})
		}
		wg.Wait()
		in := 0
		for _, r := range results {
			if r.OK {
				in++
			} else if r.Reason != AlreadyRedeemed {
				t.Errorf("refused as %s", r.Reason)
			}
		}
		if live, err := w.s.Live(w.ctx, w.org.ID, w.event.ID); in != 1 || err != nil || live.Arrived != 1 {
			t.Errorf("%d let in, live %+v, %v", in, live, err)
		}
	})
}

// Two processes that both read "not arrived" meet in the unique constraint.
func TestTheConstraintKeepsATicketToOneAdmission(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		reg := w.register().Registration
		w.onTheDay()
		w.scan(reg, "n1")
		err := w.db.Tx(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			return insertScan(ctx, tx, w.org.ID, checkinRow{ID: tx.NewID(), Event: w.event.ID, Registration: reg.ID, Sequence: 1,
				OK: true, Reason: OK, Device: "other", Nonce: "n2"})
		})
		if !db.IsUnique(err) {
			t.Errorf("a second first admission: %v", err)
		}
	})
}

func TestWalkIns(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		walkIn := func(name, email, nonce, reason string) (CheckInResult, error) {
			return w.s.WalkIn(w.ctx, WalkIn{Org: w.org.ID, EventID: w.event.ID, Family: name, Email: email, Device: "iPhone 1",
				Nonce: nonce, Reason: reason, Actor: w.helper()})
		}
		_, err := walkIn("早い", "", "n0", "")
		w.wantErr(err, "event.door.closed")
		known := w.register()
		w.onTheDay()
		r, err := walkIn("飛び入り", "", "n1", "")
		w.must(err)
		if !r.OK || r.Registration.Via != ViaWalkIn || r.Live.Arrived != 1 || r.Live.WalkIns != 1 {
			t.Errorf("a free place: %+v", r)
		}
		again, err := walkIn("飛び入り", "", "n1", "")
		w.must(err)
		if !again.Replay || again.Registration.ID != r.Registration.ID {
			t.Errorf("the same tap twice: %+v", again)
		}
		_, err = walkIn("満席", "", "n2", "")
		w.wantErr(err, "event.door.full")
		over, err := walkIn("満席", "", "n2", "遠方から来場")
		w.must(err)
		if s := w.slot(); !over.OK || s.Taken != 3 || *s.Guard != 3 {
			t.Errorf("over capacity: %+v, %+v", over, s)
		}
		mine, err := walkIn("見本", known.Person.Email, "n3", "予約あり")
		w.must(err)
		if !mine.OK || mine.Registration.ID != known.Registration.ID || mine.Live.Arrived != 3 || mine.Live.WalkIns != 2 {
			t.Errorf("somebody who is registered: %+v", mine)
		}
		w.wantCounted()
		if n := w.count(`SELECT COUNT(*) FROM job WHERE org_id = $1 AND kind IN ('event.confirmed', 'event.resend')`); n != 1 {
			t.Errorf("%d letters, want only that of the registration", n)
		}
		h, err := w.s.History(w.ctx, w.org.ID, over.Registration.ID)
		w.must(err)
		if len(h) != 2 || h[0].Reason != "遠方から来場" {
			t.Errorf("the reason is not kept: %+v", h)
		}
	})
}

func TestHelpersAreNotCountedAsParticipants(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.setSlots(SlotInput{ID: w.event.Slots[0].ID, Name: "一般", Capacity: ptr(2)}, SlotInput{Name: "講師", Kind: ForSpeakers})
		req := w.request()
		req.SlotID, req.Via, req.Actor = w.event.Slots[1].ID, ViaStaff, w.staff
		speaker, err := w.s.Register(w.ctx, req)
		w.must(err)
		guest := w.register()
		w.onTheDay()
		w.scan(speaker.Registration, "n1")
		r := w.scan(guest.Registration, "n2")
		if r.Live.Arrived != 1 || r.Live.Helpers != 1 || r.Live.Expected != 1 {
			t.Errorf("live %+v", r.Live)
		}
		c, err := w.s.Counts(w.ctx, w.org.ID, w.event.ID)
		w.must(err)
		if c.Total.Arrived != 1 || c.Total.Confirmed != 1 || c.Helpers.Arrived != 1 {
			t.Errorf("counts %+v", c)
		}
		if w.facts("spoke") != 1 || w.facts("attended") != 1 {
			t.Error("facts of speaking and attending are mixed up")
		}
	})
}

func TestAPaperListEnteredTheDayAfter(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(2)
		w.runUntil(at("2024-12-14", 9, 0))
		if n := w.facts("no_show"); n != 2 {
			t.Fatalf("%d absent", n)
		}
		r := w.checkIn(CheckIn{RegistrationID: list[0].Registration.ID, Device: "paper", Nonce: "n1", Force: true,
			Offline: true, At: at("2024-12-13", 18, 20), Reason: "紙の名簿から"})
		if !r.OK || r.FirstAt != at("2024-12-13", 18, 20) {
			t.Errorf("got %+v", r)
		}
		if w.facts("no_show") != 1 || w.facts("attended") != 1 {
			t.Errorf("%d absent, %d came", w.facts("no_show"), w.facts("attended"))
		}
	})
}
