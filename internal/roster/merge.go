package roster

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
	"koryu/internal/profile"
)

// Hook is how a package takes part in making two persons one. Repoint moves its
// rows from one person to the other; where both may not stay it ends or deletes
// one. Holdings names every table that Repoint writes, with the columns in which
// a person stands, so that the merge can be taken back row by row.
type Hook struct {
	Repoint  func(ctx context.Context, tx *db.Tx, org, from, to string) error
	Holdings []db.Holding
}

// hooks are those of all packages, the person itself first and the others in
// the order in which their tables point at one another.
func (s *Service) hooks() []Hook {
	own := []Hook{
		{people.Repoint, people.Holdings()},
		{profile.Repoint, profile.Holdings()},
		{event.Repoint, event.Holdings()},
		{card.Repoint, card.Holdings()},
		{Repoint, Holdings()},
	}
	return append(own, s.Hooks...)
}

func (s *Service) holdings() []db.Holding {
	var all []db.Holding
	for _, h := range s.hooks() {
		all = append(all, h.Holdings...)
	}
	return all
}

// Merge makes two persons one, in all packages and one transaction, and writes
// down what is needed to take it back within [people.MergeUndo].
func (s *Service) Merge(ctx context.Context, actor account.Actor, m people.Merging) (people.Merged, error) {
	var done people.Merged
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		into, gone, err := people.LockForMerge(ctx, tx, m)
		if err != nil {
			return err
		}
		before, err := db.TakeImage(ctx, tx, m.OrgID, s.holdings(), m.Into, m.Gone)
		if err != nil {
			return err
		}
		for _, h := range s.hooks() {
			if err := h.Repoint(ctx, tx, m.OrgID, m.Gone, m.Into); err != nil {
				return err
			}
		}
		if _, err := people.Merge(ctx, tx, into, gone, m.Values); err != nil {
			return err
		}
		after, err := db.TakeImage(ctx, tx, m.OrgID, s.holdings(), m.Into, m.Gone)
		if err != nil {
			return err
		}
		kept, err := before.Changes(after)
		if err != nil {
			return err
		}
		if done, err = people.RecordMerge(ctx, tx, actor, m, kept); err != nil {
			return err
		}
		return jobs.Enqueue(ctx, tx, jobs.Job{Org: m.OrgID, Kind: forgetKind, Key: done.ID, RunAt: done.At.Add(people.MergeUndo),
			Payload: forgetting{Merge: done.ID}})
	})
	return done, err
}

// Unmerge takes a merge back: what it moved, ended or changed is as it was,
// unless somebody changed it again since. What came to the person afterwards
// stays with the one who remained.
func (s *Service) Unmerge(ctx context.Context, actor account.Actor, org, id string) (people.Merged, error) {
	var undone people.Merged
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, kept, err := people.LockMerge(ctx, tx, org, id)
		if err != nil {
			return err
		}
		undone = r
		if err := db.TakeBack(ctx, tx, org, s.holdings(), kept); err != nil {
			if db.IsUnique(err) || db.IsForeignKey(err) {
				return errStands.Because(err)
			}
			return err
		}
		return people.MergeTakenBack(ctx, tx, actor, r)
	})
	return undone, err
}

// errStands: what happened since does not leave room for the rows to come back,
// such as a second registration for one event.
var errStands = apperr.New(apperr.Conflict, "roster.error.unmerge_stands")

const forgetKind = "roster.forget_merge"

type forgetting struct {
	Merge string `json:"merge"`
}

// Handlers are the jobs of this package.
func (s *Service) Handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{forgetKind: s.forget}
}

// forget empties what was kept for taking a merge back, when the time for that
// is over.
func (s *Service) forget(ctx context.Context, run jobs.Run) error {
	var f forgetting
	if err := run.Decode(&f); err != nil {
		return jobs.Permanent(err)
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return people.ForgetMerge(ctx, tx, run.Org, f.Merge) })
}

// Holdings are the tables of this package in which a person stands.
func Holdings() []db.Holding {
	return []db.Holding{{Table: "person_tag", Key: []string{"tag_id", "person_id"}, Columns: []string{"person_id"}}}
}

// Repoint gives the tags of a person to another.
func Repoint(ctx context.Context, tx *db.Tx, org, from, to string) error {
	return moveTags(ctx, tx, org, from, to)
}
