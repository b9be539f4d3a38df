package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
)

// Kinds of job.
const (
	jobCode   = "account.code"
	jobInvite = "account.invite"
	jobSeal   = "account.seal"
	jobSweep  = "account.sweep"
)

// Handlers says what happens later.
func (s *Service) Handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{
		jobCode:   s.sendCode,
		jobInvite: s.sendInvitation,
		jobSeal: func(ctx context.Context, _ jobs.Run) error {
			_, err := s.Seal(ctx)
			return err
		},
		jobSweep: func(ctx context.Context, _ jobs.Run) error { return s.Sweep(ctx) },
	}
}

// Periodics says what happens again and again.
func (s *Service) Periodics() []jobs.Periodic {
	return []jobs.Periodic{
		{Kind: jobSeal, Every: time.Minute},
		{Kind: jobSweep, Every: time.Hour},
	}
}

// Sweep deletes codes, counters and sessions that are over. Door devices stay:
// the audit trail names them.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return sweep(ctx, tx, tx.Now(), tx.Now().Add(-participantIdle))
	})
}

// codeMail is the payload of a code's mail. It rests in the database sealed:
// there, a code exists only as a keyed hash.
type codeMail struct {
	Email string
	Code  string
	Lang  i18n.Lang
	Ends  db.Instant
}

type inviteMail struct {
	Email   string
	Name    string
	OrgName string
	Role    Role
	Lang    i18n.Lang
}

type sealedPayload struct {
	Sealed []byte `json:"sealed"`
}

func (s *Service) enqueueCode(ctx context.Context, tx *db.Tx, m codeMail) error {
	return s.enqueueSealed(ctx, tx, jobCode, m)
}

func (s *Service) enqueueInvitation(ctx context.Context, tx *db.Tx, m inviteMail) error {
	return s.enqueueSealed(ctx, tx, jobInvite, m)
}

func (s *Service) enqueueSealed(ctx context.Context, tx *db.Tx, kind string, m any) error {
	plain, err := json.Marshal(m)
	if err != nil {
		return err
	}
	key := tx.NewID()
	return jobs.Enqueue(ctx, tx, jobs.Job{Kind: kind, Key: key,
		Payload: sealedPayload{Sealed: s.Keys.Seal(kind, []byte(key), plain)}})
}

func (s *Service) openSealed(r jobs.Run, m any) error {
	var p sealedPayload
	if err := r.Decode(&p); err != nil {
		return jobs.Permanent(err)
	}
	plain, err := s.Keys.Open(r.Kind, []byte(r.Key), p.Sealed)
	if err != nil {
		return jobs.Permanent(fmt.Errorf("account: payload of %s does not open: %w", r.Kind, err))
	}
	return json.Unmarshal(plain, m)
}

// sendCode sends the code, unless it is over: a late one only confuses.
func (s *Service) sendCode(ctx context.Context, r jobs.Run) error {
	var m codeMail
	if err := s.openSealed(r, &m); err != nil {
		return err
	}
	if m.Ends <= r.Now {
		return nil
	}
	p := i18n.For(m.Lang)
	text, html := mail.Compose(p, mail.Content{
		Heading: p.T("account.mail.code.heading", "code", m.Code),
		Paras: []string{
			p.T("account.mail.code.how"),
			p.T("account.mail.code.until", "time", p.Time(m.Ends.Time()), "minutes", int(codeLife/time.Minute)),
		},
		Foot: []string{p.T("account.mail.code.unasked")},
	})
	return s.Mail.Send(ctx, mail.Message{ID: r.ID, To: m.Email, Lang: m.Lang,
		Subject: p.T("account.mail.code.subject", "code", m.Code), Text: text, HTML: html})
}

func (s *Service) sendInvitation(ctx context.Context, r jobs.Run) error {
	var m inviteMail
	if err := s.openSealed(r, &m); err != nil {
		return err
	}
	p := i18n.For(m.Lang)
	text, html := mail.Compose(p, mail.Content{
		Heading: p.T("account.mail.invite.heading", "org", m.OrgName),
		Paras: []string{
			p.T("account.mail.invite.role", "org", m.OrgName, "role", p.T(m.Role.Key())),
			p.T("account.mail.invite.how", "email", m.Email),
		},
		Buttons: []mail.Button{{Label: p.T("account.mail.invite.button"), URL: s.Base + "/sign-in"}},
		Foot:    []string{p.T("account.mail.invite.unexpected")},
	})
	return s.Mail.Send(ctx, mail.Message{ID: r.ID, FromName: m.OrgName, To: m.Email, ToName: m.Name, Lang: m.Lang,
		Subject: p.T("account.mail.invite.subject", "org", m.OrgName), Text: text, HTML: html})
}
