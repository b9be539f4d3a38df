package demo

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/id"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/seal"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/roster"
)

// World is the house in which the year is played: the real services over a database with a clock that stands still
// until it is moved.
type World struct {
	DB         *db.DB
	Clock      *clock.Manual
	Accounts   *account.Service
	Programmes *programme.Service
	People     *people.Service
	Events     *event.Service
	Profiles   *profile.Service
	Cards      *card.Service
	Roster     *roster.Service
	Messages   *message.Service
	Worker     *jobs.Worker // without periodic jobs: two years hold a million minutes
	Base       string
}

// Keys are the master key of every demo, so that tickets and links are the same after each build. Whoever reads this
// knows them: they guard samples.
func Keys() (*seal.Keys, error) {
	master := sha256.Sum256(fmt.Appendf(nil, "koryu demo %d", seed))
	return seal.NewKeys(master[:])
}

// IDs is the source of identifiers for a build.
func IDs() id.Source { return id.Seeded(fmt.Sprint(seed)) }

// Dawn is the moment at which the story begins and to which the clock of a build is set.
var Dawn = moment("2022-04-04 10:00")

// FirstMail is the moment from which mails are kept: those of the archived years would only hide the others.
var FirstMail = moment("2024-04-01 00:00")

// year is a build on its way.
type year struct {
	World
	org    programme.Org
	cast   map[string]person // by key
	steps  []step
	events map[string]event.Event        // by key, as they were when made
	regs   map[string]event.Registration // by event and person, "E5/P009"
	ids    map[string]string             // of programmes, venues and persons by key
	actors map[string]account.Actor      // by key of the person
}

// step is something that happens at a moment.
type step struct {
	at   time.Time
	what string
	do   func(ctx context.Context) error
}

// on adds a step to the story.
func (y *year) on(at time.Time, what string, do func(ctx context.Context) error) {
	y.steps = append(y.steps, step{at, what, do})
}

// play lets all steps happen in order of time, and between them whatever falls due.
func (y *year) play(ctx context.Context, until time.Time) error {
	slices.SortStableFunc(y.steps, func(a, b step) int { return a.at.Compare(b.at) })
	for _, s := range y.steps {
		if _, err := walk(ctx, standing{y.Clock}, y.Worker, s.at); err != nil {
			return err
		}
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("demo: %s at %s: %w", s.what, s.at.Format(time.DateTime), err)
		}
	}
	_, err := walk(ctx, standing{y.Clock}, y.Worker, until)
	return err
}

// standing lets walk move a clock that stands still.
type standing struct{ *clock.Manual }

func (s standing) MoveTo(t time.Time) error {
	s.Set(t)
	return nil
}

func (y *year) instant() db.Instant { return db.FromTime(y.Clock.Now()) }
