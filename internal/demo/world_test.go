package demo_test

import (
	"maps"
	"testing"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/demo"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/roster"
)

// built is a sample year that was played to its end.
type built struct {
	demo.World
	Manifest demo.Manifest
	Mails    *mail.Memory
	Org      string
}

func build(t *testing.T, engine db.Engine) built {
	t.Helper()
	hands := clock.NewManual(demo.Dawn)
	d := dbtest.Open(t, engine, dbtest.WithClock(hands), dbtest.WithIDs(demo.IDs()))
	keys, err := demo.Keys()
	if err != nil {
		t.Fatal(err)
	}
	const base = "http://127.0.0.1:8080"
	mails := new(mail.Memory)
	accounts := &account.Service{DB: d, Keys: keys, Mail: mails, Base: base, Demo: true}
	persons := &people.Service{DB: d}
	events := event.New(event.Config{DB: d, Keys: keys, Mail: mails, Base: base})
	t.Cleanup(events.Close)
	profiles := &profile.Service{DB: d, Keys: keys}
	cards := card.New(card.Config{DB: d, Keys: keys, Mail: mails, Base: base, Events: events, Profiles: profiles})
	lists := &roster.Service{DB: d}
	messages := message.New(message.Config{DB: d, Keys: keys, Mail: mails, Base: base, Roster: lists, Events: events})
	handlers := map[string]jobs.Handler{}
	for _, some := range []map[string]jobs.Handler{accounts.Handlers(), persons.Handlers(), events.Handlers(), cards.Handlers(), profiles.Handlers(), messages.Handlers(), lists.Handlers()} {
		maps.Copy(handlers, some)
	}
	b := built{Mails: mails, World: demo.World{
		DB: d, Clock: hands, Accounts: accounts, Programmes: &programme.Service{DB: d}, People: persons, Events: events, Profiles: profiles, Cards: cards,
		Roster: lists, Messages: messages,
		Worker: jobs.NewWorker(d, handlers, jobs.Options{}), Base: base,
	}}
	if b.Manifest, err = demo.Build(t.Context(), b.World); err != nil {
		t.Fatal(err)
	}
	org, err := b.Programmes.FindOrgBySlug(t.Context(), "aomori-sample")
	if err != nil {
		t.Fatal(err)
	}
	b.Org = org.ID
	return b
}
