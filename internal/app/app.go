package app

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/demo"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/mail/mailbox"
	"koryu/internal/kit/seal"
	"koryu/internal/message"
	"koryu/internal/paper"
	"koryu/internal/people"
	"koryu/internal/privacy"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/roster"
	"koryu/internal/web"
)

// App is a house that is ready to serve.
type App struct {
	Config     Config
	DB         *db.DB
	Keys       *seal.Keys
	Mail       mail.Sender
	Mailbox    *mailbox.Mailbox // where mails end when no mail server is configured; else nil
	Accounts   *account.Service
	Programmes *programme.Service
	People     *people.Service
	Events     *event.Service
	Profiles   *profile.Service
	Cards      *card.Service
	Roster     *roster.Service
	Messages   *message.Service
	Privacy    *privacy.Service
	Paper      *paper.Service
	Kit        *web.Kit
	SetupKey   string // asked for by /setup; empty where only this machine can reach the pages

	worker  *jobs.Worker
	handler http.Handler
	closing chan struct{}
	demo    *Demo
}

// New opens the database, brings it to this version's schema and builds services, workers and pages over it. It fails
// when the schema is newer than this program, when another process serves the same SQLite file, and when a route is
// not declared well. Close the App when it is not needed any more.
func New(ctx context.Context, c Config) (*App, error) { return newApp(ctx, c, nil) }

func newApp(ctx context.Context, c Config, sample *Demo) (*App, error) {
	a := &App{Config: c.withDefaults(), demo: sample, closing: make(chan struct{})}
	for _, step := range []func(context.Context) error{a.openStore, a.buildServices, a.buildPages} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

func (a *App) openStore(ctx context.Context) (err error) {
	c := &a.Config
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	if a.Keys = c.Keys; a.Keys == nil {
		if a.Keys, err = seal.LoadOrCreate(c.KeyFile()); err != nil {
			return err
		}
	}
	if err := a.openPost(); err != nil {
		return err
	}
	if a.DB, err = db.Open(ctx, c.Database, db.Options{Clock: c.Clock, IDs: c.IDs, Log: c.Log}); err != nil {
		return err
	}
	return a.DB.Migrate(ctx)
}

func (a *App) buildServices(context.Context) error {
	c := &a.Config
	if a.demo != nil && a.demo.building {
		a.Mail = silentBefore{a.Mail, c.Clock, demo.FirstMail}
	}
	a.Accounts = &account.Service{DB: a.DB, Keys: a.Keys, Mail: a.Mail, Base: c.Base, Demo: a.demo != nil}
	a.Programmes = &programme.Service{DB: a.DB}
	a.People = &people.Service{DB: a.DB}
	a.Events = event.New(event.Config{DB: a.DB, Keys: a.Keys, Mail: a.Mail, Base: c.Base, Log: c.Log})
	a.Profiles = &profile.Service{DB: a.DB, Keys: a.Keys}
	a.Cards = card.New(card.Config{DB: a.DB, Keys: a.Keys, Mail: a.Mail, Base: c.Base, Events: a.Events, Profiles: a.Profiles})
	a.Roster = &roster.Service{DB: a.DB}
	a.Messages = message.New(message.Config{DB: a.DB, Keys: a.Keys, Mail: a.Mail, Base: c.Base, Roster: a.Roster, Events: a.Events})
	a.Privacy = &privacy.Service{
		DB: a.DB, Accounts: a.Accounts, People: a.People, Profiles: a.Profiles, Events: a.Events,
		Cards: a.Cards, Roster: a.Roster, Messages: a.Messages,
	}
	a.Roster.Hooks = []roster.Hook{
		{Repoint: card.Repoint, Holdings: card.Holdings()},
		{Repoint: message.Repoint, Holdings: message.Holdings()}, {Repoint: privacy.Repoint, Holdings: privacy.Holdings()},
	}
	a.Paper = &paper.Service{Events: a.Events, People: a.People, Cards: a.Cards, Base: c.Base}

	handlers := map[string]jobs.Handler{}
	maps.Copy(handlers, a.Accounts.Handlers())
	maps.Copy(handlers, a.People.Handlers())
	maps.Copy(handlers, a.Events.Handlers())
	maps.Copy(handlers, a.Cards.Handlers())
	maps.Copy(handlers, a.Privacy.Handlers())
	maps.Copy(handlers, a.Messages.Handlers())
	maps.Copy(handlers, a.Profiles.Handlers())
	maps.Copy(handlers, a.Roster.Handlers())
	options := jobs.Options{Log: c.Log, PerSecond: jobsPerSecond, Periodics: slices.Concat(a.Accounts.Periodics(), a.Profiles.Periodics(), a.Privacy.Periodics())}
	if a.demo != nil && a.demo.building {
		options.Periodics = nil // the story is sealed once, at its end
	}
	a.worker = jobs.NewWorker(a.DB, handlers, options)
	return nil
}

func (a *App) buildPages(context.Context) (err error) {
	c := &a.Config
	if a.SetupKey, err = setupKey(c.Base, a.Keys); err != nil {
		return err
	}
	a.Kit = &web.Kit{
		DB: a.DB, Accounts: a.Accounts, Programmes: a.Programmes, Keys: a.Keys, Log: c.Log, Base: c.Base,
		TrustedProxies: c.TrustedProxies, SetupKey: a.SetupKey, AccessLog: c.AccessLog, NoLimits: c.NoLimits,
		Closing: a.closing,
		FindEvent: func(ctx context.Context, org, slug string) (string, error) {
			id, _, err := a.Events.VersionBySlug(ctx, org, slug)
			return id, err
		},
	}
	if a.demo != nil {
		a.demo.dress(a.Kit)
	}
	a.handler, err = a.Kit.Handler(a.tables()...)
	return err
}

// jobsPerSecond is what mail servers take from one sender. It also keeps the mails of a rush from queueing for the
// database with the people in it.
const jobsPerSecond = 100

// setupKey keeps strangers from founding the first organisation: it is derived, so a restart shows the same one.
func setupKey(base string, keys *seal.Keys) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("app: base URL: %w", err)
	}
	if onlyHere(u.Hostname()) {
		return "", nil
	}
	return hex.EncodeToString(keys.Sum("setup", []byte(base)))[:20], nil
}

// onlyHere tells that a host is this machine, so that nobody else reaches it.
func onlyHere(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Handler is the whole site.
func (a *App) Handler() http.Handler { return a.handler }

// Run does the work behind the pages until ctx ends: mails, reminders, promotions, sealing.
func (a *App) Run(ctx context.Context) error {
	if a.demo != nil {
		return a.demo.Clock.Run(ctx)
	}
	return a.worker.Run(ctx)
}

// RunDue does what is due now and gives the number of jobs; for tests that do not Run.
func (a *App) RunDue(ctx context.Context) (int, error) { return a.worker.RunDue(ctx) }

// Close lets admissions on their way end and closes the database. Call it after Run has returned.
func (a *App) Close() error {
	if a.Events != nil {
		a.Events.Close()
	}
	if a.Cards != nil {
		a.Cards.Close()
	}
	var errs []error
	if a.DB != nil {
		errs = append(errs, a.DB.Close())
	}
	if a.Mailbox != nil {
		errs = append(errs, a.Mailbox.Close())
	}
	return errors.Join(errs...)
}
