package card

import (
	"context"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/people"
	"koryu/internal/programme"
)

// Kinds of job.
const (
	JobCopy            = "card.copy"         // the letter to whoever pressed
	JobExpire          = "card.expire"       // nobody opened it
	JobIntroduction    = "card.introduction" // the letter to one who is asked
	JobIntroductionEnd = "card.introduction_end"
	JobBoardEnd        = "card.board_end"
)

// letter is the payload of all jobs here: identifiers, never data.
type letter struct {
	Exchange     string `json:"exchange,omitempty"`
	Introduction string `json:"introduction,omitempty"`
	Person       string `json:"person,omitempty"`
	Event        string `json:"event,omitempty"`
}

// Handlers are the jobs of this package by kind. Each may run twice.
func (s *Service) Handlers() map[string]jobs.Handler {
	all := map[string]jobs.Handler{}
	for kind, do := range map[string]func(context.Context, jobs.Run, letter) error{
		JobCopy: s.mailCopy, JobExpire: s.expire, JobIntroduction: s.mailIntroduction,
		JobIntroductionEnd: s.endIntroduction, JobBoardEnd: s.endBoard,
	} {
		all[kind] = func(ctx context.Context, run jobs.Run) error {
			var l letter
			if err := run.Decode(&l); err != nil {
				return err
			}
			return do(ctx, run, l)
		}
	}
	return all
}

// CopyURL is the link in the letter: it confirms a typed address and opens the
// copy from then on.
func (s *Service) CopyURL(e Exchange) string {
	return s.Base + "/x/" + s.Keys.Token(sealConfirm, e.ID, 0)
}

// mailCopy writes to whoever pressed. To an address that nobody proved it says
// nothing that was typed: the letter could be an insult otherwise.
func (s *Service) mailCopy(ctx context.Context, run jobs.Run, l letter) error {
	e, ok, err := findExchange(ctx, s.DB, run.Org, l.Exchange)
	if err != nil || !ok || !e.Live() {
		return err
	}
	owner, err := people.Find(ctx, s.DB, run.Org, e.OwnerID)
	if err != nil {
		return unlessGone(err)
	}
	p, words := i18n.For(e.Lang), "card.mail.confirm"
	to, toName, button := e.Email, "", "card.mail.button.confirm"
	if e.State == Done {
		partner, err := people.Find(ctx, s.DB, run.Org, e.PartnerID)
		if err != nil {
			return unlessGone(err)
		}
		p, words, button = i18n.For(partner.Lang), "card.mail.copy", "card.mail.button.copy"
		to, toName = partner.Email, partner.DisplayName(p.Lang())
	}
	return s.send(ctx, run, p, to, toName, words, owner.DisplayName(p.Lang()), "",
		mail.Button{Label: p.T(button), URL: s.CopyURL(e)})
}

// mailIntroduction asks one of the two. Of the other it says nothing.
func (s *Service) mailIntroduction(ctx context.Context, run jobs.Run, l letter) error {
	list, err := listIntroductions(ctx, s.DB, run.Org, l.Person, l.Introduction)
	if err != nil || len(list) == 0 || list[0].State != Open {
		return err
	}
	if silent, err := s.silent(ctx, run.Org, list[0]); err != nil || silent {
		return err
	}
	persons, err := people.FindMany(ctx, s.DB, run.Org, []string{l.Person, list[0].ByID})
	if err != nil {
		return err
	}
	org, err := programme.FindOrg(ctx, s.DB, run.Org)
	if err != nil {
		return unlessGone(err)
	}
	to, by := persons[l.Person], persons[list[0].ByID]
	p := i18n.For(to.Lang)
	return s.send(ctx, run, p, to.Email, to.DisplayName(p.Lang()), "card.mail.introduction", by.DisplayName(p.Lang()), list[0].Words,
		mail.Button{Label: p.T("card.mail.button.introduction"), URL: s.Base + "/o/" + org.Slug + IntroductionsPath})
}

// IntroductionsPath is where, below /o/{org}, a person answers introductions.
const IntroductionsPath = "/me/introductions"

func (s *Service) send(ctx context.Context, run jobs.Run, p *i18n.Printer, to, toName, words, name, quote string, button mail.Button) error {
	if to == "" {
		return nil
	}
	org, err := programme.FindOrg(ctx, s.DB, run.Org)
	if err != nil {
		return unlessGone(err)
	}
	c := mail.Content{Org: org.NameIn(p.Lang()), Heading: p.T(words+".heading", "name", name),
		Paras: []string{p.T(words+".lead", "name", name)}, Buttons: []mail.Button{button},
		Foot: []string{p.T(words+".why", "org", org.NameIn(p.Lang()))}}
	if quote != "" {
		c.Paras = append(c.Paras, p.T("card.mail.quote", "words", quote), p.T("card.mail.introduction.rule"))
	}
	text, html := mail.Compose(p, c)
	return s.Mail.Send(ctx, mail.Message{ID: run.Kind + "." + strings.ReplaceAll(run.Key, ":", "-"), FromName: org.NameIn(p.Lang()),
		To: to, ToName: toName, Subject: p.T(words+".subject", "name", name), Text: text, HTML: html, Lang: p.Lang()})
}

func unlessGone(err error) error {
	if apperr.CategoryOf(err) == apperr.NotFound {
		return nil
	}
	return err
}

// expire forgets what was typed and never proved.
func (s *Service) expire(ctx context.Context, run jobs.Run, l letter) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e, ok, err := lockExchange(ctx, tx, run.Org, l.Exchange)
		if err != nil || !ok || e.State != Pending && e.State != Refused {
			return err
		}
		state := e.State
		if state == Pending {
			state = Expired
		}
		if err := endExchange(ctx, tx, e, state); err != nil {
			return err
		}
		return record(ctx, tx, account.System(run.Org), run.Org, actExpired, "exchange", e.ID, nil)
	})
}

// endIntroduction closes what was not agreed in time and forgets the words.
func (s *Service) endIntroduction(ctx context.Context, run jobs.Run, l letter) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		i, ok, err := lockIntroduction(ctx, tx, run.Org, l.Introduction)
		if err != nil || !ok || i.State == Agreed || i.State == IntroExpired {
			return err
		}
		i.State, i.Words = IntroExpired, ""
		if err := updateIntroduction(ctx, tx, i); err != nil {
			return err
		}
		return record(ctx, tx, account.System(run.Org), run.Org, actExpired, "introduction", i.ID, nil)
	})
}

// endBoard empties the board the day after; an event that was moved gets its own
// day.
func (s *Service) endBoard(ctx context.Context, run jobs.Run, l letter) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := clearBoard(ctx, tx, run.Org, l.Event); err != nil {
			return err
		}
		ends, err := boardOpen(ctx, tx, run.Org, l.Event)
		if err != nil || ends == 0 {
			return err
		}
		next := ends.Day().End()
		return jobs.Enqueue(ctx, tx, jobs.Job{Org: run.Org, Kind: JobBoardEnd, Key: l.Event + ":" + string(next.Day()), RunAt: next,
			Payload: l, Priority: jobs.Bulk})
	})
}
