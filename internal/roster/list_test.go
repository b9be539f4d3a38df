package roster_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/wareki"
	"koryu/internal/people"
	"koryu/internal/roster"
)

// known is what the oracle knows of a person, kept beside the database.
type known struct {
	people.Person
	facts    []people.Fact
	ties     int
	tags     []string
	consents map[people.ConsentCode]bool
	skills   []string
	patterns []string
	regions  []string
	horizon  string
	pref     string
}

// town is a world full of people.
type town struct {
	*world
	people []*known
	tags   []roster.Tag
}

var (
	someEvents = []string{"spring", "summer", "autumn"}
	somePrefs  = []string{"", "02", "13", "14"}
	someSkills = []string{"01", "07", "22", "49"}
	somePlans  = []string{"U", "I", "remote", "fan"}
	someBonds  = []string{"born", "lived", "none"}
	someWhens  = []string{"", "within_1y", "open"}
	someNames  = []people.NewPerson{{Family: "髙橋", Given: "花", KanaFamily: "タカハシ", KanaGiven: "ハナ"}, {Family: "佐藤", Given: "次郎", KanaFamily: "サトウ", KanaGiven: "ジロウ"}, {Family: "Smith", Given: "Ann"}}
)

func pick[T any](r *rand.Rand, from []T) (some []T) {
	for _, x := range from {
		if r.IntN(3) == 0 {
			some = append(some, x)
		}
	}
	return some
}

// newTown fills an organisation at random.
func newTown(t *testing.T, d *db.DB, slug string, size int, seed uint64) *town {
	t.Helper()
	w := &town{world: newWorld(t, d, slug)}
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range size {
		n := someNames[r.IntN(len(someNames))]
		n.Email = fmt.Sprintf("%s%d@example.com", slug, i)
		k := &known{Person: w.person(n), consents: map[people.ConsentCode]bool{}}
		w.people = append(w.people, k)
		for _, event := range pick(r, someEvents) {
			kind := []people.Kind{people.Attended, people.NoShow, people.Registered}[r.IntN(3)]
			at := time.Date(2023+r.IntN(4), time.Month(1+r.IntN(12)), 15, 12, 0, 0, 0, clock.JST)
			w.fact(k.ID, kind, event, "r", at)
			k.facts = append(k.facts, people.Fact{Kind: kind, Occasion: people.Occasion{ID: event}, At: db.FromTime(at)})
			if r.IntN(5) == 0 { // and taken back
				w.tx(func(ctx context.Context, tx *db.Tx) error {
					_, err := people.RetractFact(ctx, tx, people.Retraction{OrgID: w.org, PersonID: k.ID, Kind: kind, Ref: "r", By: "test",
						Occasion: people.Occasion{Kind: people.OccasionEvent, ID: event}})
					return err
				})
				k.facts = k.facts[:len(k.facts)-1]
			}
		}
		for _, code := range pick(r, []people.ConsentCode{people.ConsentNews, people.ConsentFollowUp, people.ConsentFollowUp, people.ConsentPhoto}) {
			w.give(k.ID, code)
			k.consents[code] = true
			if r.IntN(4) == 0 {
				w.revoke(k.ID, code)
				k.consents[code] = false
			}
		}
		w.say(k, r)
	}
	for i := 0; i+1 < size; i++ {
		if r.IntN(3) == 0 {
			w.tie(w.people[i], w.people[i+1+r.IntN(size-i-1)], r.IntN(5) == 0)
		}
	}
	for _, name := range []string{"登壇候補", "農業"} {
		var ids []string
		for _, k := range pick(r, w.people) {
			ids = append(ids, k.ID)
			k.tags = append(k.tags, name)
		}
		w.tags = append(w.tags, w.tag(name, ids...).Tag)
	}
	w.runJobs()
	gone := w.people[size-1] // an empty row is nobody, whatever the figures count of it
	w.exec(`UPDATE person SET erased_at = 1 WHERE org_id = $1 AND id = $2`, w.org, gone.ID)
	w.people = w.people[:size-1]
	return w
}

