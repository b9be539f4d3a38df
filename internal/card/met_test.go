package card

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/profile"
)

func TestPeopleMetAreFoundByEventTagAndKana(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		c := w.person("三沢", "四例")
		first := w.exchange(w.asks(w.a, w.b, "k1"))
		w.clock.Set(evening.AddDate(0, 0, 5))
		w.exchange(w.asks(c, w.a, "k1"))
		w.exchange(w.types(w.a, "new@example.com", "k1"))
		w.must(w.s.Note(w.ctx, w.self(w.a), w.org.ID, w.a.ID, first.ID, "リンゴの話", []string{"農業, 八戸", "農業"}))
		for query, want := range map[string]int{"": 3, "ﾐﾎﾝ": 2, "みほん かな": 2, "八戸": 1, "仮名": 1, "りんご": 1, "農業 二例": 1, "いない": 0} {
			page, err := w.s.Met(w.ctx, w.org.ID, w.a.ID, MetFilter{Query: query})
			w.must(err)
			if len(page.Copies) != want || page.Total != want {
				t.Errorf("%q finds %d, want %d", query, len(page.Copies), want)
			}
		}
		page, err := w.s.Met(w.ctx, w.org.ID, w.a.ID, MetFilter{Event: w.event.ID, Tag: "農業"})
		w.must(err)
		if len(page.Copies) != 1 || page.Copies[0].Note != "リンゴの話" || len(page.Events) != 1 || page.Events[0].People != 1 || len(page.Tags) != 2 {
			t.Errorf("the page is %+v", page)
		}
		theirs := w.copyOf(w.b, first.Exchange)
		if theirs.Note != "" || len(theirs.Tags) != 0 {
			t.Error("the other side reads the note")
		}
		var seen []string
		for f := (MetFilter{Limit: 1}); ; f.After = page.Next {
			page, err = w.s.Met(w.ctx, w.org.ID, w.a.ID, f)
			w.must(err)
			seen = append(seen, page.Copies[0].ID)
			if page.Next == "" {
				break
			}
		}
		if len(seen) != 3 || seen[2] != first.ID {
			t.Errorf("page by page: %v", seen)
		}
		w.wantErr(w.s.Note(w.ctx, w.self(c), w.org.ID, c.ID, first.ID, "x", nil), "card.error.link")
	})
}

func TestAnIntroductionTellsNothingUntilBothAgree(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		c := w.person("三沢", "四例")
		one, two := w.exchange(w.asks(w.a, w.b, "k1")), w.exchange(w.asks(w.a, c, "k2"))
		r := IntroductionRequest{Org: w.org.ID, By: w.a.ID, Key: "i1", First: one.ID, Second: two.ID, Words: "お二人とも木工が好きです"}
		unmet := r
		unmet.By = w.b.ID
		_, err := w.s.Introduce(w.ctx, w.self(w.b), unmet)
		w.wantErr(err, "card.error.introduce_unmet")
		i, err := w.s.Introduce(w.ctx, w.self(w.a), r)
		w.must(err)
		if again, err := w.s.Introduce(w.ctx, w.self(w.a), r); err != nil || again.ID != i.ID {
			t.Errorf("the same key makes %+v, %v", again, err)
		}
		w.work()
		for _, m := range w.mail.Sent() {
			if !strings.Contains(m.Text, r.Words) || !strings.Contains(m.Text, "/o/sample/me/introductions") ||
				m.To == w.b.Email && strings.Contains(m.Text, "三沢") || m.To == c.Email && strings.Contains(m.Text, "八戸") {
				t.Errorf("the letter to %s: %s", m.To, m.Text)
			}
		}
		if len(w.mail.Sent()) != 2 {
			t.Errorf("%d letters", len(w.mail.Sent()))
		}
		got, err := w.s.AnswerIntroduction(w.ctx, w.self(w.b), w.org.ID, w.b.ID, i.ID, true)
		w.must(err)
		if got.State != Open || !got.Answered || got.FirstName+got.Second+got.ExchangeID != "" {
			t.Errorf("after one yes b sees %+v", got)
		}
		w.wantTies(2)
		got, err = w.s.AnswerIntroduction(w.ctx, w.self(c), w.org.ID, c.ID, i.ID, true)
		w.must(err)
		if got.State != Agreed || got.ExchangeID == "" {
			t.Errorf("after both c sees %+v", got)
		}
		pairs := w.wantTies(3)
		if pairs[2].Via != w.a.ID {
			t.Errorf("the tie came by %q", pairs[2].Via)
		}
		if copied, err := w.s.CopyOf(w.ctx, w.org.ID, c.ID, got.ExchangeID); err != nil || copied.Name("ja") != "八戸 二例" || copied.ViaName != "青森 一例" {
			t.Errorf("c has %+v, %v", copied, err)
		}
	})
}

