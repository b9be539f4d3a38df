package card

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// held is what a link to a copy opens: an exchange, and how much of it.
type held struct {
	Exchange
	mailed  bool // the link came by mail: whoever has it reads that address
	limited bool // typed in a browser and not proved: the face only
}

// holder resolves a link to a copy. One that was made up, and one of an exchange
// that was confirmed elsewhere since, open nothing.
func (s *Service) holder(ctx context.Context, q db.Q, token string) (held, error) {
	id, serial, mailed := s.Keys.ParseToken(sealConfirm, token)
	if !mailed {
		var ok bool
		if id, serial, ok = s.Keys.ParseToken(sealCopy, token); !ok {
			return held{}, errLink
		}
	}
	e, ok, err := findExchangeAnywhere(ctx, q, id)
	if err != nil || !ok {
		return held{}, orLink(err)
	}
	h := held{Exchange: e, mailed: mailed, limited: !mailed && serial == 0}
	if !mailed && !h.limited && serial != e.serial {
		return held{}, errLink
	}
	return h, nil
}

func orLink(err error) error {
	if err == nil {
		return errLink
	}
	return err
}

// Confirm binds a typed exchange to the person behind the address: whoever holds
// the link of the letter reads that address. A person who was known stays as they
// are, whatever was typed. Twice is once.
func (s *Service) Confirm(ctx context.Context, actor account.Actor, token string) (c Copy, err error) {
	h, err := s.holder(ctx, s.DB, token)
	if err != nil {
		return Copy{}, err
	}
	if !h.mailed {
		return Copy{}, errLink
	}
	var refusal error
	bind := func(ctx context.Context, tx *db.Tx) (err error) {
		refusal, err = s.bind(ctx, tx, actor, h.OrgID, h.ID)
		return err
	}
	err = s.DB.Tx(ctx, bind)
	if db.IsUnique(err) { // the two exchanged in another way at the same moment
		err = s.DB.Tx(ctx, bind)
	}
	if err == nil {
		err = refusal
	}
	if err != nil {
		return Copy{}, err
	}
	return s.Copy(ctx, token)
}

// bind gives what the reader is told beside what was committed.
func (s *Service) bind(ctx context.Context, tx *db.Tx, actor account.Actor, org, id string) (refusal, err error) {
	e, ok, err := lockExchange(ctx, tx, org, id)
	switch {
	case err != nil || !ok:
		return nil, orLink(err)
	case e.State == Done || e.State == Ended: // Ended: they exchanged in person since
		return nil, nil
	case e.State != Pending:
		return errGone, nil
	}
	list, err := people.Ensure(ctx, tx, org, []people.NewPerson{{Family: e.Family, Given: e.Given, Email: e.Email, Lang: e.Lang}})
	if err != nil {
		return nil, err
	}
	me := list[0]
	if me.ID == e.OwnerID {
		return errOwn, endExchange(ctx, tx, e, Refused)
	}
	blocked, err := blockedPair(ctx, tx, org, e.OwnerID, me.ID, s.mailTarget(e.Email))
	if err != nil || blocked {
		return errUnavailable, s.end(ctx, tx, actor, e, Refused, err)
	}
	low, high := inOrder(e.OwnerID, me.ID)
	if _, ok, err := findPair(ctx, tx, org, low, high); err != nil || ok {
		e.PartnerID = me.ID
		return nil, s.end(ctx, tx, actor, e, Ended, err)
	}
	place, err := eventOf(ctx, tx, org, e.OwnerID, me.ID, e.EventID, e.At)
	if err != nil {
		return nil, err
	}
	e.PartnerID, e.State, e.serial, e.DoneAt, e.EventID = me.ID, Done, 1, tx.Now(), place.ID
	if err := bindExchange(ctx, tx, e); err != nil {
		return nil, err
	}
	if err := giveConsents(ctx, tx, actor, e); err != nil {
		return nil, err
	}
	return nil, s.tie(ctx, tx, actor, e, place)
}

func (s *Service) end(ctx context.Context, tx *db.Tx, actor account.Actor, e Exchange, state State, err error) error {
	if err != nil {
		return err
	}
	if err := endExchange(ctx, tx, e, state); err != nil {
		return err
	}
	return record(ctx, tx, actor, e.OrgID, actRefused, "exchange", e.ID, map[string]any{"state": state})
}

// Refuse says, with the link of the letter, that it was somebody else who typed
// the address. What was typed is forgotten.
func (s *Service) Refuse(ctx context.Context, actor account.Actor, token string) error {
	h, err := s.holder(ctx, s.DB, token)
	if err != nil {
		return err
	}
	if !h.mailed {
		return errLink
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e, ok, err := lockExchange(ctx, tx, h.OrgID, h.ID)
		switch {
		case err != nil || !ok:
			return orLink(err)
		case e.State == Done:
			return errUndoInstead
		case e.State != Pending:
			return nil
		}
		return s.end(ctx, tx, actor, e, Refused, nil)
	})
}
