package privacy

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/people"
	"koryu/internal/programme"
)

// letter is a mail about a request, before it is written.
type letter struct {
	org     programme.Org
	request Request
	person  people.Person
	p       *i18n.Printer
}

// open finds what a mail is about; ok is false when there is nobody to write to.
func (s *Service) open(ctx context.Context, run jobs.Run) (l letter, ok bool, err error) {
	var p about
	if err := run.Decode(&p); err != nil {
		return l, false, err
	}
	if l.request, err = s.Find(ctx, run.Org, p.Request); err != nil {
		return l, false, unlessGone(err)
	}
	if l.person, err = s.People.Find(ctx, run.Org, l.request.PersonID); err != nil {
		return l, false, unlessGone(err)
	}
	if l.org, err = programme.FindOrg(ctx, s.DB, run.Org); err != nil {
		return l, false, unlessGone(err)
	}
	l.p = i18n.For(l.person.Lang)
	return l, l.person.Email != "", nil
}

// send writes words, the part of the catalogue's keys that names the mail.
func (s *Service) send(ctx context.Context, run jobs.Run, l letter, words string, paras ...string) error {
	org := l.org.NameIn(l.p.Lang())
	lead := []string{l.p.T("privacy.mail.dear", "name", l.person.DisplayName(l.p.Lang())), l.p.T(words+".lead", "org", org)}
	text, html := mail.Compose(l.p, mail.Content{
		Org: org, Heading: l.p.T(words + ".heading"), Paras: append(lead, paras...),
		Buttons: []mail.Button{{Label: l.p.T("privacy.mail.button"), URL: s.Accounts.Base + "/o/" + l.org.Slug + "/me/data"}},
		Foot:    []string{l.p.T("privacy.mail.why", "org", org)},
	})
	return s.Accounts.Mail.Send(ctx, mail.Message{ID: run.Kind + "." + run.ID, FromName: org, To: l.person.Email,
		ToName: l.person.DisplayName(l.p.Lang()), Lang: l.p.Lang(), Subject: l.p.T(words+".subject", "org", org), Text: text, HTML: html})
}

// sendAsked tells the person that the request came, and for an erasure until
// when it can be taken back: who did not ask for it learns of it in time.
func (s *Service) sendAsked(ctx context.Context, run jobs.Run) error {
	l, ok, err := s.open(ctx, run)
	if err != nil || !ok || !l.request.State.Live() {
		return err
	}
	if l.request.Kind == Correction {
		return s.send(ctx, run, l, "privacy.mail.correction",
			l.p.T("privacy.mail.correction.due", "day", l.p.DateYear(l.request.DueAt.Time())))
	}
	words := "privacy.mail.erasure"
	if !l.request.ByPerson() {
		words = "privacy.mail.entered"
	}
	return s.send(ctx, run, l, words, l.p.T("privacy.mail.erasure.until", "time", moment(l.p, l.request.FinalAt.Time())),
		l.p.T("privacy.mail.erasure.hidden"))
}

// sendAnswered tells what became of the request, in the words of the answer.
func (s *Service) sendAnswered(ctx context.Context, run jobs.Run) error {
	l, ok, err := s.open(ctx, run)
	if err != nil || !ok || l.request.Answer == "" {
		return err
	}
	words := "privacy.mail.done"
	if l.request.State == Declined {
		words = "privacy.mail.declined"
		if l.request.Kind == Erasure {
			words = "privacy.mail.refused"
		}
	}
	return s.send(ctx, run, l, words, l.request.Answer)
}

// errNotSent stands for what the mail server said, which may repeat the address.
var errNotSent = errors.New("privacy: the last mail could not be sent")

// sendLast brings the certificate and forgets the address. A mail that will
// never be taken is forgotten too: the certificate then says that it was not
// sent.
func (s *Service) sendLast(ctx context.Context, run jobs.Run) error {
	var box sealed
	if err := run.Decode(&box); err != nil {
		return err
	}
	plain, err := s.Accounts.Keys.Open(jobLast, []byte(run.Key), box.Sealed)
	if err != nil {
		return jobs.Permanent(errNotSent)
	}
	var to lastMail
	if err := json.Unmarshal(plain, &to); err != nil {
		return jobs.Permanent(errNotSent)
	}
	c, err := s.FindCertificate(ctx, run.Org, to.Certificate)
	if err != nil {
		return err
	}
	org, err := programme.FindOrg(ctx, s.DB, run.Org)
	if err != nil {
		return err
	}
	err = s.Accounts.Mail.Send(ctx, lastMessage(run, org, c, to))
	_, never := errors.AsType[interface {
		error
		Permanent() bool
	}](err)
	if err != nil && !never {
		return errNotSent
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if !never {
			if err := markSent(ctx, tx, run.Org, c.ID, tx.Now()); err != nil {
				return err
			}
		}
		if err := run.ForgetIn(ctx, tx); err != nil {
			return err
		}
		return run.FinishIn(ctx, tx)
	})
}

func lastMessage(run jobs.Run, org programme.Org, c Certificate, to lastMail) mail.Message {
	p := i18n.For(to.Lang)
	name := org.NameIn(p.Lang())
	paras := []string{p.T("privacy.mail.dear", "name", to.Name), p.T("privacy.mail.last.lead", "org", name),
		p.T("privacy.certificate.deleted") + "\n" + inLines(p, c.Text.Deleted),
		p.T("privacy.certificate.kept") + "\n" + inLines(p, c.Text.Kept), p.T("privacy.mail.last.end")}
	text, html := mail.Compose(p, mail.Content{Org: name, Heading: p.T("privacy.mail.last.heading"), Paras: paras,
		Facts: [][2]string{
			{p.T("privacy.certificate.number"), p.Number(int(c.Text.Number))},
			{p.T("privacy.certificate.done_at"), moment(p, c.Text.DoneAt)},
			{p.T("privacy.certificate.hash"), c.Hash},
		},
		Foot: []string{p.T("privacy.mail.why", "org", name)}})
	return mail.Message{ID: run.Kind + "." + run.ID, FromName: name, To: to.Email, ToName: to.Name, Lang: p.Lang(),
		Subject: p.T("privacy.mail.last.subject", "org", name), Text: text, HTML: html}
}

// inLines words lines of a certificate, one below the other.
func inLines(p *i18n.Printer, lines []Line) string {
	var all string
	for _, l := range lines {
		all += "・" + TableName(p, l.Table) + " " + p.N("privacy.certificate.rows", l.Rows)
		if l.Reason != "" {
			all += p.T("privacy.certificate.because", "reason", p.T(l.Reason))
		}
		all += "\n"
	}
	return all
}

// TableName is a table in words, or as it is called where it has none.
func TableName(p *i18n.Printer, table string) string {
	if key := "privacy.table." + table; p.Has(key) {
		return p.T(key)
	}
	return table
}

// moment is a time with its year: what it speaks of is read years later.
func moment(p *i18n.Printer, t time.Time) string { return p.DateYear(t) + " " + p.Time(t) }
