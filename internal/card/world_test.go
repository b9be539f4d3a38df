package card

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
)

// world is an organisation on the evening of its event: ten minutes past seven,
// 13 December 2024, with two people who are checked in.
type world struct {
	t      testing.TB
	ctx    context.Context
	db     *db.DB
	clock  *clock.Manual
	s      *Service
	mail   *mail.Memory
	org    programme.Org
	staff  account.Actor
	event  event.Event
	events *event.Service
	a, b   people.Person
	n      int
}

var evening = time.Date(2024, time.December, 13, 19, 10, 0, 0, clock.JST)

func inWorlds(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, engine))
		})
	}
}

func newWorld(t testing.TB, engine db.Engine) *world {
	t.Helper()
	w := &world{t: t, ctx: t.Context(), clock: clock.NewManual(dbtest.Start), mail: &mail.Memory{}}
	w.db = dbtest.Open(t, engine, dbtest.WithClock(w.clock), dbtest.WithMaxConns(6))
	keys, err := seal.NewKeys(bytes.Repeat([]byte{7}, 32))
	w.must(err)
	const base = "https://koryu.example"
	w.events = event.New(event.Config{DB: w.db, Keys: keys, Mail: w.mail, Base: base})
	t.Cleanup(w.events.Close)
	w.s = New(Config{DB: w.db, Keys: keys, Mail: w.mail, Base: base, Events: w.events, Profiles: &profile.Service{DB: w.db, Keys: keys}})
	t.Cleanup(w.s.Close)
	w.org, err = (&programme.Service{DB: w.db}).CreateOrg(w.ctx, programme.Org{Slug: "sample", Name: "見本の会", NameEn: "Sample Society"})
	w.must(err)
	w.staff = account.Actor{Kind: account.KindPerson, OrgID: w.org.ID, Role: account.Organiser, IdentityID: "staff"}
	w.event = w.publish("八戸の交流会", "2024-12-13", 18, 20)
	w.a, w.b = w.person("青森", "一例"), w.person("八戸", "二例")
	w.attend(w.event, w.a, w.b)
	w.clock.Set(evening)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) publish(title, day string, from, until int) event.Event {
	w.t.Helper()
	starts, ends := db.Day(day).Start().Add(time.Duration(from)*time.Hour), db.Day(day).Start().Add(time.Duration(until)*time.Hour)
	titleEn := "Exchange in Hachinohe"
	e, err := w.events.Create(w.ctx, w.staff, w.org.ID, event.Fields{Title: &title, TitleEn: &titleEn, StartsAt: &starts, EndsAt: &ends,
		Place: &event.Place{Name: "八戸例示ラボ"}})
	w.must(err)
	_, err = w.events.SetSlots(w.ctx, w.staff, w.org.ID, e.ID, []event.SlotInput{{Name: "一般"}})
	w.must(err)
	e, err = w.events.Publish(w.ctx, w.staff, w.org.ID, e.ID)
	w.must(err)
	return e
}

func (w *world) person(family, given string) people.Person {
	w.t.Helper()
	w.n++
	p, err := (&people.Service{DB: w.db}).Create(w.ctx, w.staff, w.org.ID, people.NewPerson{Family: family, Given: given,
		KanaFamily: "ミホン", KanaGiven: "カナ", Email: fmt.Sprintf("p%d@example.com", w.n), Affiliation: family + "工房", Phone: "+819012345678"})
	w.must(err)
	return p
}

