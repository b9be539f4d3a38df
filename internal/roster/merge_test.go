package roster_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
	"koryu/internal/roster"
)

// moved are the tables that a merge writes.
var moved = []string{"person", "participation", "consent", "person_note", "person_apart", "registration", "person_tag", "person_gram"}

// twoOfOne are two records of one human, with something of everything.
func (w *world) twoOfOne() (into, gone people.Person) {
	into = w.person(sample(1))
	second := sample(2)
	second.Affiliation, second.Phone, second.BirthYear = "りんご商会", "090-1234-5678", 1980
	gone = w.person(second)
	other := w.person(sample(3))
	for _, e := range []string{"spring", "summer"} {
		w.event(e)
	}
	w.registration("r1", "spring", into.ID, 1, "confirmed")
	w.registration("r2", "summer", gone.ID, 1, "confirmed")
	w.registration("r3", "spring", gone.ID, 2, "cancelled")
	w.fact(into.ID, people.Attended, "spring", "", start)
	w.fact(gone.ID, people.Attended, "spring", "", start.Add(time.Hour)) // the same fact twice
	w.fact(gone.ID, people.Registered, "summer", "r2", start)
	for _, code := range []people.ConsentCode{people.ConsentNews, people.ConsentFollowUp} {
		w.give(into.ID, code)
		w.give(gone.ID, code)
	}
	w.note(into.ID, "手話通訳が要る")
	w.note(gone.ID, "りんご農家")
	w.tag("登壇候補", into.ID, gone.ID)
	w.tag("農業", gone.ID)
	w.tx(func(ctx ctxT, tx *db.Tx) error { return people.KeepApart(ctx, tx, staff, w.org, gone.ID, other.ID) })
	return into, gone
}

func TestAMergeMakesOneThreadOfTwo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one")
		into, gone := w.twoOfOne()
		m := w.merging(into.ID, gone.ID)
		m.Values.Phone = gone.Phone
		_, err := w.Merge(t.Context(), staff, m)
		w.must(err)

		if _, err := people.Find(t.Context(), d, w.org, gone.ID); apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("the one who is gone is still found: %v", err)
		}
		if to, err := people.MergedInto(t.Context(), d, w.org, gone.ID); to != into.ID {
			t.Errorf("the old address leads to %q, %v", to, err)
		}
		now, err := people.Find(t.Context(), d, w.org, into.ID)
		w.must(err)
		if now.Phone != gone.Phone || now.Email != into.Email || now.Affiliation != "" {
			t.Errorf("the values are not those chosen: %+v", now)
		}
		thread, err := people.Thread(t.Context(), d, w.org, into.ID)
		w.must(err)
		if len(thread) != 2 {
			t.Errorf("the thread has %d facts, want the visit once and the registration", len(thread))
		}
		history, err := people.ThreadHistory(t.Context(), d, w.org, into.ID)
		w.must(err)
		if len(history) != 3 {
			t.Errorf("%d facts are kept as rows, want 3", len(history))
		}
		live, err := people.LiveConsents(t.Context(), d, w.org, into.ID)
		w.must(err)
		all, err := people.ConsentHistory(t.Context(), d, w.org, into.ID)
		w.must(err)
		if len(live) != 2 || len(all) != 4 {
			t.Errorf("%d consents hold of %d, want 2 of 4", len(live), len(all))
		}
		notes, err := people.ListNotes(t.Context(), d, w.org, into.ID)
		w.must(err)
		if len(notes) != 2 {
			t.Errorf("%d notes, want 2", len(notes))
		}
		w.runJobs()
		page, err := w.Page(t.Context(), w.org, roster.Filter{Words: "花1"}, "", 0)
		w.must(err)
		if len(page.Rows) != 1 || len(page.Rows[0].Tags) != 2 {
			t.Errorf("the list shows %+v", page.Rows)
		}
	})
}

func TestAMergeTakenBackLeavesNoTrace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "back")
		into, gone := w.twoOfOne()
		w.runJobs()
		before := w.dump(moved...)
		m := w.merging(into.ID, gone.ID)
		m.Values = valuesOf(gone) // everything of the one who goes, the address too
		done, err := w.Merge(t.Context(), staff, m)
		w.must(err)
		w.runJobs()
		if after := w.dump("person"); len(after["person"]) != len(before["person"])-1 {
			t.Fatal("the merge did nothing")
		}
		_, err = w.Unmerge(t.Context(), staff, w.org, done.ID)
		w.must(err)
		w.runJobs()
		w.wantSame(before, w.dump(moved...))
		if _, err := people.MergedInto(t.Context(), d, w.org, gone.ID); err == nil {
			t.Error("the old address still leads to the other")
		}
		_, err = w.Unmerge(t.Context(), staff, w.org, done.ID)
		w.wantErr(err, "people.error.merge_undo_over")
		_, err = w.Merge(t.Context(), staff, w.merging(into.ID, gone.ID)) // and once more
		w.must(err)
	})
}

