package people_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/people"
)

func on(year int, month time.Month, day int) db.Instant {
	return db.FromTime(time.Date(year, month, day, 14, 0, 0, 0, clock.JST))
}

var ueno = people.Occasion{Kind: people.OccasionEvent, ID: "E4", Title: "#交流しようぜ2024 上野"}

func kinds(facts []people.Fact) []people.Kind {
	out := []people.Kind{}
	for _, f := range facts {
		out = append(out, f.Kind)
	}
	return out
}

func TestAThreadRunsByTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.create(people.NewPerson{Family: "見本", Given: "花乃例"})
		fact := people.Fact{PersonID: p.ID, Occasion: ueno, Proof: people.ProofScan, Ref: "R1", RecordedBy: people.Recorder(w.staff)}
		came, signed := fact, fact
		came.Kind, came.At = people.Attended, on(2024, time.November, 2)
		signed.Kind, signed.At = people.Registered, on(2024, time.October, 1)
		w.record(came, signed)
		got := w.thread(p)
		if !slices.Equal(kinds(got), []people.Kind{people.Registered, people.Attended}) {
			t.Fatalf("%v", kinds(got))
		}
		f := got[1]
		if f.Occasion != ueno || f.At != came.At || f.Proof != people.ProofScan || f.Ref != "R1" ||
			f.RecordedBy != "person:staff-sample" || f.RecordedAt.IsZero() || !f.RetractedAt.IsZero() {
			t.Errorf("%+v", f)
		}
	})
}

func TestWhatHappensOnceIsRecordedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.create(people.NewPerson{Family: "見本"})
		fact := func(kind people.Kind, ref string) people.Fact {
			return people.Fact{PersonID: p.ID, Kind: kind, Occasion: ueno, Ref: ref}
		}
		w.record(fact(people.Attended, "scan 1"), fact(people.Attended, "scan 2"))
		w.record(fact(people.Attended, "scan 3"))
		w.record(fact(people.Registered, "R1"), fact(people.Registered, "R1"), fact(people.Cancelled, "R1"))
		w.record(fact(people.Registered, "R2"), fact(people.Registered, "R1"))
		got := kinds(w.thread(p))
		slices.Sort(got)
		want := []people.Kind{people.Attended, people.Cancelled, people.Registered, people.Registered}
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}

func TestARetractedFactKeepsItsHistory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.create(people.NewPerson{Family: "見本"})
		came := people.Fact{PersonID: p.ID, Kind: people.Attended, Occasion: ueno, Ref: "scan 1"}
		undo := people.Retraction{OrgID: w.org, PersonID: p.ID, Kind: people.Attended, Occasion: people.Occasion{Kind: ueno.Kind, ID: ueno.ID},
			By: people.Recorder(account.System(w.org)), Reason: "別の方でした"}
		w.record(came)
		var first, again bool
		w.tx(func(ctx context.Context, tx *db.Tx) (err error) {
			if first, err = people.RetractFact(ctx, tx, undo); err == nil {
				again, err = people.RetractFact(ctx, tx, undo)
			}
			return err
		})
		if !first || again {
			t.Errorf("retracted %v, then %v", first, again)
		}
		if got := w.thread(p); len(got) != 0 {
			t.Errorf("still on the thread: %v", kinds(got))
		}
		w.record(came)
		history := must(t, give(people.ThreadHistory(t.Context(), d, w.org, p.ID)))
		if len(w.thread(p)) != 1 || len(history) != 2 {
			t.Fatalf("%d stand, %d in the history", len(w.thread(p)), len(history))
		}
		if h := history[0]; h.RetractedAt.IsZero() || h.RetractedBy != "system" || h.RetractReason != undo.Reason {
			t.Errorf("%+v", h)
		}
	})
}

func TestAYearWithoutFactsIsSeenAsAGap(t *testing.T) {
	thread := []people.Fact{
		{Kind: people.Attended, At: on(2022, time.October, 8)},
		{Kind: people.Attended, At: on(2025, time.January, 24)}, // still 令和6年度
		{Kind: people.Spoke, At: on(2025, time.March, 31)},
		{Kind: people.Attended, At: on(2025, time.April, 1)},
	}
	var got []int
	for _, y := range people.ByYear(thread) {
		got = append(got, y.FY, len(y.Facts))
	}
	if want := []int{2022, 1, 2023, 0, 2024, 2, 2025, 1}; !slices.Equal(got, want) {
		t.Errorf("years and facts %v, want %v", got, want)
	}
	if people.ByYear(nil) != nil {
		t.Error("an empty thread has no years")
	}
}

func TestApplicantsAndAttendeesAreCountedApart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		a, b := w.create(people.NewPerson{Family: "一例"}), w.create(people.NewPerson{Family: "二葉見"})
		hachinohe := people.Occasion{Kind: people.OccasionEvent, ID: "E5"}
		w.record(
			people.Fact{PersonID: a.ID, Kind: people.Registered, Occasion: ueno, Ref: "1", At: on(2024, time.October, 1)},
			people.Fact{PersonID: b.ID, Kind: people.Registered, Occasion: ueno, Ref: "2", At: on(2024, time.October, 2)},
			people.Fact{PersonID: a.ID, Kind: people.Registered, Occasion: hachinohe, Ref: "3", At: on(2024, time.October, 3)},
			people.Fact{PersonID: a.ID, Kind: people.Attended, Occasion: ueno, At: on(2024, time.November, 2)},
			people.Fact{PersonID: a.ID, Kind: people.Attended, Occasion: people.Occasion{Kind: people.OccasionEvent, ID: "old"}, At: on(2023, time.May, 1)},
		)
		fy := people.Period{From: db.Day("2024-04-01").Start(), Until: db.Day("2025-04-01").Start()}
		got := must(t, give(w.CountFacts(t.Context(), w.org, fy)))
		if got[people.Registered] != (people.FactCount{Facts: 3, Persons: 2}) || got[people.Attended] != (people.FactCount{Facts: 1, Persons: 1}) {
			t.Errorf("%+v", got)
		}
		all := must(t, give(w.CountFacts(t.Context(), w.org, people.Period{})))
		if all[people.Attended].Facts != 2 {
			t.Errorf("%+v", all)
		}
		sums := must(t, give(w.Summaries(t.Context(), w.org, []string{a.ID, b.ID, "nobody"})))
		if sums[a.ID] != (people.Summary{Attended: 2, LastAt: on(2024, time.November, 2)}) || sums[b.ID].Attended != 0 || len(sums) != 2 {
			t.Errorf("%+v", sums)
		}
	})
}
