package message

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/people"
)

// Purposes of sealed tokens.
const (
	sealUnsubscribe = "unsubscribe"
	sealDelivery    = "delivery"
)

// UnsubscribeURL is the address at which the reader of a copy stops announcements.
func (s *Service) UnsubscribeURL(d Delivery) string {
	return s.Base + "/u/" + s.Keys.Token(sealUnsubscribe, d.ID, 0)
}

// messageID is the same over all tries of a copy, and nobody who has not seen the
// mail can guess it: a report that names it is about this copy.
func (s *Service) messageID(d Delivery) string {
	return idPrefix + s.Keys.Token(sealDelivery, d.ID, 0)
}

const idPrefix = "message."

// runMail hands one copy to the mail server. It writes down before that it does
// so: whoever finds the note without an end knows that a process died in between.
func (s *Service) runMail(ctx context.Context, run jobs.Run) error {
	var w waybill
	if err := run.Decode(&w); err != nil {
		return err
	}
	d, err := findDelivery(ctx, s.DB, run.Org, w.Delivery)
	if err != nil || d.State != Queued || d.Round != w.Round {
		return unlessGone(err)
	}
	letter, reason, err := s.letter(ctx, d)
	if err != nil {
		return err
	}
	d, err = s.take(ctx, run.Org, w, reason, letter.To)
	if err != nil {
		if errors.Is(err, errSkip) {
			return nil
		}
		return err
	}
	sending := s.Mail.Send(ctx, letter)
	if err := s.settle(context.WithoutCancel(ctx), d, sending); err != nil {
		return err
	}
	if again(sending, d) {
		return sending
	}
	return nil
}

// letter writes the copy. A reason says that what it would say is no longer so.
func (s *Service) letter(ctx context.Context, d Delivery) (mail.Message, Reason, error) {
	m, err := findMessage(ctx, s.DB, d.OrgID, d.MessageID)
	if err != nil {
		return mail.Message{}, "", err
	}
	person, err := people.Find(ctx, s.DB, d.OrgID, d.PersonID)
	if err != nil {
		if apperr.CategoryOf(err) == apperr.NotFound {
			return mail.Message{}, NoAddress, nil
		}
		return mail.Message{}, "", err
	}
	links := own{unsubscribe: s.UnsubscribeURL(d)}
	if _, _, lang := m.In(person.Lang); lang != i18n.Ja {
		links.unsubscribe += "?lang=" + string(lang)
	}
	if d.RegistrationID != "" {
		reg, err := s.Events.FindRegistration(ctx, d.OrgID, d.RegistrationID)
		if err != nil {
			return mail.Message{}, Changed, unlessGone(err)
		}
		if !stillMeant(m, reg.Registration.State.Live(), m.Audience.includes(reg.Registration, reg.Event.Over(s.DB.Now()))) {
			return mail.Message{}, Changed, nil
		}
		links.ticket = s.Events.ManageURL(reg.Registration)
	}
	w, err := s.writerFor(ctx, m)
	if err != nil {
		return mail.Message{}, "", err
	}
	letter := w.write(person, links)
	letter.ID = s.messageID(d)
	return letter, "", nil
}

// stillMeant holds a notice to the registrations that it was meant for.
func stillMeant(m Message, live, included bool) bool {
	if m.Audience.By == ByEvent {
		return included
	}
	return live
}

// take looks once more whether the copy may go, and notes that it is handed over
// now. It fails with errSkip when it may not.
func (s *Service) take(ctx context.Context, org string, w waybill, reason Reason, to string) (Delivery, error) {
	var d Delivery
	skip := false
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		skip = true
		if d, err = lockDelivery(ctx, tx, org, w.Delivery); err != nil {
			return unlessGone(err)
		}
		if d.State != Queued || d.Round != w.Round {
			return nil
		}
		if d.HandedAt != 0 {
			return updateDelivery(ctx, tx, d.end(Uncertain, CutOff, "", tx.Now()))
		}
		if reason == "" {
			if reason, err = s.lastLook(ctx, tx, d, to); err != nil {
				return err
			}
		}
		if reason != "" {
			return updateDelivery(ctx, tx, d.end(LeftOut, reason, "", tx.Now()))
		}
		skip = false
		d.HandedAt, d.Tries, d.Address = tx.Now(), d.Tries+1, to
		return updateDelivery(ctx, tx, d)
	})
	if err == nil && skip {
		err = errSkip
	}
	return d, err
}

// lastLook asks for consent and address at the moment at which the mail leaves.
func (s *Service) lastLook(ctx context.Context, tx *db.Tx, d Delivery, to string) (Reason, error) {
	m, err := findMessage(ctx, tx, d.OrgID, d.MessageID)
	if err != nil {
		return "", err
	}
	person, err := people.Find(ctx, tx, d.OrgID, d.PersonID)
	if err != nil {
		return "", err
	}
	if addressKey(person.Email) != to {
		return NoAddress, nil // changed in this very moment; staff may send again
	}
	one := []Recipient{{Person: person, RegistrationID: d.RegistrationID}}
	err = s.judge(ctx, tx, m, one)
	return one[0].Reason, err
}

// settle writes down how the conversation with the mail server ended.
func (s *Service) settle(ctx context.Context, d Delivery, sending error) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		now, err := lockDelivery(ctx, tx, d.OrgID, d.ID)
		if err != nil {
			return unlessGone(err)
		}
		if now.HandedAt != d.HandedAt || now.Round != d.Round {
			return jobs.ErrLeaseLost // another worker took it for cut off
		}
		no, final := refusalOf(sending)
		switch {
		case sending == nil:
			d = d.end(Sent, "", "", tx.Now())
		case final && no.malformed:
			d = d.end(RefusedBy, Malformed, "", tx.Now())
		case final:
			d = d.end(RefusedBy, Refused, no.code(), tx.Now())
			if no.deadAddress() {
				if err := s.bury(ctx, tx, d, BySMTP, no.code()); err != nil {
					return err
				}
			}
		case halfway(sending):
			d = d.end(Uncertain, CutOff, "", tx.Now())
		case d.Tries >= maxTries:
			d = d.end(RefusedBy, GaveUp, no.code(), tx.Now())
		default:
			d.HandedAt, d.Code = 0, no.code()
		}
		return updateDelivery(ctx, tx, d)
	})
}

// again tells that the job shall come back for the copy later.
func again(sending error, d Delivery) bool {
	_, final := refusalOf(sending)
	return sending != nil && !final && !halfway(sending) && d.Tries < maxTries
}

// halfway tells that the line broke when the server had the whole mail and had
// not answered: it may have taken it.
func halfway(err error) bool {
	return err != nil && !errors.Is(err, mail.ErrRejected) && strings.Contains(err.Error(), "the line broke at the end of the content")
}

func (d Delivery) String() string { return fmt.Sprintf("%s %s", d.ID, d.State) }