func TestANoIsSilentAndThirtyDaysEndAnIntroduction(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		c := w.person("三沢", "四例")
		one, two := w.exchange(w.asks(w.a, w.b, "k1")), w.exchange(w.asks(w.a, c, "k2"))
		i, err := w.s.Introduce(w.ctx, w.self(w.a), IntroductionRequest{Org: w.org.ID, By: w.a.ID, Key: "i1", First: one.ID, Second: two.ID, Words: "ぜひ"})
		w.must(err)
		_, err = w.s.AnswerIntroduction(w.ctx, w.self(w.b), w.org.ID, w.b.ID, i.ID, false)
		w.must(err)
		state := func(p people.Person) string {
			list, err := w.s.Introductions(w.ctx, w.org.ID, p.ID)
			w.must(err)
			if len(list) == 0 {
				return "none"
			}
			return list[0].State
		}
		if state(w.a) != Open || state(c) != Open || state(w.b) != "none" {
			t.Errorf("a sees %s, c %s, b %s", state(w.a), state(c), state(w.b))
		}
		_, err = w.s.AnswerIntroduction(w.ctx, w.self(c), w.org.ID, c.ID, i.ID, true)
		w.must(err)
		w.wantTies(2)
		if state(w.a) != Open || state(c) != Open {
			t.Error("the no is heard after the other's yes")
		}
		w.clock.Advance(introduceWithin + time.Minute)
		w.work()
		if state(w.a) != IntroExpired || w.count(`SELECT COUNT(*) FROM introduction WHERE org_id = $1 AND words <> ''`) != 0 {
			t.Error("it did not end, or its words are kept")
		}
		_, err = w.s.AnswerIntroduction(w.ctx, w.self(c), w.org.ID, c.ID, i.ID, true)
		w.wantErr(err, "card.error.introduction_over")
		_, err = w.s.AnswerIntroduction(w.ctx, w.self(w.a), w.org.ID, w.a.ID, i.ID, true)
		w.wantErr(err, "card.error.introduction")
	})
}

func TestTheBoardIsForTheRoomAndEndsWithTheEvent(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		c := w.person("三沢", "四例") // not checked in
		w.wantErr(w.s.BoardJoin(w.ctx, w.self(c), w.org.ID, w.event.ID, c.ID), "card.error.board")
		w.open(w.b, profile.SameEvent, profile.Talk, profile.Email)
		w.must(w.s.BoardJoin(w.ctx, w.self(w.b), w.org.ID, w.event.ID, w.b.ID))
		w.must(w.s.BoardJoin(w.ctx, w.self(w.b), w.org.ID, w.event.ID, w.b.ID))
		page, err := w.s.Board(w.ctx, w.org.ID, w.event.ID, w.a.ID)
		w.must(err)
		if len(page.Entries) != 1 || page.Joined || page.Entries[0].Name != "八戸 二例" || page.Entries[0].View.Talk != "移住のこと" || page.Entries[0].View.Email != "" {
			t.Errorf("a sees %+v", page)
		}
		_, err = w.s.Board(w.ctx, w.org.ID, w.event.ID, c.ID)
		w.wantErr(err, "card.error.board")

		e := w.exchange(w.asks(w.a, w.b, "k1"))
		w.must(w.s.Block(w.ctx, w.self(w.b), w.org.ID, w.b.ID, e.ID))
		if page, err := w.s.Board(w.ctx, w.org.ID, w.event.ID, w.a.ID); err != nil || len(page.Entries) != 0 {
			t.Errorf("who blocked a is on a's board: %+v, %v", page, err)
		}
		if page, err := w.s.Board(w.ctx, w.org.ID, w.event.ID, w.b.ID); err != nil || len(page.Entries) != 1 || !page.Joined {
			t.Errorf("b sees %+v, %v", page, err)
		}
		w.clock.Set(w.event.EndsAt.Time())
		_, err = w.s.Board(w.ctx, w.org.ID, w.event.ID, w.b.ID)
		w.wantErr(err, "card.error.board")
		w.wantErr(w.s.BoardJoin(w.ctx, w.self(w.a), w.org.ID, w.event.ID, w.a.ID), "card.error.board")
		w.clock.Set(w.event.EndsAt.Day().End().Time())
		w.work()
		if n := w.count(`SELECT COUNT(*) FROM board_entry WHERE org_id = $1`); n != 0 {
			t.Error("the board is not cleared the day after")
		}
	})
}