func TestTakingBackKeepsWhatHappenedSince(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "since")
		into, gone := w.twoOfOne()
		m := w.merging(into.ID, gone.ID)
		m.Values.Affiliation = "りんご商会"
		done, err := w.Merge(t.Context(), staff, m)
		w.must(err)

		w.note(into.ID, "後から書いた")
		w.revoke(into.ID, people.ConsentNews)
		w.exec(`UPDATE registration SET late_note = 'later' WHERE org_id = $1 AND id = 'r2'`, w.org)
		now, err := people.Find(t.Context(), d, w.org, into.ID)
		w.must(err)
		now.Affiliation = "県庁"
		w.tx(func(ctx ctxT, tx *db.Tx) error { _, err := people.Update(ctx, tx, staff, now); return err })

		_, err = w.Unmerge(t.Context(), staff, w.org, done.ID)
		w.must(err)
		now, err = people.Find(t.Context(), d, w.org, into.ID)
		w.must(err)
		if now.Affiliation != "県庁" {
			t.Errorf("an edit made since was lost: %q", now.Affiliation)
		}
		notes, err := people.ListNotes(t.Context(), d, w.org, into.ID)
		w.must(err)
		if len(notes) != 2 {
			t.Errorf("%d notes stay, want the person's own and the later one", len(notes))
		}
		var late, who string
		w.must(d.QueryRow(t.Context(), `SELECT late_note, person_id FROM registration WHERE org_id = $1 AND id = 'r2'`, w.org).Scan(&late, &who))
		if late != "later" || who != gone.ID {
			t.Errorf("the registration is %q of %q", late, who)
		}
	})
}

func TestTheLastWordAboutAConsentCounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "word")
		into, gone := w.person(sample(1)), w.person(sample(2))
		w.give(into.ID, people.ConsentNews)
		w.give(gone.ID, people.ConsentNews)
		w.give(gone.ID, people.ConsentFollowUp)
		w.clock().Advance(time.Hour)
		w.revoke(gone.ID, people.ConsentNews) // "no more letters", said to the record that goes
		_, err := w.Merge(t.Context(), staff, w.merging(into.ID, gone.ID))
		w.must(err)
		live, err := people.LiveConsents(t.Context(), d, w.org, into.ID)
		w.must(err)
		if len(live) != 1 || live[0].Code != people.ConsentFollowUp {
			t.Errorf("%+v hold, want only the contact", live)
		}
	}, dbtest.WithClock(clock.NewManual(start)))
}

func TestWhoCannotBecomeOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, foreign := newWorld(t, d, "here"), newWorld(t, d, "there")
		a, b := w.person(sample(1)), w.person(sample(2))
		stranger := foreign.person(sample(3))

		m := w.merging(a.ID, b.ID)
		m.Gone = a.ID
		_, err := w.Merge(t.Context(), staff, m)
		w.wantErr(err, "people.error.merge_self")

		m = w.merging(a.ID, b.ID)
		m.Gone = stranger.ID
		_, err = w.Merge(t.Context(), staff, m)
		w.wantErr(err, "people.error.unknown")

		m = w.merging(a.ID, b.ID)
		m.Reason = "  "
		_, err = w.Merge(t.Context(), staff, m)
		if apperr.FieldsOf(err).For("reason") == nil {
			t.Errorf("without a reason: %v", err)
		}

		m = w.merging(a.ID, b.ID)
		m.GoneVersion++
		_, err = w.Merge(t.Context(), staff, m)
		w.wantErr(err, "people.error.conflict")

		m = w.merging(a.ID, b.ID)
		m.Values.Family, m.Values.Given = "", ""
		_, err = w.Merge(t.Context(), staff, m)
		if apperr.FieldsOf(err) == nil {
			t.Errorf("without a name: %v", err)
		}

		w.exec(`UPDATE person SET closing_at = 1 WHERE org_id = $1 AND id = $2`, w.org, b.ID)
		_, err = w.Merge(t.Context(), staff, w.merging(a.ID, b.ID))
		w.wantErr(err, "people.error.merge_closing")
		w.exec(`UPDATE person SET closing_at = 0 WHERE org_id = $1 AND id = $2`, w.org, b.ID)

		w.event("spring")
		w.registration("r1", "spring", a.ID, 1, "confirmed")
		w.registration("r2", "spring", b.ID, 2, "waiting")
		_, err = w.Merge(t.Context(), staff, w.merging(a.ID, b.ID))
		w.wantErr(err, "event.error.registered_twice")
		w.exec(`UPDATE registration SET state = 'cancelled', ended = number WHERE org_id = $1 AND id = 'r2'`, w.org)

		m = w.merging(a.ID, b.ID)
		done, err := w.Merge(t.Context(), staff, m)
		w.must(err)
		_, err = w.Merge(t.Context(), staff, m)
		w.wantErr(err, "people.error.merge_gone")
		_, err = foreign.Unmerge(t.Context(), staff, foreign.org, done.ID)
		w.wantErr(err, "people.error.unknown")
	})
}

