package profile_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/people"
	"koryu/internal/profile"
)

var viewers = []profile.Audience{profile.Organiser, profile.Met, profile.SameEvent, profile.Company, profile.Everyone, "", "stranger"}

func TestCirclesAreAroundOneAnother(t *testing.T) {
	sees := map[profile.Audience][]profile.Audience{ // what is shown to → who sees it
		profile.Organiser: nil,
		profile.Met:       {profile.Met},
		profile.SameEvent: {profile.Met, profile.SameEvent},
		profile.Company:   {profile.Company},
		profile.Everyone:  {profile.Met, profile.SameEvent, profile.Company, profile.Everyone},
		"":                nil,
		"stranger":        nil,
	}
	for shownTo, want := range sees {
		for _, to := range viewers {
			expected := false
			for _, w := range want {
				expected = expected || w == to
			}
			if got := shownTo.Sees(to); got != expected {
				t.Errorf("what is for %q, seen by %q: %v", shownTo, to, got)
			}
		}
	}
}

func TestEachFieldIsSeenByThoseItIsFor(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.agree()
		_, err := w.SetPhoto(t.Context(), w.self, w.org, w.person.ID, bytes.NewReader(jpegOf(20, 20)))
		w.must(err)
		for _, a := range profile.Audiences {
			w.save(w.full(everywhere(a)))
			for _, to := range viewers {
				v, ok := w.visible(to)
				if ok != a.Sees(to) {
					t.Errorf("shown to %s, a viewer of %q finds it: %v", a, to, ok)
				}
				for f, is := range shown(v) {
					if is != a.Sees(to) {
						t.Errorf("%s, shown to %s, viewer %q: %v", f, a, to, is)
					}
				}
			}
		}
		for _, f := range profile.Fields { // one alone
			w.save(w.full(map[profile.Field]profile.Audience{f: profile.Met}))
			v, _ := w.visible(profile.Met)
			for other, is := range shown(v) {
				if is != (other == f) {
					t.Errorf("only %s is for people met; %s is shown: %v", f, other, is)
				}
			}
		}
	})
}

// Whatever people say yes and no to, in whatever order, a field is seen only
// under a live consent h and a live consent e that names the field and the
// audience.
func TestNothingIsSeenWithoutConsent(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		dice := rand.New(rand.NewPCG(2024, 12))
		pick := func() profile.Field { return profile.Fields[dice.IntN(len(profile.Fields))] }
		w.agree()
		_, err := w.SetPhoto(t.Context(), w.self, w.org, w.person.ID, bytes.NewReader(jpegOf(20, 20)))
		w.must(err)
		h, e := true, map[profile.Field]profile.Audience{}
		for step := range 120 {
			switch dice.IntN(6) {
			case 0, 1, 2:
				p := w.full(nil)
				p.Audiences = w.find().Audiences
				f, a := pick(), profile.Audiences[dice.IntN(len(profile.Audiences))]
				p.Audiences[f] = a
				_, err := w.Save(t.Context(), w.self, p)
				if (err == nil) != h {
					t.Fatalf("step %d: saving with consent %v: %v", step, h, err)
				}
				if h {
					e[f] = a
				}
			case 3:
				f := pick()
				w.revoke(people.ConsentDirectory, f.Scope())
				delete(e, f)
			case 4:
				if dice.IntN(4) == 0 {
					w.revoke(people.ConsentDirectory, "")
					clear(e)
				}
			case 5:
				if h = !h; h {
					w.agree()
				} else {
					w.revoke(people.ConsentFollowUp, "")
				}
			}
			for _, to := range viewers {
				v, _ := w.visible(to)
				for f, is := range shown(v) {
					if want := h && e[f].Sees(to); is != want {
						t.Fatalf("step %d: %s for %q is shown: %v, want %v", step, f, to, is, want)
					}
				}
			}
			staff, err := w.ForStaff(t.Context(), w.org, []string{w.person.ID})
			w.must(err)
			if _, seen := staff[w.person.ID]; seen != h {
				t.Fatalf("step %d: staff see it: %v, want %v", step, seen, h)
			}
		}
	})
}

func TestAConsentForOneAudienceIsNoneForAnother(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.agree()
		w.save(w.full(map[profile.Field]profile.Audience{profile.Headline: profile.Met}))
		for _, recipient := range []string{"", "organiser", "stranger"} {
			w.revoke(people.ConsentDirectory, profile.Talk.Scope())
			w.must((&people.Service{DB: w.DB}).GiveConsents(t.Context(), people.Consent{OrgID: w.org, PersonID: w.person.ID,
				Code: people.ConsentDirectory, Scope: profile.Talk.Scope(), Recipient: recipient, Channel: people.ChannelWeb}))
			for _, to := range viewers {
				if v, _ := w.visible(to); v.Talk != "" {
					t.Errorf("a consent for %q lets %q see", recipient, to)
				}
			}
		}
		if v, _ := w.visible(profile.SameEvent); v.Headline != "" {
			t.Error("participants see what is for people met")
		}
	})
}

func TestOnesNoIsNotAnothersYes(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		first := w.person
		w.agree()
		w.save(w.full(everywhere(profile.Everyone)))
		w.person, _ = w.add("二例")
		w.agree()
		w.save(w.full(everywhere(profile.Everyone)))
		w.revoke(people.ConsentFollowUp, "")
		ids := []string{first.ID, w.person.ID}
		seen, err := w.Visible(t.Context(), w.DB, w.org, ids, profile.Met)
		w.must(err)
		staff, err := w.ForStaff(t.Context(), w.org, ids)
		w.must(err)
		if len(seen) != 1 || len(staff) != 1 || seen[first.ID].Talk == "" || staff[first.ID].Talk == "" {
			t.Errorf("one of two withdrew; %d are seen, %d by staff", len(seen), len(staff))
		}
	})
}

func TestAPhotoIsServedToWhomItIsFor(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.agree()
		p, err := w.SetPhoto(t.Context(), w.self, w.org, w.person.ID, bytes.NewReader(jpegOf(20, 20)))
		w.must(err)
		find := func(to profile.Audience) bool {
			_, err := w.FindPhoto(t.Context(), w.org, p.PhotoID, to)
			if err != nil && apperr.CategoryOf(err) != apperr.NotFound {
				t.Error(err)
			}
			return err == nil
		}
		if !find(profile.Organiser) || find(profile.Met) || find(profile.Everyone) || find("") {
			t.Error("a new photo is for the organiser alone")
		}
		full := w.full(map[profile.Field]profile.Audience{profile.Photo: profile.SameEvent})
		w.save(full)
		if !find(profile.Met) || !find(profile.SameEvent) || find(profile.Everyone) {
			t.Error("it is for participants now")
		}
		for _, to := range profile.Audiences {
			path := w.PhotoPath("sample", p.PhotoID, to)
			id, got, ok := w.ParsePhoto(path[len("/o/sample/photos/"):])
			if !ok || id != p.PhotoID || got != to {
				t.Errorf("%s is read as %q for %s", path, id, got)
			}
		}
		old := p.PhotoID
		p, err = w.SetPhoto(t.Context(), w.self, w.org, w.person.ID, bytes.NewReader(jpegOf(30, 30)))
		w.must(err)
		if old == p.PhotoID {
			t.Error("a new photo has the address of the old one")
		}
		w.revoke(people.ConsentFollowUp, "")
		if find(profile.Organiser) || find(profile.Met) {
			t.Error("it is still served after consent h ended")
		}
	})
}