// say stores a profile whatever the consents: the list must look at them itself.
func (w *town) say(k *known, r *rand.Rand) {
	k.skills, k.patterns, k.regions = pick(r, someSkills), pick(r, somePlans), pick(r, someBonds)
	k.pref, k.horizon = somePrefs[r.IntN(len(somePrefs))], someWhens[r.IntN(len(someWhens))]
	w.exec(`INSERT INTO profile (org_id, person_id, headline, words, prefecture, horizon, talk, seek, mentor, links, skill_version, version, created_at, updated_at)
		VALUES ($1, $2, '', '[]', $3, $4, '', '', FALSE, '[]', 'x', 1, 1, 1)`, w.org, k.ID, k.pref, k.horizon)
	for _, code := range k.skills {
		w.exec(`INSERT INTO profile_skill (org_id, person_id, code, level) VALUES ($1, $2, $3, 2)`, w.org, k.ID, code)
	}
	for kind, codes := range map[string][]string{"pattern": k.patterns, "tie": k.regions} {
		for _, code := range codes {
			w.exec(`INSERT INTO profile_choice (org_id, person_id, kind, code) VALUES ($1, $2, $3, $4)`, w.org, k.ID, kind, code)
		}
	}
}

func (w *town) tie(a, b *known, undone bool) {
	low, high := min(a.ID, b.ID), max(a.ID, b.ID)
	var at any
	if undone {
		at = int64(1)
	} else {
		a.ties++
		b.ties++
	}
	w.exec(`INSERT INTO tie (org_id, id, low, high, exchange_id, event_id, via, at, undone_at) VALUES ($1, $2, $3, $4, '', '', '', 1, $5)`,
		w.org, "t"+low+high, low, high, at)
}

// matches is the oracle.
func (w *town) matches(k *known, f roster.Filter) bool {
	own := k.consents[people.ConsentFollowUp]
	anyOf := func(have, want []string) bool {
		return len(want) == 0 || own && slices.ContainsFunc(want, func(x string) bool { return x != "" && slices.Contains(have, x) })
	}
	if f.Event != "" {
		kind := map[roster.Came]people.Kind{roster.CameAttended: people.Attended, roster.CameMissed: people.NoShow, roster.CameRegistered: people.Registered}[f.Came]
		if !slices.ContainsFunc(k.facts, func(x people.Fact) bool { return x.Kind == kind && x.Occasion.ID == f.Event }) {
			return false
		}
	}
	if f.Ties == roster.TiesNone && k.ties > 0 || f.Ties > 0 && k.ties < f.Ties {
		return false
	}
	if f.FY != 0 && !slices.ContainsFunc(k.facts, func(x people.Fact) bool { return wareki.FiscalYear(x.At.Time()) == f.FY }) {
		return false
	}
	for _, s := range f.Skills {
		if !own || !slices.Contains(k.skills, s) {
			return false
		}
	}
	for _, c := range f.Consents {
		if !k.consents[c] {
			return false
		}
	}
	for _, tag := range f.Tags {
		i := slices.IndexFunc(w.tags, func(t roster.Tag) bool { return t.ID == tag })
		if i < 0 || !slices.Contains(k.tags, w.tags[i].Name) {
			return false
		}
	}
	if f.Words != "" && !strings.Contains(k.Family+k.Given, f.Words) && !strings.HasPrefix(k.Email, f.Words) {
		return false
	}
	return anyOf(k.patterns, f.Patterns) && anyOf(k.regions, f.Regions) && anyOf([]string{k.horizon}, f.Horizons) && anyOf([]string{k.pref}, f.Prefectures)
}

// filters are one for each condition, and many at random.
func (w *town) filters(r *rand.Rand) []roster.Filter {
	all := []roster.Filter{
		{}, {Event: "spring", Came: roster.CameAttended}, {Event: "summer", Came: roster.CameMissed}, {Event: "autumn", Came: roster.CameRegistered},
		{Ties: roster.TiesNone}, {Ties: 1}, {Ties: 2}, {Skills: []string{"07"}}, {Skills: []string{"07", "22"}}, {Patterns: []string{"U", "fan"}},
		{Horizons: []string{"open"}}, {Prefectures: []string{"02", "13"}}, {Regions: []string{"born", "lived"}},
		{Consents: []people.ConsentCode{people.ConsentNews}}, {Consents: []people.ConsentCode{people.ConsentNews, people.ConsentFollowUp}},
		{Tags: []string{w.tags[0].ID}}, {Tags: []string{w.tags[0].ID, w.tags[1].ID}}, {FY: 2024}, {FY: 2025}, {Words: "髙橋"}, {Words: "Smith"}, {Words: "nobody"},
		{Event: "nowhere", Came: roster.CameAttended}, {Tags: []string{"nothing"}},
	}
	for range 60 {
		var f roster.Filter
		for _, part := range pick(r, all) {
			q := f.Encode()
			for name, v := range part.Encode() {
				q[name] = append(q[name], v...)
			}
			f = roster.Parse(q)
		}
		all = append(all, f)
	}
	return all
}

