package event

import (
	"context"

	"koryu/internal/kit/db"
)

// Find returns an event with everything its page shows, or not found.
func (s *Service) Find(ctx context.Context, org, id string) (Event, error) {
	return findWhole(ctx, s.db, org, id)
}

// FindBySlug is Find by the part of the address.
func (s *Service) FindBySlug(ctx context.Context, org, slug string) (Event, error) {
	id, _, err := findEventIDBySlug(ctx, s.db, org, slug)
	if err != nil {
		return Event{}, err
	}
	return findWhole(ctx, s.db, org, id)
}

// VersionBySlug tells, with one cheap read at most, whether a page that was
// rendered before still shows the last commit.
func (s *Service) VersionBySlug(ctx context.Context, org, slug string) (id string, version int64, err error) {
	v, err := s.versions.Do(s.db, slugOf{org, slug}, func() (v versionOf, err error) {
		v.id, v.version, err = findEventIDBySlug(ctx, s.db, org, slug)
		return v, err
	})
	return v.id, v.version, err
}

type slugOf struct{ org, slug string }

type versionOf struct {
	id      string
	version int64
}

// List returns events with their slots, without questions, speakers and agenda.
func (s *Service) List(ctx context.Context, org string, f Filter) ([]Event, error) {
	return listEvents(ctx, s.db, org, f)
}

// Upcoming returns what a visitor may find and what is not over, soonest first.
// Cancelled events stay in it until their time, so that nobody travels.
func (s *Service) Upcoming(ctx context.Context, org string, limit int) ([]Event, error) {
	return listEvents(ctx, s.db, org, Filter{States: []State{Published, Cancelled}, Visibilities: []Visibility{Public},
		EndsAfter: s.db.Now(), Limit: limit})
}

// Past returns the public events that have been, latest first.
func (s *Service) Past(ctx context.Context, org string, limit int) ([]Event, error) {
	return listEvents(ctx, s.db, org, Filter{States: []State{Published}, Visibilities: []Visibility{Public},
		EndsBy: s.db.Now(), Newest: true, Limit: limit})
}

// FindImage returns the bytes of an event's picture, or not found.
func (s *Service) FindImage(ctx context.Context, org, imageID string) (Image, error) {
	return findImage(ctx, s.db, org, imageID)
}

func findWhole(ctx context.Context, q db.Q, org, id string) (Event, error) {
	e, err := findEvent(ctx, q, org, id)
	if err != nil {
		return Event{}, err
	}
	if e.Questions, err = listQuestions(ctx, q, org, id); err != nil {
		return Event{}, err
	}
	if e.Speakers, err = listSpeakers(ctx, q, org, id); err != nil {
		return Event{}, err
	}
	e.Agenda, err = listAgenda(ctx, q, org, id)
	return e, err
}
