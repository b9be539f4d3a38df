package people

import (
	"context"

	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
)

const indexKind = "people.index"

// indexBatch is the payload of the index job.
type indexBatch struct {
	IDs []string `json:"ids"`
}

// Handlers are the jobs of this package.
func (s *Service) Handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{indexKind: s.index}
}

// enqueueIndex lets persons be found by the search soon after the commit: one
// job for all of them.
func enqueueIndex(ctx context.Context, tx *db.Tx, org string, people []Person) error {
	if len(people) == 0 {
		return nil
	}
	batch := indexBatch{IDs: make([]string, len(people))}
	for i, p := range people {
		batch.IDs[i] = p.ID
	}
	return jobs.Enqueue(ctx, tx, jobs.Job{Org: org, Kind: indexKind, Payload: batch})
}

// index writes the search table for a batch of persons as they are now. Run
// twice, it writes the same.
func (s *Service) index(ctx context.Context, run jobs.Run) error {
	var batch indexBatch
	if err := run.Decode(&batch); err != nil {
		return jobs.Permanent(err)
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		persons, err := FindMany(ctx, tx, run.Org, batch.IDs)
		if err != nil {
			return err
		}
		return replaceGrams(ctx, tx, run.Org, batch.IDs, persons)
	})
}