func TestAFilterFindsWhomItShould(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, "town", 80, 7)
		newTown(t, d, "other", 20, 8) // nobody of theirs is ever found
		r := rand.New(rand.NewPCG(9, 9))
		some := 0
		for _, f := range w.filters(r) {
			var want []string
			for _, k := range w.people {
				if w.matches(k, f) {
					want = append(want, k.ID)
				}
			}
			slices.Sort(want)
			got := w.walk(f, 1+r.IntN(20))
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %d people, want %d", f.Encode().Encode(), len(got), len(want))
			}
			if n, err := w.Count(t.Context(), w.org, f); err != nil || n != len(want) {
				t.Errorf("%s counts %d, want %d, %v", f.Encode().Encode(), n, len(want), err)
			}
			ids, err := roster.Match(t.Context(), d, w.org, f)
			w.must(err)
			if slices.Sort(ids); !slices.Equal(ids, want) {
				t.Errorf("%s matches %d, want %d", f.Encode().Encode(), len(ids), len(want))
			}
			if len(want) > 0 && len(want) < len(w.people) {
				some++
			}
		}
		if some < 20 {
			t.Errorf("only %d filters choose some and not all: the test is blind", some)
		}
	})
}

// walk goes through the pages of a list, in which everybody stands once and in
// the order of the readings.
func (w *town) walk(f roster.Filter, limit int) (ids []string) {
	w.t.Helper()
	last := ""
	for after := ""; ; {
		page, err := w.Page(w.t.Context(), w.org, f, after, limit)
		w.must(err)
		for _, row := range page.Rows {
			key := row.Person.SortKey() + "\x00" + row.Person.ID
			if key <= last {
				w.t.Fatalf("%q comes after %q", key, last)
			}
			last = key
			ids = append(ids, row.Person.ID)
			i := slices.IndexFunc(w.people, func(k *known) bool { return k.ID == row.Person.ID })
			if i >= 0 && (row.Ties != w.people[i].ties || len(row.Tags) != len(w.people[i].tags)) {
				w.t.Errorf("the row shows %d ties and %d tags, want %d and %d", row.Ties, len(row.Tags), w.people[i].ties, len(w.people[i].tags))
			}
		}
		if page.Next == "" {
			return ids
		}
		after = page.Next
	}
}

func TestAFilterIsReadAsItWasWritten(t *testing.T) {
	f := roster.Filter{Event: "e", Came: roster.CameMissed, Ties: 3, Skills: []string{"01", "02"}, Patterns: []string{"U"}, Horizons: []string{"open"},
		Prefectures: []string{"02"}, Regions: []string{"born"}, Consents: []people.ConsentCode{"g", "h"}, Tags: []string{"a", "b"}, FY: 2024, Words: "花 子"}
	v, err := url.ParseQuery(f.Encode().Encode())
	if err != nil {
		t.Fatal(err)
	}
	if got := roster.Parse(v); got.Encode().Encode() != f.Encode().Encode() || fmt.Sprint(got) != fmt.Sprint(f) {
		t.Errorf("read %+v, wrote %+v", got, f)
	}
	bad := url.Values{"event": {"a b"}, "came": {"x"}, "ties": {"-5"}, "fy": {"9"}, "consent": {"z", "gg"}, "tag": {"", strings.Repeat("x", 99)},
		"skill": {"\xff"}, "q": {strings.Repeat("あ", 500) + "\x00\xff"}, "after": {"x"}}
	got := roster.Parse(bad)
	if words := []rune(got.Words); len(words) > 100 {
		t.Errorf("%d letters are taken", len(words))
	}
	if got.Words = ""; !got.Everybody() {
		t.Errorf("nonsense became %+v", got)
	}
	if !(roster.Filter{}).Everybody() || f.Everybody() {
		t.Error("Everybody is wrong")
	}
}

func TestHostileAddressesAskNothingOfTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "hostile")
		w.person(sample(1))
		for _, q := range []string{"q=%00%ff", "q=%25_'\"", "tag=%27", "event=%00", "skill=a,b,c&pref='", "q=" + strings.Repeat("x+", 90)} {
			v, err := url.ParseQuery(q)
			w.must(err)
			if _, err := w.Page(t.Context(), w.org, roster.Parse(v), "\xff", 10); err != nil {
				t.Errorf("%s: %v", q, err)
			}
			if _, err := w.Count(t.Context(), w.org, roster.Parse(v)); err != nil {
				t.Errorf("%s: %v", q, err)
			}
		}
	})
}
