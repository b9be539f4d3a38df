package account

import (
	"context"
	"errors"
	"slices"

	"koryu/internal/kit/db"
)

// Kinds of Problem; the catalogue has a sentence for each under
// account.problem.
const (
	Edited    = "edited"    // the entry says something else than when it was sealed
	Deleted   = "deleted"   // the entry is gone
	Reordered = "reordered" // entries or links changed places
	Inserted  = "inserted"  // an entry or link was slipped in
	Cut       = "cut"       // links are missing, at the end or between
	Forged    = "forged"    // the anchor is missing or its signature is wrong
)

// Problem is one place where the audit trail was tampered with or damaged.
type Problem struct {
	Org     string
	Kind    string
	Seq     int64  // place in the chain; 0 if it has none
	EntryID string // "" if no entry can be named
	At      db.Instant
}

// Key is the catalogue key of what happened.
func (p Problem) Key() string { return "account.problem." + p.Kind }

const verifyBatch = 2000

// Verify walks the chain of the organisation and reports everything in it that
// is not as it was sealed. Kept are heads from outside the database, of any
// organisation; see Head for what they add. Entries younger than the last
// sealing are not yet protected.
func (s *Service) Verify(ctx context.Context, org string, kept ...Head) ([]Problem, error) {
	end, err := findChainEnd(ctx, s.DB, org)
	if err != nil {
		return nil, err
	}
	w := walk{org: org, kept: kept}
	for seq := int64(0); ; {
		links, err := listLinks(ctx, s.DB, org, seq, end.LastSeq, verifyBatch)
		if err != nil {
			return nil, err
		}
		for _, l := range links {
			w.step(l)
		}
		if len(links) < verifyBatch {
			break
		}
		seq = links[len(links)-1].Seq
	}
	w.finish(end, s.anchorHolds(org, end))
	slipped, err := listUnsealedBefore(ctx, s.DB, org, end.oldest())
	if err != nil {
		return nil, err
	}
	for _, r := range slipped {
		w.found(Problem{Kind: Inserted, EntryID: r.ID, At: r.At})
	}
	return w.problems, s.tellMoved(ctx, w.problems)
}

// VerifyAll verifies every organisation that left a trace.
func (s *Service) VerifyAll(ctx context.Context, kept ...Head) ([]Problem, error) {
	orgs, err := orgsWithTrail(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	for _, h := range kept {
		if !slices.Contains(orgs, h.Org) {
			orgs = append(orgs, h.Org)
		}
	}
	var all []Problem
	var failed []error
	for _, org := range orgs {
		problems, err := s.Verify(ctx, org, kept...)
		all = append(all, problems...)
		failed = append(failed, err)
	}
	return all, errors.Join(failed...)
}

// tellMoved calls an entry edited that is not deleted but carries another time.
func (s *Service) tellMoved(ctx context.Context, problems []Problem) error {
	for i, p := range problems {
		if p.Kind != Deleted {
			continue
		}
		exists, err := entryExists(ctx, s.DB, p.Org, p.EntryID)
		if err != nil {
			return err
		}
		if exists {
			problems[i].Kind = Edited
		}
	}
	return nil
}

// sealedEntry is a link with the entry that it names, if there is one.
type sealedEntry struct {
	link
	Entry   auditRow
	Present bool
}

// walk goes along a chain and remembers what it met.
type walk struct {
	org      string
	kept     []Head
	seq      int64
	hash     string
	problems []Problem
	differs  []sealedEntry
}

func (w *walk) found(p Problem) {
	p.Org = w.org
	w.problems = append(w.problems, p)
}

func (w *walk) step(l sealedEntry) {
	next := w.seq + 1
	if l.Seq != next {
		w.found(Problem{Kind: Cut, Seq: next})
	} else if l.Hash != linkHash(w.org, l.Seq, w.hash, l.EntryHash) {
		w.found(Problem{Kind: Reordered, Seq: l.Seq, EntryID: l.EntryID, At: l.EntryAt})
	}
	if !l.Present {
		w.found(Problem{Kind: Deleted, Seq: l.Seq, EntryID: l.EntryID, At: l.EntryAt})
	} else if l.Entry.hash() != l.EntryHash {
		w.differs = append(w.differs, l)
	}
	for _, h := range w.kept {
		if h.Org == w.org && h.Seq == l.Seq && h.Hash != l.Hash {
			w.found(Problem{Kind: Reordered, Seq: l.Seq, EntryID: l.EntryID, At: l.EntryAt})
		}
	}
	w.seq, w.hash = l.Seq, l.Hash
}

// finish judges what only the whole chain can tell.
func (w *walk) finish(end chainEnd, anchored bool) {
	for _, l := range w.differs {
		kind := Edited
		if slices.ContainsFunc(w.differs, func(o sealedEntry) bool { return o.EntryHash == l.Entry.hash() }) {
			kind = Reordered
		}
		w.found(Problem{Kind: kind, Seq: l.Seq, EntryID: l.EntryID, At: l.EntryAt})
	}
	switch {
	case end.Seq > end.LastSeq:
		w.found(Problem{Kind: Cut, Seq: end.LastSeq + 1})
	case end.Seq > 0 && end.Seq < end.LastSeq:
		w.found(Problem{Kind: Inserted, Seq: end.Seq + 1})
	case !anchored:
		w.found(Problem{Kind: Forged, Seq: end.Seq})
	}
	for _, h := range w.kept {
		if h.Org == w.org && h.Seq > w.seq {
			w.found(Problem{Kind: Cut, Seq: w.seq + 1})
		}
	}
}
