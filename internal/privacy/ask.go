package privacy

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

// What the audit trail calls the acts of this package; the catalogue names them
// under privacy.audit.<act>.
const (
	actExport   = "privacy.exported"
	actAsk      = "privacy.asked"
	actTakeBack = "privacy.taken_back"
	actConfirm  = "privacy.confirmed"
	actDone     = "privacy.done"
	actDecline  = "privacy.declined"
	actErase    = "privacy.erased"
	actRetain   = "privacy.retention"
)

// object is what the trail calls a request.
const object = "privacy_request"

// AskCorrection notes what a person wants put right. The same words while
// nobody has answered are the same request, however often the form is sent.
func (s *Service) AskCorrection(ctx context.Context, actor account.Actor, org, person, words string) (Request, error) {
	words, err := written("words", words, maxWords)
	if err != nil {
		return Request{}, err
	}
	var r Request
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := living(ctx, tx, org, person); err != nil {
			return err
		}
		before, err := requestsOf(ctx, tx, org, person)
		if err != nil {
			return err
		}
		same := func(b Request) bool { return b.Kind == Correction && b.State == Open && b.Words == words }
		if i := slices.IndexFunc(before, same); i >= 0 {
			r = before[i]
			return nil
		}
		r = newRequest(tx, actor, org, person, Correction, words, people.ChannelWeb)
		r.DueAt = r.AskedAt.Add(answerWithin)
		if err := insertRequest(ctx, tx, r); err != nil {
			return err
		}
		return noteAsked(ctx, tx, actor, r)
	})
	return r, err
}

// Wish is an erasure that somebody wants.
type Wish struct {
	Org, Person string
	Words       string // of staff: how the wish came, and how the person was recognised
	Channel     string // people.ChannelWeb where the person asks themselves
}

// AskErasure notes that a person wants to be forgotten, and hides them at once:
// consents rest and nobody but staff is shown them. Asked twice it is the same
// request.
func (s *Service) AskErasure(ctx context.Context, actor account.Actor, w Wish) (Request, error) {
	if w.Channel != people.ChannelWeb {
		if !actor.Can(account.PersonEdit) {
			return Request{}, errForbidden
		}
		words, err := written("words", w.Words, maxReason)
		if err != nil {
			return Request{}, err
		}
		w.Words = words
	}
	var r Request
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := living(ctx, tx, w.Org, w.Person); err != nil {
			return err
		}
		before, found, err := liveErasure(ctx, tx, w.Org, w.Person)
		if found || err != nil {
			r = before
			return err
		}
		r = newRequest(tx, actor, w.Org, w.Person, Erasure, w.Words, w.Channel)
		r.FinalAt = r.AskedAt.Add(takeBackFor)
		r.DueAt = r.FinalAt
		if r.suspended, err = suspend(ctx, tx, r); err != nil {
			return err
		}
		if err := insertRequest(ctx, tx, r); err != nil {
			return err
		}
		if err := people.Close(ctx, tx, r.OrgID, r.PersonID, true); err != nil {
			return err
		}
		return noteAsked(ctx, tx, actor, r)
	})
	if db.IsUnique(err) { // the same person asked at the same moment
		return s.LiveErasure(ctx, w.Org, w.Person)
	}
	return r, err
}

// LiveErasure finds the erasure of a person that is still to come.
func (s *Service) LiveErasure(ctx context.Context, org, person string) (Request, error) {
	r, found, err := liveErasure(ctx, s.DB, org, person)
	if err == nil && !found {
		err = errUnknown
	}
	return r, err
}

// TakeBack ends an erasure that is not done: everything is as it was, the
// consents included, save those whose words have changed meanwhile.
func (s *Service) TakeBack(ctx context.Context, actor account.Actor, org, person string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, found, err := liveErasure(ctx, tx, org, person)
		if err != nil {
			return err
		}
		if !found {
			return errUnknown
		}
		r.DecidedBy = people.Recorder(actor)
		return reopen(ctx, tx, actor, r, TakenBack, actTakeBack)
	})
}

// reopen ends an erasure without one: the person is there again.
func reopen(ctx context.Context, tx *db.Tx, actor account.Actor, r Request, to State, act string) error {
	if err := resume(ctx, tx, r); err != nil {
		return err
	}
	if err := people.Close(ctx, tx, r.OrgID, r.PersonID, false); err != nil {
		return err
	}
	r.State, r.DecidedAt, r.suspended = to, tx.Now(), ""
	return save(ctx, tx, actor, r, act)
}

