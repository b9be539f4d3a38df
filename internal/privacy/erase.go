package privacy

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/roster"
)

// eraser deletes what one package holds of a person.
type eraser func(ctx context.Context, tx *db.Tx, org, person string) ([]people.Erased, error)

// erasers go from the top layer down; people comes last, since the others find
// the person by it.
func (s *Service) erasers() []eraser {
	return []eraser{message.Erase, roster.Erase, card.Erase, s.Events.Erase, profile.Erase, s.forget, people.Erase}
}

// keptBackup is why copies of the database still hold the person for a while.
const keptBackup = "privacy.kept.backup"

// runErase does what an owner confirmed, when it can no longer be taken back.
// Run again after a crash, it only clears the file.
func (s *Service) runErase(ctx context.Context, run jobs.Run) error {
	var p about
	if err := run.Decode(&p); err != nil {
		return err
	}
	erased := false
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := lockRequest(ctx, tx, run.Org, p.Request)
		if err != nil {
			return unlessGone(err)
		}
		erased = r.State == Done || r.State == Confirmed && tx.Now() >= r.FinalAt
		if r.State != Confirmed || !erased {
			return nil
		}
		return s.erase(ctx, tx, r)
	})
	if err != nil || !erased {
		return err
	}
	return s.DB.Scrub(ctx)
}

// erase is the one transaction in which somebody is forgotten.
func (s *Service) erase(ctx context.Context, tx *db.Tx, r Request) error {
	who, err := people.Find(ctx, tx, r.OrgID, r.PersonID)
	if err != nil {
		return err
	}
	var lines []people.Erased
	for _, erase := range s.erasers() {
		more, err := erase(ctx, tx, r.OrgID, r.PersonID)
		if err != nil {
			return err
		}
		lines = append(lines, more...)
	}
	lines = append(lines, people.Erased{Table: "backup", Rows: 1, Kept: keptBackup})
	asked, confirmed := r.AskedAt.Time().UTC(), r.ConfirmedAt.Time().UTC()
	c, err := certify(ctx, tx, r.OrgID, Text{Kind: OfErasure, Subject: r.PersonID, Channel: r.Channel, AskedAt: &asked,
		ConfirmedBy: r.ConfirmedBy, ConfirmedAt: &confirmed}, lines)
	if err != nil {
		return err
	}
	r.State, r.DecidedAt, r.CertificateID = Done, tx.Now(), c.ID
	r.Words, r.Answer, r.suspended = "", "", ""
	if err := save(ctx, tx, account.System(r.OrgID), r, actErase); err != nil {
		return err
	}
	return s.enqueueLast(ctx, tx, c, who)
}

// forget deletes what belongs to no package about persons: jobs that name the
// person, the sign-in, and what they asked for here.
func (s *Service) forget(ctx context.Context, tx *db.Tx, org, person string) ([]people.Erased, error) {
	who, err := people.Find(ctx, tx, org, person)
	if err != nil {
		return nil, err
	}
	n, err := jobs.Forget(ctx, tx, org, telling(who)...)
	if err != nil {
		return nil, err
	}
	lines := []people.Erased{{Table: "job", Rows: n}}
	if who.Email != "" {
		needed, err := neededElsewhere(ctx, tx, who)
		if err != nil {
			return nil, err
		}
		left, err := s.Accounts.Erase(ctx, tx, org, person, strings.ToLower(who.Email), needed)
		if err != nil {
			return nil, err
		}
		for _, l := range left {
			lines = append(lines, people.Erased{Table: l.Table, Rows: l.Rows, Kept: l.Kept})
		}
	}
	if err := closeCorrections(ctx, tx, org, person, tx.Now()); err != nil {
		return nil, err
	}
	asked, err := emptyRequests(ctx, tx, org, person)
	return append(lines, people.Erased{Table: "privacy_request", Rows: int(asked), Kept: keptRequest}), err
}

// keptRequest is why it stays that somebody once asked.
const keptRequest = "privacy.kept.request"

// telling are words that name the person and hardly anybody else.
func telling(p people.Person) []string {
	words := []string{p.Email, strings.ToLower(p.Email), p.Phone}
	if p.Given != "" {
		words = append(words, p.DisplayName(i18n.Ja), p.Family+p.Given, p.Family+"　"+p.Given)
	}
	return words
}

// neededElsewhere tells that the address stands for a person of another
// organisation, or for another of this one.
func neededElsewhere(ctx context.Context, tx *db.Tx, who people.Person) (bool, error) {
	orgs, err := programme.ListOrgs(ctx, tx)
	if err != nil {
		return false, err
	}
	for _, org := range orgs {
		other, err := people.FindByEmail(ctx, tx, org.ID, who.Email)
		if apperr.CategoryOf(err) == apperr.NotFound {
			continue
		}
		if err != nil {
			return false, err
		}
		if org.ID != who.OrgID || other.ID != who.ID {
			return true, nil
		}
	}
	return false, nil
}

func unlessGone(err error) error {
	if apperr.CategoryOf(err) == apperr.NotFound {
		return nil
	}
	return err
}

// lastMail is what the last mail to a person needs. It lies sealed in the job.
type lastMail struct {
	Email, Name string
	Lang        i18n.Lang
	Certificate string
}

type sealed struct {
	Sealed []byte `json:"sealed"`
}

func (s *Service) enqueueLast(ctx context.Context, tx *db.Tx, c Certificate, who people.Person) error {
	if who.Email == "" {
		return nil
	}
	plain, err := json.Marshal(lastMail{Email: who.Email, Name: who.DisplayName(who.Lang), Lang: who.Lang, Certificate: c.ID})
	if err != nil {
		return err
	}
	return jobs.Enqueue(ctx, tx, jobs.Job{Org: c.OrgID, Kind: jobLast, Key: c.ID,
		Payload: sealed{Sealed: s.Accounts.Keys.Seal(jobLast, []byte(c.ID), plain)}})
}

const (
	answersKept = 90 * 24 * time.Hour // R97: what was asked for one event only
	retainStep  = 50
)

// runRetain deletes, each day, what was asked for one event only when its time
// is over.
func (s *Service) runRetain(ctx context.Context, run jobs.Run) error {
	orgs, err := programme.ListOrgs(ctx, s.DB)
	if err != nil {
		return err
	}
	for _, org := range orgs {
		for {
			events, err := s.Events.Answered(ctx, org.ID, run.Now.Add(-answersKept), retainStep)
			if err != nil {
				return err
			}
			if len(events) == 0 {
				break
			}
			for _, id := range events {
				if err := s.retain(ctx, org.ID, id); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *Service) retain(ctx context.Context, org, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := event.ForgetAnswers(ctx, tx, org, id)
		if err != nil || n == 0 {
			return err
		}
		c, err := certify(ctx, tx, org, Text{Kind: OfRetention, Subject: id}, []people.Erased{{Table: "registration", Rows: n}})
		if err != nil {
			return err
		}
		return account.Record(ctx, tx, account.Entry{Org: org, Actor: account.System(org), Action: actRetain, Object: "event", ObjectID: id,
			Data: map[string]any{"certificate": c.ID, "rows": n}})
	})
}
