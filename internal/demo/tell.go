package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/profile"
	"koryu/internal/profile/skill"
)

// tellers are the 74 who say something of themselves and let others see part of it.
func tellers() []string {
	return without(keys("P001-P067", "P071-P080"), "P052", "P059", "P060")
}

// tell lets the tellers fill in their profiles, the day before the first event of the year to which they come.
func (y *year) tell() {
	for i, key := range tellers() {
		y.on(toldAt(key), key+" fills in the profile", func(ctx context.Context) error {
			by, person := account.Nobody(y.org.ID), y.ids[key]
			err := y.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				return profile.GiveFollowUp(ctx, tx, by, y.org.ID, person, y.cast[key].lang)
			})
			if err != nil {
				return err
			}
			p := telling(y.cast[key], i)
			p.OrgID, p.PersonID, p.Lang = y.org.ID, person, y.cast[key].lang
			_, err = y.Profiles.Save(ctx, by, p)
			return err
		})
	}
}

func toldAt(key string) time.Time {
	for _, p := range plans2024 {
		if slices.Contains(p.everyone(), key) && p.starts.Before(Start) {
			return p.starts.Add(-26 * time.Hour).Add(drawFor("told", key).minutes(0, 120))
		}
	}
	if slices.Contains(uenoWalkIns, key) {
		return ueno.ends.Add(27 * time.Hour)
	}
	return moment("2024-11-16 11:00").Add(drawFor("told", key).minutes(0, 24*60))
}

// telling draws what somebody says of themselves; nth is their place among the tellers.
func telling(who person, nth int) profile.Profile {
	d := drawFor("profile", who.key)
	p := profile.Profile{Audiences: audiences(d, who)}
	words := sayings[who.group]
	if who.lang == "en" {
		words = sayingsEn
	}
	p.Headline, p.Talk, p.Seek = pick(d, words.headlines), pick(d, words.talks), pick(d, words.seeks)
	switch {
	case nth < 40:
		p.Skills = skillsOf(d)
	case nth < 60:
		p.Words = []string{pick(d, everydayWords)}
	}
	switch who.group {
	case metropolitan:
		p.Prefecture = pick(d, []string{"13", "13", "13", "14", "12", "11"})
		drawn(&p, d, number(who.key))
	case mentor:
		p.Prefecture, p.Mentor = "02", true
		p.Ties, p.Patterns = []profile.Tie{profile.Lived}, []profile.Pattern{profile.KeepJob, profile.WorkTogeth}
	default:
		p.Prefecture, p.Ties = "02", []profile.Tie{profile.Born}
		p.Patterns, p.Mentor = []profile.Pattern{profile.WorkTogeth}, nth%3 == 0
	}
	if d.below(4) == 0 || who.key == guestKey {
		p.Links = []profile.Link{{Kind: profile.LinkSite, URL: fmt.Sprintf("https://%s.example/", who.email[:4])}}
	}
	return p
}

// drawn says to which life with the region somebody of the capital feels drawn: 14 U, 9 J, 4 孫, 22 I, and the rest do
// not say.
func drawn(p *profile.Profile, d draw, n int) {
	place := (n * 23) % 53 // scatters the keys; 53 is prime
	switch {
	case place <= 14:
		p.Ties, p.Patterns = []profile.Tie{profile.Born, profile.Family}, []profile.Pattern{profile.UTurn}
	case place <= 23:
		p.Ties, p.Patterns = []profile.Tie{profile.Family}, []profile.Pattern{profile.JTurn}
	case place <= 27:
		p.Ties, p.Patterns = []profile.Tie{profile.Family, profile.Visits}, []profile.Pattern{profile.Grandchild}
	case place <= 49:
		p.Ties, p.Patterns = []profile.Tie{profile.Visits}, []profile.Pattern{profile.ITurn}
	}
	if len(p.Patterns) > 0 {
		p.Patterns = append(p.Patterns, pick(d, []profile.Pattern{profile.TwoHomes, profile.SideJob, profile.KeepJob, profile.JustAFan}))
		p.Horizon = pick(d, []string{profile.Within1Year, profile.Within3Years, profile.Within3Years, profile.Open, profile.NoHorizon})
	}
}

func skillsOf(d draw) []profile.SkillLevel {
	var list []profile.SkillLevel
	for _, c := range pick(d, skillSets) {
		list = append(list, profile.SkillLevel{Code: skill.Code(c), Level: 1 + d.below(4)})
	}
	return list
}

// audiences draws how open somebody is: careful people show the least that makes a card useful.
func audiences(d draw, who person) map[profile.Field]profile.Audience {
	a := map[profile.Field]profile.Audience{
		profile.Affiliation: profile.Met, profile.Headline: profile.Met, profile.Kana: profile.Met,
	}
	mood := d.below(10)
	if who.key == guestKey || who.group == mentor {
		mood = 9
	}
	if mood >= 3 {
		a[profile.Talk], a[profile.Seek], a[profile.Headline] = profile.SameEvent, profile.SameEvent, profile.SameEvent
		a[profile.Skills], a[profile.Words] = profile.Met, profile.Met
	}
	if mood >= 6 {
		a[profile.Email], a[profile.Links], a[profile.Prefecture] = profile.Met, profile.Met, profile.Met
	}
	if mood >= 9 {
		a[profile.Skills], a[profile.Mentor], a[profile.Talk] = profile.Everyone, profile.Everyone, profile.Everyone
	}
	return a
}
