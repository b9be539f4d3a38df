package people

import (
	"context"
	"slices"

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
// job for all of them, behind the letters that people wait for.
func enqueueIndex(ctx context.Context, tx *db.Tx, org string, people []Person) error {
	if len(people) == 0 {
		return nil
	}
	batch := indexBatch{IDs: make([]string, len(people))}
	for i, p := range people {
		batch.IDs[i] = p.ID
	}
	return jobs.Enqueue(ctx, tx, jobs.Job{Org: org, Kind: indexKind, Payload: batch, Priority: jobs.Bulk})
}

// indexStep is how many persons are indexed in one transaction: few, since on
// SQLite everybody who registers waits for it.
const indexStep = 16

// index brings the search table to what a batch of persons is called now. Run
// twice, it has nothing left to do.
func (s *Service) index(ctx context.Context, run jobs.Run) error {
	var batch indexBatch
	if err := run.Decode(&batch); err != nil {
		return jobs.Permanent(err)
	}
	for ids := range slices.Chunk(batch.IDs, indexStep) {
		err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return reindex(ctx, tx, run.Org, ids) })
		if err != nil {
			return err
		}
	}
	return nil
}

// reindex writes the difference between what the search table holds of each
// person and what it should hold.
func reindex(ctx context.Context, tx *db.Tx, org string, ids []string) error {
	stale, err := lockStale(ctx, tx, org, ids)
	if err != nil || len(stale) == 0 {
		return err
	}
	var added [][]any
	for _, p := range stale {
		have, want := indexGrams(p.indexedKey), indexGrams(p.searchKey)
		for _, gram := range want {
			if !slices.Contains(have, gram) {
				added = append(added, []any{org, gram, p.id})
			}
		}
		have = slices.DeleteFunc(have, func(gram string) bool { return slices.Contains(want, gram) })
		if err := deleteGrams(ctx, tx, org, p.id, have); err != nil {
			return err
		}
	}
	if err := insertGrams(ctx, tx, added); err != nil {
		return err
	}
	return markIndexed(ctx, tx, org, stale)
}
