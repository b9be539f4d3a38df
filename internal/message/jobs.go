package message

import (
	"context"
	"errors"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
)

// Kinds of jobs.
const (
	JobStart = "message.start" // puts one mail for each copy into the outbox
	JobMail  = "message.mail"  // one copy to one person
	JobTest  = "message.test"  // one copy to whoever writes
)

// Handlers are the jobs of this package by kind.
func (s *Service) Handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{JobStart: s.runStart, JobMail: s.runMail, JobTest: s.runTest}
}

// start is the payload of JobStart: copies after one first.
type start struct {
	Message string `json:"message"`
	After   string `json:"after,omitempty"`
}

// waybill is the payload of JobMail. Another round is another job.
type waybill struct {
	Delivery string `json:"delivery"`
	Round    int    `json:"round,omitempty"`
}

type trial struct {
	Message string    `json:"message"`
	Email   string    `json:"email"`
	Name    string    `json:"name"`
	Lang    i18n.Lang `json:"lang"`
}

const partSize = 250

func mailJob(d Delivery) jobs.Job {
	return jobs.Job{Org: d.OrgID, Kind: JobMail, Key: d.ID + ":" + strconv.Itoa(d.Round), Priority: jobs.Bulk,
		Payload: waybill{Delivery: d.ID, Round: d.Round}}
}

// runStart asks for the mails of a message, a part at a time.
func (s *Service) runStart(ctx context.Context, run jobs.Run) error {
	var p start
	if err := run.Decode(&p); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err := queuedAfter(ctx, tx, run.Org, p.Message, p.After, partSize)
		if err != nil || len(list) == 0 {
			return err
		}
		mails := make([]jobs.Job, len(list))
		for i, d := range list {
			mails[i] = mailJob(d)
		}
		p.After = list[len(list)-1].ID
		next := jobs.Job{Org: run.Org, Kind: JobStart, Key: p.Message + ":" + p.After, Priority: jobs.Bulk, Payload: p}
		return jobs.Enqueue(ctx, tx, append(mails, next)...)
	})
}

// Test sends the message to whoever writes it, once for each language that it
// is written in, with their own name and without anybody's links.
func (s *Service) Test(ctx context.Context, actor account.Actor, m Message) error {
	langs := []i18n.Lang{i18n.Ja}
	if m.SubjectEn != "" && m.BodyEn != "" {
		langs = append(langs, i18n.En)
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, lang := range langs {
			err := jobs.Enqueue(ctx, tx, jobs.Job{Org: m.OrgID, Kind: JobTest, Priority: jobs.Urgent,
				Payload: trial{Message: m.ID, Email: actor.Email, Name: actor.Name, Lang: lang}})
			if err != nil {
				return err
			}
		}
		return record(ctx, tx, actor, m.OrgID, "message.tested", m.ID, nil)
	})
}

func (s *Service) runTest(ctx context.Context, run jobs.Run) error {
	var t trial
	if err := run.Decode(&t); err != nil {
		return err
	}
	m, err := findMessage(ctx, s.DB, run.Org, t.Message)
	if err != nil {
		return unlessGone(err)
	}
	if m.Subject == "" || m.Body == "" {
		return nil // emptied since
	}
	name := t.Name
	if name == "" {
		name = t.Email
	}
	mail, err := s.Preview(ctx, m, people.Person{Family: name, Email: t.Email, Lang: t.Lang})
	if err != nil {
		return unlessGone(err)
	}
	mail.ID = JobTest + "." + run.ID
	mail.Subject, mail.Unsubscribe = i18n.For(t.Lang).T("message.mail.test", "subject", mail.Subject), ""
	return s.Mail.Send(ctx, mail)
}

// unlessGone lets a job about something that no longer exists end in peace.
func unlessGone(err error) error {
	if apperr.CategoryOf(err) == apperr.NotFound {
		return nil
	}
	return err
}

var errSkip = errors.New("message: nothing to hand over")