func TestWhoStoodAloneIsListed(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		c, d := w.person("三沢", "四例"), w.person("十和田", "五例")
		w.attend(w.event, c, d)
		w.exchange(w.asks(w.a, w.b, "k1"))
		w.exchange(w.asks(c, w.a, "k1"))
		alone, err := w.s.WithoutTie(w.ctx, w.org.ID, w.event.ID)
		w.must(err)
		count, err := w.s.TieCounts(w.ctx, w.org.ID, PairFilter{EventID: w.event.ID})
		w.must(err)
		if len(alone) != 1 || alone[0] != d.ID || count.Ties != 2 || count.People != 3 || count.ByEvent[w.event.ID] != 2 {
			t.Errorf("alone %v, counted %+v", alone, count)
		}
		of, err := w.s.TiesOf(w.ctx, w.org.ID, w.a.ID)
		w.must(err)
		if len(of) != 2 {
			t.Errorf("a has %d ties", len(of))
		}
	})
}

func TestErasureLeavesPairsAndNothingThatWasSaid(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		e := w.exchange(w.asks(w.a, w.b, "k1"))
		w.must(w.s.Note(w.ctx, w.self(w.b), w.org.ID, w.b.ID, e.ID, "ひみつのメモ", nil))
		w.exchange(w.types(w.b, w.a.Email, "k2"))
		out, err := Export(w.ctx, w.db, w.org.ID, w.a.ID)
		w.must(err)
		text, err := json.Marshal(out)
		w.must(err)
		if !strings.Contains(string(text), "八戸 二例") || strings.Contains(string(text), "ひみつのメモ") {
			t.Errorf("a's export: %s", text)
		}
		for range 2 {
			w.must(w.db.Tx(w.ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := Erase(ctx, tx, w.org.ID, w.a.ID)
				return err
			}))
		}
		for _, table := range []string{"exchange", "meeting", "introduction", "card_block", "board_entry"} {
			if n := w.count(`SELECT COUNT(*) FROM ` + table + ` WHERE org_id = $1`); n != 0 {
				t.Errorf("%s has %d rows", table, n)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM tie WHERE org_id = $1 AND undone_at IS NULL`); n != 1 {
			t.Error("a figure changed")
		}
	})
}

func TestTwoRecordsOfOnePersonKeepOneTieToEachOther(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		twin, c := w.person("八戸", "ニ例"), w.person("三沢", "四例")
		w.exchange(w.asks(w.a, w.b, "k1"))
		w.exchange(w.asks(w.a, twin, "k2"))
		w.exchange(w.asks(twin, c, "k3"))
		w.exchange(w.asks(twin, w.b, "k4"))
		w.must(w.db.Tx(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := people.Repoint(ctx, tx, w.org.ID, twin.ID, w.b.ID); err != nil {
				return err
			}
			return Repoint(ctx, tx, w.org.ID, twin.ID, w.b.ID)
		}))
		pairs, err := w.s.TiesOf(w.ctx, w.org.ID, w.b.ID)
		w.must(err)
		if len(pairs) != 2 || w.count(`SELECT COUNT(*) FROM exchange WHERE org_id = $1 AND state = 'done'`) != 2 {
			t.Errorf("b has %+v", pairs)
		}
		met, err := w.s.Met(w.ctx, w.org.ID, w.b.ID, MetFilter{})
		w.must(err)
		if len(met.Copies) != 2 {
			t.Errorf("b met %d", len(met.Copies))
		}
		for _, h := range Holdings() {
			for _, column := range h.Columns {
				if n := w.count(`SELECT COUNT(*) FROM `+h.Table+` WHERE org_id = $1 AND `+column+` = $2`, twin.ID); n != 0 && h.Table != "tie" {
					t.Errorf("%s.%s still names who is gone", h.Table, column)
				}
			}
		}
	})
}

func TestEveryActHasAName(t *testing.T) {
	for _, act := range []string{actMade, actFields, actRotated, actHidden, actShown, actAsked, actExchanged, actRefused, actExpired, actUndone,
		actNoted, actBlocked, actUnblocked, actIntroduce, actAnswered, actJoined, actLeft} {
		if !printer().Has("card.audit." + act) {
			t.Errorf("%s has no name", act)
		}
	}
}
