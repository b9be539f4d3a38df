package account

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"koryu/internal/kit/db"
)

const (
	sealBatch = 500

	// sealGrace is how much older than the newest sealed entry a late one may
	// be: a transaction that committed after its neighbours, a second machine
	// whose clock is behind. Anything older was slipped in, or a clock was wrong
	// by more than this; it is never sealed and therefore found.
	sealGrace = 10 * time.Minute
)

// ErrChainBroken stops the sealing of an organisation whose chain no longer
// ends where its anchor says. Sealing on would bury the evidence.
var ErrChainBroken = errors.New("account: audit chain does not end at its anchor")

// Head is the newest link of an organisation's chain. Its String is what an
// anchor outside the database keeps.
//
// The anchor in the database is signed with a key that is not in it, so
// whoever can write to the database alone cannot cut the chain's end and
// cover it up. Somebody who also holds an old copy of the database could still
// put the whole of it back, anchor included, and somebody with the key could
// forge everything. Against both helps only a head that was kept elsewhere, by
// mail, on paper or on another machine: give it to Verify, and a chain that
// does not contain it is found out.
type Head struct {
	Org      string
	Seq      int64
	Hash     string
	SealedAt db.Instant
}

// String is "organisation:number:hash".
func (h Head) String() string {
	return h.Org + ":" + strconv.FormatInt(h.Seq, 10) + ":" + h.Hash
}

// ParseHead reads what String wrote.
func ParseHead(text string) (Head, error) {
	part := strings.Split(strings.TrimSpace(text), ":")
	if len(part) != 3 || part[0] == "" || len(part[2]) != 64 {
		return Head{}, fmt.Errorf("account: %q is not organisation:number:hash", text)
	}
	seq, err := strconv.ParseInt(part[1], 10, 64)
	if err != nil || seq < 1 {
		return Head{}, fmt.Errorf("account: %q has no number in the middle", text)
	}
	return Head{Org: part[0], Seq: seq, Hash: part[2]}, nil
}

// Heads lists the newest link of every organisation, to be kept elsewhere.
func (s *Service) Heads(ctx context.Context) ([]Head, error) { return listAnchors(ctx, s.DB) }

// Seal links all entries that are not yet part of a chain and returns how many
// there were. Any number of processes may do so at once: the place in the
// chain is a primary key, so only one of them gets it and the others come
// again.
func (s *Service) Seal(ctx context.Context) (int, error) {
	orgs, err := orgsWithEntries(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	var total int
	var broken []error
	for _, org := range orgs {
		n, err := s.sealOrg(ctx, org)
		total += n
		if err != nil {
			broken = append(broken, fmt.Errorf("organisation %s: %w", org, err))
		}
	}
	return total, errors.Join(broken...)
}

func (s *Service) sealOrg(ctx context.Context, org string) (int, error) {
	var total int
	for {
		n, err := s.sealBatch(ctx, org)
		total += n
		switch {
		case db.IsUnique(err):
			return total, nil // another process took the place and goes on from it
		case err != nil || n < sealBatch:
			return total, err
		}
	}
}

func (s *Service) sealBatch(ctx context.Context, org string) (int, error) {
	var n int
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		at, err := findChainEnd(ctx, tx, org)
		if err != nil {
			return err
		}
		if !s.anchorHolds(org, at) {
			return ErrChainBroken
		}
		rows, err := listUnsealed(ctx, tx, org, at.oldest(), sealBatch)
		n = len(rows)
		if err != nil || n == 0 {
			return err
		}
		links := extend(org, at.Seq, at.Hash, rows)
		if err := insertLinks(ctx, tx, org, links); err != nil {
			return err
		}
		return s.moveAnchor(ctx, tx, org, at, links)
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// chainEnd is where the anchor says the chain ends, and where it does end.
type chainEnd struct {
	Seq    int64
	Hash   string
	Newest db.Instant // time of the newest sealed entry
	MAC    string

	LastSeq  int64
	LastHash string
}

// oldest is the time of the oldest entry that may still be sealed.
func (at chainEnd) oldest() db.Instant {
	if at.Newest == 0 {
		return 0
	}
	return at.Newest.Add(-sealGrace)
}

func (s *Service) anchorHolds(org string, at chainEnd) bool {
	if at.Seq == 0 {
		return at.LastSeq == 0
	}
	mac, err := hex.DecodeString(at.MAC)
	return err == nil && s.Keys.Equal("account.anchor", mac, anchorParts(org, at.Seq, at.Hash, at.Newest)...) &&
		at.LastSeq == at.Seq && at.LastHash == at.Hash
}

func (s *Service) moveAnchor(ctx context.Context, tx *db.Tx, org string, from chainEnd, links []link) error {
	last := links[len(links)-1]
	newest := from.Newest
	for _, l := range links {
		newest = max(newest, l.EntryAt)
	}
	mac := hex.EncodeToString(s.Keys.Sum("account.anchor", anchorParts(org, last.Seq, last.Hash, newest)...))
	to := chainEnd{Seq: last.Seq, Hash: last.Hash, Newest: newest, MAC: mac}
	return putAnchor(ctx, tx, org, to, tx.Now())
}

func anchorParts(org string, seq int64, hash string, newest db.Instant) [][]byte {
	return [][]byte{[]byte(org), []byte(strconv.FormatInt(seq, 10)), []byte(hash), []byte(strconv.FormatInt(int64(newest), 10))}
}