func TestOfTwoWhoMergeAtOnceOneHearsOfTheOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "race")
		a, b := w.person(sample(1)), w.person(sample(2))
		one, other := w.merging(a.ID, b.ID), w.merging(b.ID, a.ID)
		errs := make([]error, 2)
		var wait sync.WaitGroup
		for i, m := range []people.Merging{one, other} {
			wait.Go(func() { _, errs[i] = w.Merge(t.Context(), staff, m) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("want one of two: %v, %v", errs[0], errs[1])
		}
		if lost := errors.Join(errs...); apperr.CategoryOf(lost) != apperr.Conflict && !strings.Contains(lost.Error(), "merge_gone") {
			t.Errorf("the other hears %v", lost)
		}
	})
}

func TestAMergeOnTopIsTakenBackFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "top")
		a, b, c := w.person(sample(1)), w.person(sample(2)), w.person(sample(3))
		before := w.dump(moved...)
		first, err := w.Merge(t.Context(), staff, w.merging(b.ID, a.ID))
		w.must(err)
		second, err := w.Merge(t.Context(), staff, w.merging(c.ID, b.ID))
		w.must(err)
		if to, _ := people.MergedInto(t.Context(), d, w.org, a.ID); to != c.ID {
			t.Errorf("the first address leads to %q", to)
		}
		_, err = w.Unmerge(t.Context(), staff, w.org, first.ID)
		w.wantErr(err, "people.error.merge_undo_later")
		_, err = w.Unmerge(t.Context(), staff, w.org, second.ID)
		w.must(err)
		_, err = w.Unmerge(t.Context(), staff, w.org, first.ID)
		w.must(err)
		w.runJobs()
		after := w.dump(moved...)
		delete(before, "person_gram")
		for i := range before["person"] {
			before["person"][i] = indexed.ReplaceAllString(before["person"][i], "")
			after["person"][i] = indexed.ReplaceAllString(after["person"][i], "")
		}
		w.wantSame(before, after)
	})
}

func TestTheWayBackEndsAfterThirtyDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "late")
		a, b := w.person(sample(1)), w.person(sample(2))
		done, err := w.Merge(t.Context(), staff, w.merging(a.ID, b.ID))
		w.must(err)
		w.clock().Advance(people.MergeUndo + time.Second)
		_, err = w.Unmerge(t.Context(), staff, w.org, done.ID)
		w.wantErr(err, "people.error.merge_undo_late")
		w.runJobs()
		var kept string
		w.must(d.QueryRow(t.Context(), `SELECT kept FROM person_merge WHERE org_id = $1`, w.org).Scan(&kept))
		if kept != "" {
			t.Error("what the person was called is still kept")
		}
	}, dbtest.WithClock(clock.NewManual(start)))
}

func TestPairsOfTwoPeopleAreNoDuplicates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, foreign := newWorld(t, d, "pairs"), newWorld(t, d, "elsewhere")
		one, two := sample(1), sample(2)
		one.Phone, two.Phone = "090-1234-5678", "09012345678"
		two.KanaGiven, two.Given = "ジロウ", "次郎"
		a, b := w.person(one), w.person(two)
		foreign.person(one)
		found := func() int {
			t.Helper()
			pairs, err := people.Duplicates(t.Context(), d, w.org, 0)
			w.must(err)
			for _, p := range pairs {
				if p.Reason != people.SamePhone {
					t.Errorf("found by %s", p.Reason)
				}
			}
			return len(pairs)
		}
		if n := found(); n != 1 {
			t.Fatalf("%d pairs share the number, want 1", n)
		}
		w.tx(func(ctx ctxT, tx *db.Tx) error { return people.KeepApart(ctx, tx, staff, w.org, b.ID, a.ID) })
		if n := found(); n != 0 {
			t.Errorf("%d pairs, although they are two people", n)
		}
		if list, err := people.ListApart(t.Context(), d, w.org, 0); err != nil || len(list) != 1 || list[0].A.ID == "" {
			t.Errorf("kept apart: %+v, %v", list, err)
		}
		w.tx(func(ctx ctxT, tx *db.Tx) error { return people.DropApart(ctx, tx, staff, w.org, a.ID, b.ID) })
		if n := found(); n != 1 {
			t.Errorf("%d pairs after taking it back, want 1", n)
		}
		err := d.Tx(t.Context(), func(ctx ctxT, tx *db.Tx) error { return people.KeepApart(ctx, tx, staff, foreign.org, a.ID, b.ID) })
		w.wantErr(err, "people.error.unknown")
	})
}

func (w *world) clock() *clock.Manual { return w.DB.Clock().(*clock.Manual) }

func (w *world) runJobs() {
	w.t.Helper()
	handlers := w.Handlers()
	for kind, h := range (&people.Service{DB: w.DB}).Handlers() {
		handlers[kind] = h
	}
	worker := jobs.NewWorker(w.DB, handlers, jobs.Options{})
	for {
		n, err := worker.RunDue(w.t.Context())
		w.must(err)
		if n == 0 {
			return
		}
	}
}
