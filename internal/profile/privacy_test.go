package profile_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/profile/skill"
)

// sweep runs the nightly job days later.
func (w *world) sweep(days int) {
	w.t.Helper()
	w.DB.Clock().(*clock.Manual).Advance(time.Duration(days) * 24 * time.Hour)
	w.must(w.Handlers()["profile.sweep"](w.t.Context(), jobs.Run{}))
}

func (w *world) rows() (n int) {
	w.t.Helper()
	for _, table := range []string{"profile", "profile_skill", "profile_choice", "profile_photo"} {
		var some int
		w.must(w.DB.QueryRow(w.t.Context(), `SELECT COUNT(*) FROM `+table+` WHERE org_id = $1`, w.org).Scan(&some))
		n += some
	}
	return n
}

func (w *world) withPhoto() {
	w.t.Helper()
	w.agree()
	_, err := w.SetPhoto(w.t.Context(), w.self, w.org, w.person.ID, bytes.NewReader(jpegOf(8, 8)))
	w.must(err)
	w.save(w.full(everywhere(profile.Everyone)))
}

func TestAWithdrawnProfileGoesAfterThirtyDays(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.withPhoto()
		w.sweep(40)
		if w.rows() == 0 {
			t.Fatal("a profile in force was deleted")
		}
		w.must(w.WithdrawFollowUp(t.Context(), w.self, w.org, w.person.ID))
		a, err := w.FindAccount(t.Context(), w.org, w.person.ID)
		w.must(err)
		if a.FollowUp || !a.Saved || a.DeletedAt().Sub(a.WithdrawnAt) != 30*24*time.Hour || w.find().Version != 0 {
			t.Errorf("%+v", a)
		}
		w.sweep(29)
		w.agree() // taken back
		if v, ok := w.visible(profile.Everyone); !ok || v.Talk == "" {
			t.Error("it did not come back as it was")
		}
		w.sweep(29)
		w.revoke(people.ConsentFollowUp, "") // by whatever way
		w.sweep(29)
		if w.rows() == 0 {
			t.Fatal("deleted too soon")
		}
		w.sweep(2)
		live, err := people.LiveConsents(t.Context(), w.DB, w.org, w.person.ID)
		w.must(err)
		if w.rows() != 0 || len(live) != 0 {
			t.Errorf("%d rows, consents %v", w.rows(), live)
		}
		w.sweep(1) // nothing left to do
		w.agree()
		if p := w.find(); p.Version != 0 || p.Talk != "" {
			t.Errorf("it is back: %+v", p)
		}
	})
}

func TestAConsentLapsesAfterFiveYears(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.withPhoto()
		w.sweep(5*365 - 1)
		if _, ok := w.visible(profile.Everyone); !ok {
			t.Fatal("too soon")
		}
		w.sweep(5)
		if _, ok := w.visible(profile.Everyone); ok || w.rows() == 0 {
			t.Error("it is still shown, or gone already")
		}
		w.sweep(31)
		if w.rows() != 0 {
			t.Error("it is still there")
		}
	})
}

func TestErasingLeavesNothing(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.withPhoto()
		export := func() string {
			v, err := profile.Export(t.Context(), w.DB, w.org, w.person.ID)
			w.must(err)
			b, err := json.Marshal(v)
			w.must(err)
			return string(b)
		}
		if s := export(); !strings.Contains(s, "りんご農家のIT係") || !strings.Contains(s, `"code":"34","level":3`) || !strings.Contains(s, `"prefecture":"02"`) || !strings.Contains(s, `"image/jpeg"`) {
			t.Error(s)
		}
		var gone []people.Erased
		for range 2 {
			w.must(w.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				some, err := profile.Erase(ctx, tx, w.org, w.person.ID)
				gone = append(gone, some...)
				return err
			}))
		}
		if w.rows() != 0 || len(gone) != 4 || slices.ContainsFunc(gone, func(e people.Erased) bool { return e.Kept != "" || e.Rows == 0 }) {
			t.Errorf("%d rows are left; %+v", w.rows(), gone)
		}
		if s := export(); strings.Contains(s, "りんご") {
			t.Error(s)
		}
	})
}

func TestTwoRecordsBecomeOne(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.withPhoto()
		other, _ := w.add("二例")
		repoint := func(from, to string) {
			w.must(w.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				if err := people.Repoint(ctx, tx, w.org, from, to); err != nil {
					return err
				}
				return profile.Repoint(ctx, tx, w.org, from, to)
			}))
		}
		first := w.person
		repoint(first.ID, other.ID)
		w.person = other
		if v, ok := w.visible(profile.Everyone); !ok || v.Talk == "" || v.PhotoID == "" || len(v.Skills) != 2 {
			t.Errorf("%+v", v)
		}
		third, _ := w.add("三例")
		w.person = third
		w.withPhoto()
		repoint(other.ID, third.ID)
		p := w.find()
		if p.Version == 0 || p.Talk == "" {
			t.Errorf("%+v", p)
		}
		if _, ok := w.visible(profile.Everyone); ok {
			t.Error("what was allowed for one text is taken for another")
		}
		w.person = other
		if p := w.find(); p.Version != 0 {
			t.Error("the other one is still there")
		}
	})
}

func TestTheFilterFindsOnlyWhoAgreed(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.withPhoto()
		match := func(f profile.Filter) bool {
			clause, args := f.Where("p.id", 2)
			var n int
			w.must(w.DB.QueryRow(t.Context(), `SELECT COUNT(*) FROM person p WHERE p.org_id = $1 AND `+clause, append([]any{w.org}, args...)...).Scan(&n))
			return n == 1
		}
		yes := []profile.Filter{
			{Skills: []skill.Code{"34", "01"}, MinLevel: 3}, {Patterns: []profile.Pattern{profile.UTurn}}, {Ties: []profile.Tie{profile.Born}},
			{Horizons: []string{profile.Within3Years}}, {Prefectures: []string{"01", "02"}}, {Mentor: true},
			{Skills: []skill.Code{"11"}, Mentor: true, Prefectures: []string{"02"}},
		}
		no := []profile.Filter{
			{Skills: []skill.Code{"34"}, MinLevel: 4}, {Patterns: []profile.Pattern{profile.JustAFan}}, {Ties: []profile.Tie{profile.NoTie}},
			{Horizons: []string{profile.Open}}, {Prefectures: []string{"13"}}, {Skills: []skill.Code{"11"}, Prefectures: []string{"13"}},
		}
		for _, f := range yes {
			if !match(f) {
				t.Errorf("%+v does not match", f)
			}
		}
		for _, f := range no {
			if match(f) {
				t.Errorf("%+v matches", f)
			}
		}
		w.must(w.WithdrawFollowUp(t.Context(), w.self, w.org, w.person.ID))
		for _, f := range yes {
			if match(f) {
				t.Errorf("%+v matches without consent", f)
			}
		}
		if clause, _ := (profile.Filter{}).Where("p.id", 2); clause != "" {
			t.Error(clause)
		}
	})
}