func newRequest(tx *db.Tx, actor account.Actor, org, person string, kind Kind, words, channel string) Request {
	return Request{OrgID: org, ID: tx.NewID(), PersonID: person, Kind: kind, State: Open, Words: words, Channel: channel,
		AskedBy: people.Recorder(actor), AskedAt: tx.Now(), Version: 1}
}

func noteAsked(ctx context.Context, tx *db.Tx, actor account.Actor, r Request) error {
	if err := note(ctx, tx, actor, r, actAsk); err != nil {
		return err
	}
	return jobs.Enqueue(ctx, tx, jobs.Job{Org: r.OrgID, Kind: jobAsked, Key: r.ID, Payload: about{Request: r.ID}})
}

// note writes the trail: what was asked and done, never in whose words.
func note(ctx context.Context, tx *db.Tx, actor account.Actor, r Request, act string) error {
	return account.Record(ctx, tx, account.Entry{Org: r.OrgID, Actor: actor, Action: act, Object: object, ObjectID: r.ID,
		Data: map[string]string{"kind": string(r.Kind), "channel": r.Channel, "person": r.PersonID}})
}

// save writes a request that moved.
func save(ctx context.Context, tx *db.Tx, actor account.Actor, r Request, act string) error {
	n, err := updateRequest(ctx, tx, r)
	if err != nil {
		return err
	}
	if n == 0 {
		return errState
	}
	return note(ctx, tx, actor, r, act)
}

// living fails for a person who is gone already.
func living(ctx context.Context, q db.Q, org, person string) (people.Person, error) {
	gone, err := people.IsErased(ctx, q, org, person)
	if err != nil {
		return people.Person{}, err
	}
	if gone {
		return people.Person{}, errUnknown
	}
	return people.Find(ctx, q, org, person)
}

func written(field, words string, most int) (string, error) {
	words = text.Clean(words)
	var f apperr.Fields
	switch {
	case words == "":
		f.Add(field, "privacy.error.words_required")
	case text.Graphemes(words) > most:
		f.Add(field, "privacy.error.too_long", "max", strconv.Itoa(most))
	}
	return words, f.Err()
}

// resting is a consent that rests while an erasure can be taken back.
type resting struct {
	Code      people.ConsentCode `json:"code"`
	Scope     string             `json:"scope"`
	Recipient string             `json:"recipient"`
	Version   int                `json:"version"`
	Lang      i18n.Lang          `json:"lang"`
}

// stopping are the purposes that end at once. The consent to run an event for
// which somebody is registered goes with the registration.
var stopping = []people.ConsentCode{
	people.ConsentSite, people.ConsentCompany, people.ConsentDirectory, people.ConsentPhoto, people.ConsentNews,
	people.ConsentFollowUp, people.ConsentSensitive,
}

func suspend(ctx context.Context, tx *db.Tx, r Request) (string, error) {
	live, err := people.LiveConsents(ctx, tx, r.OrgID, r.PersonID)
	if err != nil {
		return "", err
	}
	var list []resting
	for _, c := range live {
		if c.Code != people.ConsentRun && c.Code != people.ConsentBody {
			list = append(list, resting{c.Code, c.Scope, c.Recipient, c.TextVersion, c.Lang})
		}
	}
	for _, code := range stopping {
		if _, err := people.RevokeConsent(ctx, tx, people.Revocation{
			OrgID: r.OrgID, PersonID: r.PersonID, Code: code, By: r.AskedBy,
		}); err != nil {
			return "", err
		}
	}
	b, err := json.Marshal(list)
	return string(b), err
}

// resume gives the consents again, to the same words only.
func resume(ctx context.Context, tx *db.Tx, r Request) error {
	var list []resting
	if r.suspended != "" {
		if err := json.Unmarshal([]byte(r.suspended), &list); err != nil {
			return err
		}
	}
	var again []people.Consent
	for _, c := range list {
		if words, ok := people.ConsentTextOf(c.Code); ok && words.Version == c.Version {
			again = append(again, people.Consent{OrgID: r.OrgID, PersonID: r.PersonID, Code: c.Code, Scope: c.Scope,
				Recipient: c.Recipient, Lang: c.Lang, Channel: people.ChannelWeb, GivenBy: r.DecidedBy})
		}
	}
	return people.GiveConsents(ctx, tx, again...)
}
