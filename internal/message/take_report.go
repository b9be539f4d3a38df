package message

import (
	"context"
	"io"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// Taken says what a delivery report has changed: copies marked as returned, and
// addresses kept out from now on. Both are 0 for a report about nothing of ours.
type Taken struct{ Returned, Buried int }

// TakeReport reads one delivery report and writes down what it says about
// copies that we sent. A copy is known by its Message-ID, which holds a seal, and
// the report must name its recipient: a report about anything else changes
// nothing and is no error.
func (s *Service) TakeReport(ctx context.Context, r io.Reader) (Taken, error) {
	rep, err := ReadReport(r)
	if err != nil {
		return Taken{}, err
	}
	var taken Taken
	for _, id := range rep.MessageIDs {
		one, err := s.takeOne(ctx, id, rep.Recipients)
		if err != nil {
			return taken, err
		}
		taken.Returned += one.Returned
		taken.Buried += one.Buried
	}
	return taken, nil
}

func (s *Service) takeOne(ctx context.Context, messageID string, list []Outcome) (Taken, error) {
	local, _, _ := strings.Cut(messageID, "@")
	token, ok := strings.CutPrefix(local, idPrefix)
	if !ok {
		return Taken{}, nil
	}
	id, _, ok := s.Keys.ParseToken(sealDelivery, token)
	if !ok {
		return Taken{}, nil
	}
	known, err := findDeliveryAnywhere(ctx, s.DB, id)
	if err != nil {
		return Taken{}, unlessGone(err)
	}
	var taken Taken
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		taken = Taken{}
		d, err := lockDelivery(ctx, tx, known.OrgID, known.ID)
		if err != nil {
			return unlessGone(err)
		}
		failed, found := failureOf(d, list)
		if !found || d.State != Sent && d.State != Uncertain {
			return nil // not about this copy, or told before
		}
		d = d.end(BouncedAt, Returned, failed.Status, tx.Now())
		taken.Returned = 1
		if dead(failed.Status) {
			taken.Buried = 1
			if err := s.bury(ctx, tx, d, ByReport, failed.Status); err != nil {
				return err
			}
		}
		return updateDelivery(ctx, tx, d)
	})
	if apperr.CategoryOf(err) == apperr.NotFound {
		return Taken{}, nil
	}
	return taken, err
}

// failureOf finds what a report says about the recipient of a copy, if it says
// that it failed.
func failureOf(d Delivery, list []Outcome) (Outcome, bool) {
	key := addressKey(d.Address)
	if key == "" {
		return Outcome{}, false
	}
	for _, o := range list {
		if o.Action == "failed" && (addressKey(o.Original) == key || addressKey(o.Final) == key) {
			return o, true
		}
	}
	return Outcome{}, false
}