func (w *world) attend(e event.Event, persons ...people.Person) {
	w.t.Helper()
	w.must(w.db.Tx(w.ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, p := range persons {
			if err := people.RecordFacts(ctx, tx, people.Fact{OrgID: w.org.ID, PersonID: p.ID, Kind: people.Attended, Proof: people.ProofScan,
				Occasion: people.Occasion{Kind: people.OccasionEvent, ID: e.ID, Title: e.Title}, RecordedBy: "test"}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// open lets partners see the fields of a person, and puts them onto the card.
func (w *world) open(p people.Person, to profile.Audience, fields ...profile.Field) {
	w.t.Helper()
	self := w.self(p)
	w.must(w.s.Profiles.GiveFollowUp(w.ctx, self, w.org.ID, p.ID, i18n.Ja))
	saved, err := w.s.Profiles.Find(w.ctx, w.org.ID, p.ID)
	w.must(err)
	saved.OrgID, saved.PersonID, saved.Headline, saved.Talk = w.org.ID, p.ID, "木工をしています", "移住のこと"
	if saved.Audiences == nil {
		saved.Audiences = map[profile.Field]profile.Audience{}
	}
	for _, f := range fields {
		saved.Audiences[f] = to
	}
	_, err = w.s.Profiles.Save(w.ctx, self, saved)
	w.must(err)
	_, err = w.s.SaveFields(w.ctx, self, w.org.ID, p.ID, fields)
	w.must(err)
}

func (w *world) self(p people.Person) account.Actor {
	return account.Actor{Kind: account.KindPerson, IdentityID: "id-" + p.ID, OrgID: w.org.ID, Email: p.Email, Role: account.Participant}
}

func (w *world) card(p people.Person) Card {
	w.t.Helper()
	c, err := w.s.Own(w.ctx, w.org.ID, p.ID)
	w.must(err)
	return c
}

// asks is b, signed in, who presses on a's card.
func (w *world) asks(a, b people.Person, key string) ExchangeRequest {
	w.t.Helper()
	return ExchangeRequest{CardToken: w.s.Token(w.card(a)), Key: key, By: w.self(b), PersonID: b.ID, Lang: i18n.Ja}
}

// types is a stranger who presses on a's card.
func (w *world) types(a people.Person, email, key string) ExchangeRequest {
	w.t.Helper()
	return ExchangeRequest{CardToken: w.s.Token(w.card(a)), Key: key, Family: "仮名", Given: "太郎", Email: email, Lang: i18n.Ja,
		Consents: []people.ConsentCode{people.ConsentRun, people.ConsentDirectory}}
}

func (w *world) exchange(r ExchangeRequest) Exchanged {
	w.t.Helper()
	e, err := w.s.Exchange(w.ctx, r)
	w.must(err)
	return e
}

func (w *world) copyOf(p people.Person, e Exchange) Copy {
	w.t.Helper()
	c, err := w.s.CopyOf(w.ctx, w.org.ID, p.ID, e.ID)
	w.must(err)
	return c
}

func (w *world) confirm(e Exchange) Copy {
	w.t.Helper()
	c, err := w.s.Confirm(w.ctx, account.Nobody(w.org.ID), w.letterToken(e))
	w.must(err)
	return c
}

func (w *world) letterToken(e Exchange) string { return w.s.Keys.Token(sealConfirm, e.ID, 0) }

func (w *world) wantErr(err error, key string) {
	w.t.Helper()
	if e, ok := apperr.As(err); !ok || e.Key != key {
		w.t.Errorf("error is %v, want %s", err, key)
	}
}

// wantTies checks that so many ties stand, each with an exchange that is done and
// a fact on both threads.
func (w *world) wantTies(want int) []Pair {
	w.t.Helper()
	pairs, err := w.s.Pairs(w.ctx, w.org.ID, PairFilter{})
	w.must(err)
	if len(pairs) != want {
		w.t.Errorf("%d ties stand, want %d", len(pairs), want)
	}
	if n := w.count(`SELECT COUNT(*) FROM exchange WHERE org_id = $1 AND state = 'done'`); n != want {
		w.t.Errorf("%d exchanges are done, want %d", n, want)
	}
	if n := w.count(`SELECT COUNT(*) FROM participation WHERE org_id = $1 AND kind = 'tied' AND retracted_at IS NULL`); n != 2*want {
		w.t.Errorf("%d facts stand, want %d", n, 2*want)
	}
	return pairs
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	w.must(w.db.QueryRow(w.ctx, query, append([]any{w.org.ID}, args...)...).Scan(&n))
	return n
}

// work does what is due.
func (w *world) work() {
	w.t.Helper()
	handlers := w.s.Handlers()
	maps.Copy(handlers, (&people.Service{DB: w.db}).Handlers())
	maps.Copy(handlers, w.events.Handlers())
	_, err := jobs.NewWorker(w.db, handlers, jobs.Options{}).RunDue(w.ctx)
	w.must(err)
}

func (w *world) mailsTo(address string) (list []mail.Message) {
	for _, m := range w.mail.Sent() {
		if m.To == address {
			list = append(list, m)
		}
	}
	return list
}

func dbtestStart() time.Time { return dbtest.Start }

func printer() *i18n.Printer { return i18n.For(i18n.Ja) }
