package roster

import (
	"context"
	"net/url"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

// Saved is a filter that staff keep under a name; all staff of the organisation
// see it.
type Saved struct {
	ID, OrgID, Name string
	Filter          Filter
	CreatedAt       db.Instant
}

const maxSaved = 50

var (
	errSavedUnknown = apperr.New(apperr.NotFound, "roster.error.saved_unknown")
	errSavedTaken   = apperr.New(apperr.Invalid, "roster.error.saved_taken").On("name")
	errSavedMany    = apperr.New(apperr.Invalid, "roster.error.saved_many", "max", strconv.Itoa(maxSaved)).On("name")
	errSavedAll     = apperr.New(apperr.Invalid, "roster.error.saved_all").On("name")
)

// ListSaved lists the saved filters of org by name.
func (s *Service) ListSaved(ctx context.Context, org string) ([]Saved, error) {
	return listSaved(ctx, s.DB, org)
}

// FindSaved fails with not found when org has no such filter.
func (s *Service) FindSaved(ctx context.Context, org, id string) (Saved, error) {
	return findSaved(ctx, s.DB, org, id)
}

// Save keeps a filter under a name that no other filter of org has.
func (s *Service) Save(ctx context.Context, actor account.Actor, org, name string, f Filter) (Saved, error) {
	name = text.Clean(name)
	var bad apperr.Fields
	if name == "" {
		bad.Add("name", "roster.error.saved_name")
	}
	if text.Graphemes(name) > maxTagName {
		bad.Add("name", "people.error.too_long", "max", strconv.Itoa(maxTagName))
	}
	if err := bad.Err(); err != nil {
		return Saved{}, err
	}
	if f.Everybody() {
		return Saved{}, errSavedAll
	}
	one := Saved{OrgID: org, Name: name, Filter: f}
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		all, err := listSaved(ctx, tx, org)
		if err != nil {
			return err
		}
		if len(all) >= maxSaved {
			return errSavedMany
		}
		one.ID, one.CreatedAt = tx.NewID(), tx.Now()
		n, err := insertSaved(ctx, tx, one, nameKey(name), people.Recorder(actor))
		if err != nil {
			return err
		}
		if n == 0 {
			return errSavedTaken
		}
		return account.Record(ctx, tx, account.Entry{Org: org, Actor: actor, Action: "filter.saved", Object: "filter", ObjectID: one.ID})
	})
	return one, err
}

// Forget deletes a saved filter.
func (s *Service) Forget(ctx context.Context, actor account.Actor, org, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := deleteSaved(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errSavedUnknown
		}
		return account.Record(ctx, tx, account.Entry{Org: org, Actor: actor, Action: "filter.removed", Object: "filter", ObjectID: id})
	})
}

// nameKey is what two names are compared by.
func nameKey(name string) string {
	if key := text.SearchKey(name); key != "" {
		return key
	}
	return name
}

// parseQuery reads the stored form of a filter.
func parseQuery(query string) Filter {
	v, err := url.ParseQuery(query)
	if err != nil {
		return Filter{}
	}
	return Parse(v)
}
