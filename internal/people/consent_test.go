package people_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

func TestAMissingRowMeansNo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		yes, no := w.create(people.NewPerson{Family: "一例"}), w.create(people.NewPerson{Family: "二葉見"})
		tick := func(codes ...people.ConsentCode) {
			for _, code := range codes {
				c := people.Consent{OrgID: w.org, PersonID: yes.ID, Code: code, Scope: "E4", Lang: i18n.Ja, Channel: people.ChannelWeb}
				if err := w.GiveConsents(t.Context(), c, c); err != nil {
					t.Fatal(err)
				}
			}
		}
		among := func(code people.ConsentCode, scope string) []string {
			got := must(t, give(people.Consenting(t.Context(), d, w.org, code, scope, []string{yes.ID, no.ID})))
			return slices.Collect(maps.Keys(got))
		}
		tick(people.ConsentRun, people.ConsentPhoto, people.ConsentNews)
		for name, c := range map[string]struct {
			code  people.ConsentCode
			scope string
			want  int
		}{
			"photos of the evening it was given for": {people.ConsentPhoto, "E4", 1},
			"photos of another evening":              {people.ConsentPhoto, "E5", 0},
			"announcements hold everywhere":          {people.ConsentNews, "E5", 1},
			"what was never asked":                   {people.ConsentCompany, "E4", 0},
		} {
			if got := among(c.code, c.scope); len(got) != c.want || c.want == 1 && got[0] != yes.ID {
				t.Errorf("%s: %v", name, got)
			}
		}
		if n := len(must(t, give(w.LiveConsents(t.Context(), w.org, yes.ID)))); n != 3 {
			t.Errorf("%d consents after ticking each twice", n)
		}
	})
}

func TestAConsentProvesItsWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.create(people.NewPerson{Family: "一例"})
		err := w.GiveConsents(t.Context(), people.Consent{OrgID: w.org, PersonID: p.ID, Code: people.ConsentNews, Lang: i18n.En,
			Channel: people.ChannelPaper, GivenBy: people.Recorder(w.staff)})
		if err != nil {
			t.Fatal(err)
		}
		c := must(t, give(w.LiveConsents(t.Context(), w.org, p.ID)))[0]
		words, ok := people.ConsentTextVersion(c.Code, c.TextVersion)
		if !ok || c.TextHash != words.Hash(i18n.En) || c.TextHash == words.Hash(i18n.Ja) {
			t.Errorf("%+v does not lead to its text", c)
		}
		if c.GivenAt != db.FromTime(dbtest.Start) || c.Channel != people.ChannelPaper || c.GivenBy != "person:staff-sample" {
			t.Errorf("%+v", c)
		}
		err = w.GiveConsents(t.Context(), people.Consent{OrgID: w.org, PersonID: p.ID, Code: "z"})
		if apperr.CategoryOf(err) != apperr.Invalid {
			t.Errorf("a consent without words was taken: %v", err)
		}
	})
}

func TestAConsentIsWithdrawn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.create(people.NewPerson{Family: "一例"})
		photo := func(event string) people.Consent {
			return people.Consent{OrgID: w.org, PersonID: p.ID, Code: people.ConsentPhoto, Scope: event, Channel: people.ChannelWeb}
		}
		if err := w.GiveConsents(t.Context(), photo("E1"), photo("E4"), photo("E5")); err != nil {
			t.Fatal(err)
		}
		revoke := func(scope string) bool {
			return must(t, give(w.RevokeConsent(t.Context(), people.Revocation{OrgID: w.org, PersonID: p.ID,
				Code: people.ConsentPhoto, Scope: scope, By: "person:self"})))
		}
		if !revoke("E4") || revoke("E4") {
			t.Error("a consent is withdrawn once")
		}
		if live := must(t, give(w.LiveConsents(t.Context(), w.org, p.ID))); len(live) != 2 {
			t.Errorf("%d are left", len(live))
		}
		if !revoke("") {
			t.Error("all evenings at once")
		}
		history := must(t, give(people.ConsentHistory(t.Context(), d, w.org, p.ID)))
		if len(history) != 3 || history[0].RevokedAt.IsZero() || history[0].RevokedBy != "person:self" {
			t.Errorf("the proof is kept: %+v", history)
		}
		if err := w.GiveConsents(t.Context(), photo("E4")); err != nil {
			t.Fatal(err)
		}
		if live := must(t, give(w.LiveConsents(t.Context(), w.org, p.ID))); len(live) != 1 {
			t.Error("who withdrew may say yes again")
		}
	})
}

