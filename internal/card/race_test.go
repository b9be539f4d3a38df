package card

import (
	"errors"
	"sync"
	"testing"

	"koryu/internal/kit/apperr"
)

// another is the same house in another process: it shares the database only.
func (w *world) another() *Service {
	s := New(w.s.Config)
	w.t.Cleanup(s.Close)
	return s
}

func TestTwoPhonesThatExchangeBothWaysAtOnceMakeOneTie(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		houses := []*Service{w.s, w.another()}
		ids := make([]string, 16)
		requests := []ExchangeRequest{w.asks(w.a, w.b, "k1"), w.asks(w.b, w.a, "k2")}
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				e, err := houses[i%2].Exchange(w.ctx, requests[i/2%2])
				if err != nil {
					t.Error(err)
				}
				ids[i] = e.ID
			})
		}
		wg.Wait()
		w.wantTies(1)
		for _, id := range ids {
			if id != ids[0] {
				t.Errorf("answers name %s and %s", id, ids[0])
			}
		}
	})
}

func TestTwinsOfATypedExchangeAreOne(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		houses := []*Service{w.s, w.another()}
		r := w.types(w.a, "new@example.com", "k1")
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				if _, err := houses[i%2].Exchange(w.ctx, r); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := w.count(`SELECT COUNT(*) FROM exchange WHERE org_id = $1`); n != 1 {
			t.Errorf("%d exchanges", n)
		}
		w.work()
		if n := len(w.mailsTo("new@example.com")); n != 1 {
			t.Errorf("%d letters", n)
		}
	})
}

func TestUndoAndExchangeAtOnceAgreeInTheEnd(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		other := w.another()
		for range 8 {
			e := w.exchange(w.asks(w.a, w.b, w.db.Now().String()+"first"))
			again := w.asks(w.b, w.a, w.db.Now().String()+e.ID)
			var wg sync.WaitGroup
			wg.Go(func() {
				if err := w.s.Undo(w.ctx, w.self(w.a), w.org.ID, w.a.ID, e.ID); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if _, err := other.Exchange(w.ctx, again); err != nil {
					t.Error(err)
				}
			})
			wg.Wait()
			ties := w.count(`SELECT COUNT(*) FROM tie WHERE org_id = $1 AND undone_at IS NULL`)
			if ties > 1 {
				t.Fatalf("%d ties of one pair", ties)
			}
			w.wantTies(ties)
			w.clock.Advance(1e9)
		}
	})
}

func TestABlockAndAnExchangeAtOnceLeaveNothingToSee(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		first := w.exchange(w.asks(w.a, w.b, "k1"))
		other, again := w.another(), w.asks(w.b, w.a, "k2")
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := w.s.Block(w.ctx, w.self(w.a), w.org.ID, w.a.ID, first.ID); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			_, err := other.Exchange(w.ctx, again)
			if e, ok := errors.AsType[*apperr.Error](err); err != nil && (!ok || e.Key != "card.error.unavailable") {
				t.Error(err)
			}
		})
		wg.Wait()
		_, err := w.s.CopyOf(w.ctx, w.org.ID, w.b.ID, first.ID)
		w.wantErr(err, "card.error.unavailable")
	})
}

func TestAConfirmationAndAnExchangeInPersonAtOnceMakeOneTie(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		typed := w.exchange(w.types(w.a, w.b.Email, "k1"))
		direct, other := w.asks(w.a, w.b, "k2"), w.another()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := w.s.Exchange(w.ctx, direct); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if _, err := other.Confirm(w.ctx, w.self(w.b), w.letterToken(typed.Exchange)); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		w.wantTies(1)
	})
}
