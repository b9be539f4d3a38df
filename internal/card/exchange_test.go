package card

import (
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/profile"
)

func TestAnExchangeLeavesACopyWithBothAndATieOnBothThreads(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.open(w.a, profile.Met, profile.Affiliation, profile.Email, profile.Headline)
		e := w.exchange(w.asks(w.a, w.b, "k1"))
		pair := w.wantTies(1)[0]
		if pair.EventID != w.event.ID || pair.At != w.db.Now() {
			t.Errorf("the tie is %+v", pair)
		}
		c := w.copyOf(w.b, e.Exchange)
		if c.Name("ja") != "青森 一例" || c.Face.Person.Email != w.a.Email || c.Face.View.Headline == "" || c.EventTitle != w.event.Title {
			t.Errorf("b has %+v", c)
		}
		if c.Face.Person.Phone != "" || c.Face.View.Phone != "" || c.Face.Person.KanaFamily != "" {
			t.Error("b sees what a did not put onto the card")
		}
		if c := w.copyOf(w.a, e.Exchange); c.Name("ja") != "八戸 二例" || c.Face.Person.Email != "" || c.Face.View.Affiliation != "" {
			t.Errorf("a has %+v, and b let nobody see anything", c.Face)
		}
		thread, err := people.Thread(w.ctx, w.db, w.org.ID, w.b.ID)
		w.must(err)
		last := thread[len(thread)-1]
		if last.Kind != people.Tied || last.Ref != pair.TieID || last.Occasion.ID != w.event.ID {
			t.Errorf("b's thread ends with %+v", last)
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_entry WHERE org_id = $1 AND action = 'card.exchanged' AND actor_id = $2`, "id-"+w.b.ID); n != 1 {
			t.Errorf("%d entries in the trail", n)
		}
	})
}

func TestTheSameKeyAndTheSamePairAreOneExchange(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		first := w.exchange(w.asks(w.a, w.b, "k1"))
		for name, r := range map[string]ExchangeRequest{
			"the same key": w.asks(w.a, w.b, "k1"), "another key": w.asks(w.a, w.b, "k2"), "the other way round": w.asks(w.b, w.a, "k3"),
		} {
			if again := w.exchange(r); !again.Again || again.ID != first.ID {
				t.Errorf("%s makes %+v", name, again)
			}
		}
		w.wantTies(1)
	})
}

func TestAReplayedKeyDoesNotBringBackWhatWasUndone(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		first := w.exchange(w.asks(w.a, w.b, "k1"))
		w.must(w.s.Undo(w.ctx, w.self(w.a), w.org.ID, w.a.ID, first.ID))
		if again := w.exchange(w.asks(w.a, w.b, "k1")); again.State != Undone || again.ID != first.ID {
			t.Errorf("the queue of the phone made %+v", again)
		}
		w.wantTies(0)
		if e := w.exchange(w.asks(w.a, w.b, "k2")); e.Again {
			t.Error("the two cannot exchange anew")
		}
		w.wantTies(1)
	})
}

func TestACardThatCannotBeExchangedSaysWhy(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		refused := func(r ExchangeRequest, key string) {
			t.Helper()
			e, err := w.s.Exchange(w.ctx, r)
			w.wantErr(err, key)
			if e.ID != "" || e.Token != "" {
				t.Errorf("%s brings data: %+v", key, e)
			}
		}
		good := w.asks(w.a, w.b, "k1")
		forged, foreign, own := good, good, w.asks(w.a, w.a, "k1")
		forged.CardToken = w.s.Keys.Token("ticket", w.card(w.a).ID, 1)
		foreign.Org = w.staff.ID()
		refused(forged, "card.error.forged")
		refused(foreign, "card.error.foreign")
		refused(own, "card.error.own")
		stranger := good
		stranger.PersonID = w.db.Now().String()
		refused(stranger, "card.error.foreign")

		_, err := w.s.HideAt(w.ctx, w.self(w.a), w.org.ID, w.a.ID, w.event.ID, true)
		w.must(err)
		refused(good, "card.error.hidden")
		_, _, err = w.s.ByToken(w.ctx, good.CardToken)
		w.wantErr(err, "card.error.hidden")
		w.clock.Advance(8 * time.Hour)
		late := good
		late.At, late.Offline = db.FromTime(evening), true
		refused(late, "card.error.hidden") // it was hidden when it was shown
		_, err = w.s.HideAt(w.ctx, w.self(w.a), w.org.ID, w.a.ID, w.event.ID, false)
		w.must(err)

		_, err = w.s.Rotate(w.ctx, w.self(w.a), w.org.ID, w.a.ID)
		w.must(err)
		refused(good, "card.error.rotated")
		_, err = w.s.Open(w.ctx, good.CardToken, w.b.ID)
		w.wantErr(err, "card.error.rotated")
		w.wantTies(0)
	})
}

func TestTheTimeOfAnOfflineExchangeIsTheDevicesWithinBounds(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		then := db.FromTime(evening)
		w.clock.Set(evening.AddDate(0, 0, 3))
		try := func(at db.Instant) error {
			r := w.asks(w.a, w.b, "k1")
			r.At, r.Offline = at, true
			_, err := w.s.Exchange(w.ctx, r)
			return err
		}
		w.wantErr(try(w.db.Now().Add(time.Hour)), "card.error.at_future")
		w.wantErr(try(w.db.Now().Add(-15*24*time.Hour)), "card.error.at_old")
		w.must(try(then))
		pair := w.wantTies(1)[0]
		if pair.At != then || pair.EventID != w.event.ID {
			t.Errorf("the tie is %+v, want it at the event", pair)
		}
		met, err := w.s.Met(w.ctx, w.org.ID, w.a.ID, MetFilter{})
		w.must(err)
		if c := met.Copies[0]; !c.Offline || c.At != then || c.CreatedAt != w.db.Now() || c.UndoUntil != w.db.Now().Add(UndoWithin) {
			t.Errorf("the copy is %+v", c.Exchange)
		}
	})
}

func TestAnExchangeOutsideAnyEventHasNone(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.clock.Set(evening.AddDate(0, 0, 2))
		w.exchange(w.asks(w.a, w.b, "k1"))
		if pair := w.wantTies(1)[0]; pair.EventID != "" {
			t.Errorf("the tie is at %s", pair.EventID)
		}
	})
}

func TestOfTwoEventsTheOneWhereBothAreCounts(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.clock.Set(dbtestStart())
		other := w.publish("青森の会", "2024-12-13", 19, 21)
		w.attend(other, w.a)
		w.clock.Set(evening)
		w.exchange(w.asks(w.a, w.b, "k1"))
		if pair := w.wantTies(1)[0]; pair.EventID != w.event.ID {
			t.Error("the event of one won over the event of both")
		}
	})
}

func TestUndoTakesTheTieOffBothThreadsAndEndsBothCopies(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		e := w.exchange(w.asks(w.a, w.b, "k1"))
		w.must(w.s.Note(w.ctx, w.self(w.b), w.org.ID, w.b.ID, e.ID, "赤い帽子", []string{"木工、八戸"}))
		w.wantErr(w.s.Undo(w.ctx, w.self(w.a), w.org.ID, w.person("他人", "三例").ID, e.ID), "card.error.link")
		w.wantTies(1)
		w.must(w.s.Undo(w.ctx, w.self(w.b), w.org.ID, w.b.ID, e.ID))
		w.must(w.s.Undo(w.ctx, w.self(w.b), w.org.ID, w.b.ID, e.ID))
		w.wantTies(0)
		for _, p := range []people.Person{w.a, w.b} {
			_, err := w.s.CopyOf(w.ctx, w.org.ID, p.ID, e.ID)
			w.wantErr(err, "card.error.gone")
		}
		_, err := w.s.Copy(w.ctx, e.Token)
		w.wantErr(err, "card.error.gone")
		if n := w.count(`SELECT COUNT(*) FROM meeting WHERE org_id = $1`); n != 0 {
			t.Error("the note outlived the copy")
		}
		if n := w.count(`SELECT COUNT(*) FROM participation WHERE org_id = $1 AND kind = 'tied' AND retract_reason = 'undone'`); n != 2 {
			t.Errorf("%d retracted facts are kept", n)
		}
	})
}

func TestAfterADayAnExchangeStands(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		e := w.exchange(w.asks(w.a, w.b, "k1"))
		w.clock.Set(evening.Add(UndoWithin - time.Second))
		if !w.copyOf(w.a, e.Exchange).Undoable {
			t.Error("it cannot be undone a second before")
		}
		w.clock.Set(evening.Add(UndoWithin))
		w.wantErr(w.s.Undo(w.ctx, w.self(w.a), w.org.ID, w.a.ID, e.ID), "card.error.undo_late")
		w.wantTies(1)
	})
}

func TestABlockHidesEachFromTheOtherAndKeepsAQueuedExchangeAway(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		e := w.exchange(w.asks(w.a, w.b, "k1"))
		queued := w.asks(w.a, w.b, "k2")
		queued.At, queued.Offline = db.FromTime(evening), true
		w.clock.Advance(time.Hour)
		w.must(w.s.Block(w.ctx, w.self(w.a), w.org.ID, w.a.ID, e.ID))
		for _, r := range []ExchangeRequest{queued, w.asks(w.a, w.b, "k1"), w.asks(w.b, w.a, "k3")} {
			_, err := w.s.Exchange(w.ctx, r)
			w.wantErr(err, "card.error.unavailable")
		}
		for _, p := range []people.Person{w.a, w.b} {
			_, err := w.s.CopyOf(w.ctx, w.org.ID, p.ID, e.ID)
			w.wantErr(err, "card.error.unavailable")
			met, err := w.s.Met(w.ctx, w.org.ID, p.ID, MetFilter{})
			w.must(err)
			if len(met.Copies) != 0 {
				t.Error("the other is still on the list")
			}
		}
		_, err := w.s.Open(w.ctx, queued.CardToken, w.b.ID)
		w.wantErr(err, "card.error.unavailable")
		blocks, err := w.s.Blocks(w.ctx, w.org.ID, w.a.ID)
		w.must(err)
		if others, err := w.s.Blocks(w.ctx, w.org.ID, w.b.ID); err != nil || len(others) != 0 || len(blocks) != 1 {
			t.Fatalf("a has %v, b has %v, %v", blocks, others, err)
		}
		w.wantErr(w.s.Unblock(w.ctx, w.self(w.b), w.org.ID, w.b.ID, blocks[0].ID), "card.error.no_block")
		w.must(w.s.Unblock(w.ctx, w.self(w.a), w.org.ID, w.a.ID, blocks[0].ID))
		if c := w.copyOf(w.b, e.Exchange); c.Name("ja") == "" {
			t.Error("the copy did not come back")
		}
	})
}

func TestWhoSignedInIsNewHereAndTypesANameIsAPersonAtOnce(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		r := w.types(w.a, "somebody-else@example.com", "k1")
		r.By = account.Actor{Kind: account.KindPerson, IdentityID: "new", Email: "new@example.com", Role: account.Participant}
		empty := r
		empty.Family, empty.Given, empty.Consents = "", "", nil
		_, err := w.s.Exchange(w.ctx, empty)
		w.wantErr(err, "people.error.family_required")
		e := w.exchange(r)
		w.wantTies(1)
		p, err := people.FindByEmail(w.ctx, w.db, w.org.ID, "new@example.com")
		w.must(err)
		live, err := people.LiveConsents(w.ctx, w.db, w.org.ID, p.ID)
		w.must(err)
		if len(live) != 2 || live[0].Code != people.ConsentRun || live[1].Code != people.ConsentDirectory ||
			live[1].Scope != "exchange:"+e.ID || live[1].Recipient != "card partner" {
			t.Errorf("consents %+v", live)
		}
		w.work()
		if m := w.mailsTo("new@example.com"); len(m) != 1 || !strings.Contains(m[0].Text, "/x/") || len(w.mailsTo("somebody-else@example.com")) != 0 {
			t.Errorf("mails %v", w.mail.Sent())
		}
	})
}