// The hashes of the published texts. A failing line means that words were
// edited which people have agreed to: make them a new version instead.
func TestPublishedWordsStayAsTheyAre(t *testing.T) {
	for _, c := range []struct {
		code    people.ConsentCode
		version int
		ja, en  string
	}{
		{"a", 1, "43f8d940bee8380edddecef1172754a50460fdfa2768f7ffa553868dd54ba7e6", "75e00dcc8bfc9f2ab4ea9742718a5e8791490485dbc1e59f7f230c6d3140cc55"},
		{"e", 1, "fbc2942e81794f3f249549c711224ac999201e8d8f33490f79cf667078171438", "d43fef8546d1af445833d32e701d8ec274bf081f6280d1315764a398e1f51225"},
		{"f", 1, "f9016f95812ccfd573e8afddf61fd9252a8545db74f11f00a7a21786ad4c04b0", "bed6c46fe3448d6a1568b70d0779e8f1e5259783c8ea77e2e6a787f3f8549e3f"},
		{"g", 1, "df1dc19990602d66ff88521baa2670c0d871139a1c2de9add66bf5f71952be51", "b3ca8558f7a1d7fa5ab4b80aab000e89fe8ac01bc781831c5add1a0fb11fb89f"},
		{"h", 1, "8030d6fa962848e80adbeb78f27dd2f77ef327c8439f5450c07c59d7c8fca3c0", "2d9666a58a4860a13b9204ee68b385d00cc0d24dcd33ff6b67403fe0fa567c45"},
	} {
		words, ok := people.ConsentTextVersion(c.code, c.version)
		if !ok {
			t.Errorf("%s, version %d, is gone", c.code, c.version)
			continue
		}
		if ja, en := words.Hash(i18n.Ja), words.Hash(i18n.En); ja != c.ja || en != c.en {
			t.Errorf("%s, version %d, was edited: {%q, %d, %q, %q}", c.code, c.version, c.code, c.version, ja, en)
		}
	}
}

func TestNotes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.create(people.NewPerson{Family: "一例"})
		first := must(t, give(w.AddNote(t.Context(), w.staff, w.org, p.ID, "  三沢での滞在に関心あり  ")))
		must(t, give(w.AddNote(t.Context(), w.staff, w.org, p.ID, "電話で確認済み")))
		notes := must(t, give(w.ListNotes(t.Context(), w.org, p.ID)))
		if len(notes) != 2 || notes[1] != first || first.Body != "三沢での滞在に関心あり" || first.Author != "事務局 見本" {
			t.Errorf("%+v", notes)
		}
		if _, err := w.AddNote(t.Context(), w.staff, w.org, p.ID, "　"); keyOf(err, "body") == "" {
			t.Errorf("an empty note: %v", err)
		}
		if err := w.RemoveNote(t.Context(), w.staff, w.org, p.ID, first.ID); err != nil {
			t.Fatal(err)
		}
		if err := w.RemoveNote(t.Context(), w.staff, w.org, p.ID, first.ID); apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("removed twice: %v", err)
		}
		var actions int
		w.tx(func(ctx context.Context, tx *db.Tx) error {
			return tx.QueryRow(ctx, `SELECT COUNT(*) FROM audit_entry WHERE org_id = $1 AND object_id = $2`, w.org, p.ID).Scan(&actions)
		})
		if actions != 4 {
			t.Errorf("%d entries in the audit trail, want create, two notes and a removal", actions)
		}
	})
}
