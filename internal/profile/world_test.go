package profile_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/seal"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
)

// world is an organisation with one person who has not said anything yet.
type world struct {
	*profile.Service
	t      *testing.T
	org    string
	person people.Person
	self   account.Actor
}

func inWorlds(t *testing.T, test func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, newWorld(t, d)) })
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	o, err := (&programme.Service{DB: d}).CreateOrg(t.Context(), programme.Org{Slug: "sample", Name: "あおもりサンプルNPO"})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.NewKeys(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Service: &profile.Service{DB: d, Keys: keys}, t: t, org: o.ID}
	w.person, w.self = w.add("一例")
	return w
}

// add makes a person and the actor that they are when signed in.
func (w *world) add(family string) (people.Person, account.Actor) {
	w.t.Helper()
	self := account.Actor{Kind: account.KindPerson, IdentityID: "self-" + family, OrgID: w.org}
	p, err := (&people.Service{DB: w.DB}).Create(w.t.Context(), self, w.org, people.NewPerson{
		Family: family, Given: "花", KanaFamily: "イチレイ", KanaGiven: "ハナ", Email: "hana@example.org", Affiliation: "例示工房", Phone: "+819012345678",
	})
	w.must(err)
	return p, self
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) agree() {
	w.t.Helper()
	w.must(w.GiveFollowUp(w.t.Context(), w.self, w.org, w.person.ID, i18n.Ja))
}

func (w *world) find() profile.Profile {
	w.t.Helper()
	p, err := w.Find(w.t.Context(), w.org, w.person.ID)
	w.must(err)
	return p
}

// full is a profile with something in every field, shown as the audiences say.
func (w *world) full(audiences map[profile.Field]profile.Audience) profile.Profile {
	p := w.find()
	p.Headline, p.Talk, p.Seek, p.Mentor = "りんご農家のIT係", "ネットショップ", "仲間", true
	p.Skills = []profile.SkillLevel{{Code: "34", Level: 3}, {Code: "11", Level: 1}}
	p.Words, p.Ties, p.Prefecture = []string{"kintone"}, []profile.Tie{profile.Born, profile.Family}, "02"
	p.Patterns, p.Horizon = []profile.Pattern{profile.UTurn, profile.TwoHomes}, profile.Within3Years
	p.Links = []profile.Link{{Kind: profile.LinkGitHub, URL: "https://github.com/sample"}}
	p.Audiences = audiences
	return p
}

func (w *world) save(p profile.Profile) profile.Profile {
	w.t.Helper()
	saved, err := w.Save(w.t.Context(), w.self, p)
	w.must(err)
	return saved
}

func (w *world) visible(to profile.Audience) (profile.View, bool) {
	w.t.Helper()
	all, err := w.Visible(w.t.Context(), w.DB, w.org, []string{w.person.ID, "nobody"}, to)
	w.must(err)
	v, ok := all[w.person.ID]
	return v, ok
}

func (w *world) revoke(code people.ConsentCode, scope string) {
	w.t.Helper()
	w.must(w.DB.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := people.RevokeConsent(ctx, tx, people.Revocation{OrgID: w.org, PersonID: w.person.ID, Code: code, Scope: scope, By: "test"})
		return err
	}))
}

func jpegOf(w, h int) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil)
	return b.Bytes()
}

// shown lists the fields of which a view gives anything away.
func shown(v profile.View) map[profile.Field]bool {
	return map[profile.Field]bool{
		profile.Photo: v.PhotoID != "", profile.Headline: v.Headline != "", profile.Affiliation: v.Affiliation != "",
		profile.Email: v.Email != "", profile.Phone: v.Phone != "", profile.Kana: v.Kana != "", profile.Skills: v.Skills != nil,
		profile.Words: v.Words != nil, profile.Ties: v.Ties != nil, profile.Prefecture: v.Prefecture != "",
		profile.Patterns: v.Patterns != nil, profile.Horizon: v.Horizon != "", profile.Talk: v.Talk != "", profile.Seek: v.Seek != "",
		profile.Mentor: v.Mentor, profile.Links: v.Links != nil,
	}
}

func everywhere(a profile.Audience) map[profile.Field]profile.Audience {
	all := map[profile.Field]profile.Audience{}
	for _, f := range profile.Fields {
		all[f] = a
	}
	return all
}
