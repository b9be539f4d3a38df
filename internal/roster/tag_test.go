package roster_test

import (
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/people"
	"koryu/internal/roster"
)

func TestATagIsGivenToAllOrToNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, foreign := newWorld(t, d, "tags"), newWorld(t, d, "others")
		a, b, c := w.person(sample(1)), w.person(sample(2)), w.person(sample(3))
		stranger := foreign.person(sample(4))
		count := func(tag string) int {
			t.Helper()
			n, err := w.Count(t.Context(), w.org, roster.Filter{Tags: []string{tag}})
			w.must(err)
			return n
		}
		_, err := w.Give(t.Context(), staff, w.org, "登壇", []string{a.ID, stranger.ID})
		w.wantErr(err, "people.error.unknown")
		if tags, err := w.ListTags(t.Context(), w.org); err != nil || len(tags) != 0 {
			t.Errorf("a refused act left %v, %v", tags, err)
		}
		first := w.tag("登壇", a.ID)
		again := w.tag(" 登壇 ", a.ID, b.ID, b.ID, c.ID)
		if again.Tag.ID != first.Tag.ID || again.People != 2 || count(first.Tag.ID) != 3 {
			t.Errorf("%+v, then %+v, %d have it", first, again, count(first.Tag.ID))
		}
		_, err = w.Undo(t.Context(), staff, w.org, again.ID)
		w.must(err)
		if count(first.Tag.ID) != 1 {
			t.Errorf("%d have it, want the one who had it before", count(first.Tag.ID))
		}
		_, err = w.Undo(t.Context(), staff, w.org, again.ID)
		w.wantErr(err, "roster.error.tag_undone")
		_, err = foreign.Undo(t.Context(), staff, foreign.org, first.ID)
		w.wantErr(err, "roster.error.tag_unknown")
		_, err = foreign.Take(t.Context(), staff, foreign.org, first.Tag.ID, []string{stranger.ID})
		w.wantErr(err, "roster.error.tag_unknown")

		taken, err := w.Take(t.Context(), staff, w.org, first.Tag.ID, []string{a.ID, b.ID})
		w.must(err)
		if taken.People != 1 || count(first.Tag.ID) != 0 {
			t.Errorf("taken from %d", taken.People)
		}
		_, err = w.Undo(t.Context(), staff, w.org, taken.ID)
		w.must(err)
		if count(first.Tag.ID) != 1 {
			t.Error("the tag did not come back")
		}
		if err := foreign.RemoveTag(t.Context(), staff, foreign.org, first.Tag.ID); apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("a foreign tag: %v", err)
		}
		w.must(w.RemoveTag(t.Context(), staff, w.org, first.Tag.ID))
		_, err = w.Give(t.Context(), staff, w.org, " ", []string{a.ID})
		if apperr.FieldsOf(err).For("tag") == nil {
			t.Errorf("a tag without a name: %v", err)
		}
	})
}

func TestASavedFilterIsSharedUnderOneName(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, foreign := newWorld(t, d, "saved"), newWorld(t, d, "others")
		f := roster.Filter{Ties: roster.TiesNone, Consents: []people.ConsentCode{people.ConsentNews}}
		one, err := w.Save(t.Context(), staff, w.org, "つながりのない人", f)
		w.must(err)
		_, err = w.Save(t.Context(), staff, w.org, " つながりのない人", roster.Filter{FY: 2024})
		if apperr.FieldsOf(err).For("name") == nil {
			t.Errorf("a name twice: %v", err)
		}
		if _, err := w.Save(t.Context(), staff, w.org, "全員", roster.Filter{}); apperr.FieldsOf(err).For("name") == nil {
			t.Errorf("no condition: %v", err)
		}
		found, err := w.FindSaved(t.Context(), w.org, one.ID)
		w.must(err)
		if found.Filter.Encode().Encode() != f.Encode().Encode() {
			t.Errorf("saved %v, found %v", f, found.Filter)
		}
		_, err = foreign.FindSaved(t.Context(), foreign.org, one.ID)
		w.wantErr(err, "roster.error.saved_unknown")
		w.wantErr(foreign.Forget(t.Context(), staff, foreign.org, one.ID), "roster.error.saved_unknown")
		w.must(w.Forget(t.Context(), staff, w.org, one.ID))
		w.wantErr(w.Forget(t.Context(), staff, w.org, one.ID), "roster.error.saved_unknown")
	})
}

func TestErasingLeavesNoWordForAPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "erase")
		a, b := w.person(sample(1)), w.person(sample(2))
		w.tag("登壇", a.ID, b.ID)
		done, err := w.Merge(t.Context(), staff, w.merging(a.ID, b.ID))
		w.must(err)
		w.tx(func(ctx ctxT, tx *db.Tx) error {
			_, err := roster.Erase(ctx, tx, w.org, a.ID)
			return err
		})
		var left int
		w.must(d.QueryRow(t.Context(), `SELECT (SELECT COUNT(*) FROM person_tag WHERE org_id = $1) +
			(SELECT COUNT(*) FROM person_merge WHERE org_id = $1 AND (kept <> '' OR reason <> ''))`, w.org).Scan(&left))
		if left != 0 {
			t.Errorf("%d rows still tell of the person", left)
		}
		_, err = w.Unmerge(t.Context(), staff, w.org, done.ID)
		w.wantErr(err, "people.error.merge_undo_late")
	})
}
