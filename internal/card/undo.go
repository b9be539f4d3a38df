package card

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

var errUndoInstead = apperr.New(apperr.Conflict, "card.error.undo_instead")

const undoReason = "undone"

// Undo takes an exchange back, by either side, within 24 hours; one that waits
// for an address at any time. Both copies end and the tie leaves both threads.
// Twice is once.
func (s *Service) Undo(ctx context.Context, actor account.Actor, org, person, exchange string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e, ok, err := lockExchange(ctx, tx, org, exchange)
		if err != nil || !ok || !e.has(person) {
			return orLink(err)
		}
		return s.undo(ctx, tx, actor, e)
	})
}

// UndoByToken is [Service.Undo] by the link of a copy.
func (s *Service) UndoByToken(ctx context.Context, actor account.Actor, token string) error {
	h, err := s.holder(ctx, s.DB, token)
	if err != nil {
		return err
	}
	if h.State == Pending && h.mailed {
		return s.Refuse(ctx, actor, token)
	}
	if h.limited || h.PartnerID == "" {
		return errLink
	}
	return s.Undo(ctx, actor, h.OrgID, h.PartnerID, h.ID)
}

// has tells whether the person is a side of the exchange.
func (e Exchange) has(person string) bool {
	return person != "" && (person == e.OwnerID || person == e.PartnerID)
}

func (s *Service) undo(ctx context.Context, tx *db.Tx, actor account.Actor, e Exchange) error {
	switch {
	case !e.Live():
		return nil
	case !e.CanUndo(tx.Now()):
		return errUndoLate
	}
	if err := endExchange(ctx, tx, e, Undone); err != nil {
		return err
	}
	if err := deleteMeetings(ctx, tx, e.OrgID, e.ID); err != nil {
		return err
	}
	if err := s.untie(ctx, tx, actor, e); err != nil {
		return err
	}
	return record(ctx, tx, actor, e.OrgID, actUndone, "exchange", e.ID, nil)
}

// untie takes the tie of an exchange off both threads, and ends the consents that
// were given for it.
func (s *Service) untie(ctx context.Context, tx *db.Tx, actor account.Actor, e Exchange) error {
	tie, err := undoTie(ctx, tx, e.OrgID, e.ID)
	if err != nil {
		return err
	}
	occasion := people.Occasion{}
	if e.EventID != "" {
		occasion = people.Occasion{Kind: people.OccasionEvent, ID: e.EventID}
	}
	low, high := inOrder(e.OwnerID, e.PartnerID)
	for _, person := range []string{low, high} {
		if tie == "" {
			break
		}
		if _, err := people.RetractFact(ctx, tx, people.Retraction{OrgID: e.OrgID, PersonID: person, Kind: people.Tied,
			Occasion: occasion, Ref: tie, By: people.Recorder(actor), Reason: undoReason}); err != nil {
			return err
		}
	}
	for _, code := range []people.ConsentCode{people.ConsentRun, people.ConsentDirectory} {
		if e.consentRun == 0 || e.PartnerID == "" {
			break
		}
		if _, err := people.RevokeConsent(ctx, tx, people.Revocation{OrgID: e.OrgID, PersonID: e.PartnerID, Code: code,
			Scope: e.scope(), By: people.Recorder(actor)}); err != nil {
			return err
		}
	}
	return nil
}
