package profile_test

import (
	"reflect"
	"strings"
	"sync"
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/people"
	"koryu/internal/profile"
)

func TestAProfileIsKeptAsItWasSaved(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.agree()
		want := w.full(map[profile.Field]profile.Audience{profile.Headline: profile.Everyone})
		saved := w.save(want)
		got := w.find()
		if !reflect.DeepEqual(got, saved) || got.Version != 1 || got.Headline != want.Headline || len(got.Skills) != 2 ||
			got.Skills[0].Code != "11" || got.Level("34") != 3 || got.Audience(profile.Headline) != profile.Everyone ||
			got.Audience(profile.Talk) != profile.Organiser || got.Link(profile.LinkGitHub) == "" || !got.Mentor {
			t.Errorf("%+v", got)
		}
		want.Version = 0
		same := w.save(want) // sent twice
		if same.Version != 1 {
			t.Error("the same form again makes a new version")
		}
		got.Skills, got.Links, got.Ties = nil, nil, []profile.Tie{profile.NoTie}
		got = w.save(got)
		if len(got.Skills)+len(got.Links) != 0 || len(got.Ties) != 1 || got.Version != 2 {
			t.Errorf("%+v", got)
		}
		consents, err := people.LiveConsents(t.Context(), w.DB, w.org, w.person.ID)
		w.must(err)
		if len(consents) != 2 || consents[0].Scope != "field:headline" || consents[0].Recipient != "everyone" || consents[0].TextHash == "" {
			t.Errorf("%+v", consents)
		}
	})
}

func TestWithoutConsentNothingIsKept(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		_, err := w.Save(t.Context(), w.self, w.full(nil))
		if e, ok := apperr.As(err); !ok || e.Key != "profile.error.no_consent" {
			t.Errorf("saved without consent h: %v", err)
		}
		_, err = w.SetPhoto(t.Context(), w.self, w.org, w.person.ID, strings.NewReader(string(jpegOf(4, 4))))
		if e, ok := apperr.As(err); !ok || e.Key != "profile.error.no_consent" {
			t.Errorf("a photo without consent h: %v", err)
		}
		if a, err := w.FindAccount(t.Context(), w.org, w.person.ID); err != nil || a.Saved || a.FollowUp {
			t.Errorf("%+v, %v", a, err)
		}
	})
}

func TestTwoWhoSaveAtOnce(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.agree()
		for round := range 3 {
			first, second := w.full(nil), w.full(nil)
			first.Headline, second.Headline = strings.Repeat("a", round+1), strings.Repeat("b", round+1)
			second.Audiences = everywhere(profile.Met)
			errs := make([]error, 2)
			var group sync.WaitGroup
			for i, p := range []profile.Profile{first, second} {
				group.Go(func() { _, errs[i] = w.Save(t.Context(), w.self, p) })
			}
			group.Wait()
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("round %d: %v, %v", round, errs[0], errs[1])
			}
			for i, err := range errs {
				if err != nil && apperr.CategoryOf(err) != apperr.Conflict {
					t.Errorf("save %d: %v", i, err)
				}
			}
			p := w.find()
			if shownToMet := p.Audience(profile.Talk) == profile.Met; shownToMet != (p.Headline[0] == 'b') {
				t.Errorf("round %d: the consents are not those of the save that won", round)
			}
			w.save(w.full(nil))
		}
	})
}

func TestSavingIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*profile.Profile)
		field  string
	}{
		"a headline of 61 letters": {func(p *profile.Profile) { p.Headline = strings.Repeat("あ", 61) }, "headline"},
		"a skill that is none":     {func(p *profile.Profile) { p.Skills = []profile.SkillLevel{{Code: "50", Level: 1}} }, "skills"},
		"level 5":                  {func(p *profile.Profile) { p.Skills = []profile.SkillLevel{{Code: "01", Level: 5}} }, "skills"},
		"a skill twice":            {func(p *profile.Profile) { p.Skills = append(p.Skills, profile.SkillLevel{Code: "34", Level: 1}) }, "skills"},
		"none and born":            {func(p *profile.Profile) { p.Ties = []profile.Tie{profile.NoTie, profile.Born} }, "ties"},
		"another tie":              {func(p *profile.Profile) { p.Ties = []profile.Tie{"x"} }, "ties"},
		"another pattern":          {func(p *profile.Profile) { p.Patterns = []profile.Pattern{"C"} }, "pattern"},
		"a 48th prefecture":        {func(p *profile.Profile) { p.Prefecture = "48" }, "prefecture"},
		"a prefecture by number":   {func(p *profile.Profile) { p.Prefecture = "2" }, "prefecture"},
		"another horizon":          {func(p *profile.Profile) { p.Horizon = "soon" }, "horizon"},
		"another audience":         {func(p *profile.Profile) { p.Audiences = map[profile.Field]profile.Audience{"talk": "world"} }, "audience_talk"},
		"a word of 31 letters":     {func(p *profile.Profile) { p.Words = []string{strings.Repeat("あ", 31)} }, "words"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, dbtest.Open(t, db.SQLite))
			w.agree()
			p := w.full(nil)
			c.change(&p)
			_, err := w.Save(t.Context(), w.self, p)
			if f := apperr.FieldsOf(err); len(f) != 1 || f[0].Field != c.field {
				t.Error(err)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	for url, c := range map[string]struct{ kind, key string }{
		"https://x.com/sample":                    {profile.LinkX, ""},
		"https://twitter.com/sample":              {profile.LinkX, ""},
		"https://www.facebook.com/sample":         {profile.LinkFacebook, ""},
		"https://www.linkedin.com/in/sample":      {profile.LinkLinkedIn, ""},
		"https://GitHub.com/sample":               {profile.LinkGitHub, ""},
		"https://note.com/sample":                 {profile.LinkNote, ""},
		"https://sample.example.jp/about?a=b#top": {profile.LinkSite, ""},
		"javascript:alert(1)":                     {profile.LinkSite, "profile.error.link"},
		"JavaScript://github.com/%0aalert(1)":     {profile.LinkGitHub, "profile.error.link_https"},
		"data:text/html,x":                        {profile.LinkSite, "profile.error.link"},
		"http://github.com/sample":                {profile.LinkGitHub, "profile.error.link_https"},
		"github.com/sample":                       {profile.LinkGitHub, "profile.error.link"},
		"https://evil.example/github.com":         {profile.LinkGitHub, "profile.error.link_host"},
		"https://github.com.evil.example/":        {profile.LinkGitHub, "profile.error.link_host"},
		"https://github.com@evil.example/":        {profile.LinkGitHub, "profile.error.link"},
		"https://evilgithub.com/":                 {profile.LinkGitHub, "profile.error.link_host"},
		"https://github.com:8443/":                {profile.LinkGitHub, "profile.error.link_host"},
		"https://gıthub.com/":                     {profile.LinkGitHub, "profile.error.link_host"},
		"https://xn--gthub-n4a.com/":              {profile.LinkGitHub, "profile.error.link_host"},
		"https://xn--gthub-n4a.com/a":             {profile.LinkSite, "profile.error.link_name"},
		"https://gıthub.com/b":                    {profile.LinkSite, "profile.error.link_name"},
		"https://github.com\\@evil.example/":      {profile.LinkGitHub, "profile.error.link"},
		"https://127.0.0.1/":                      {profile.LinkSite, "profile.error.link_name"},
		"https://localhost/":                      {profile.LinkSite, "profile.error.link_name"},
		"https://[::1]/":                          {profile.LinkSite, "profile.error.link_name"},
		"https://ex ample.jp/":                    {profile.LinkSite, "profile.error.link"},
		"https:///path":                           {profile.LinkSite, "profile.error.link"},
	} {
		if got := profile.CheckLink(profile.Link{Kind: c.kind, URL: url}); got != c.key {
			t.Errorf("%s as %s: %q, want %q", url, c.kind, got, c.key)
		}
	}
}
