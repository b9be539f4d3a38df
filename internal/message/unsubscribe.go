package message

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

// Subscription is what the link in an announcement leads to: whether the
// organisation may send announcements to the person.
type Subscription struct {
	OrgID, PersonID string
	Lang            i18n.Lang
	On              bool
}

var errLink = apperr.New(apperr.NotFound, "message.error.link")

// FindSubscription resolves the token of an announcement's link. It fails with
// not found when the token is not ours or the copy is gone.
func (s *Service) FindSubscription(ctx context.Context, token string) (Subscription, error) {
	id, _, ok := s.Keys.ParseToken(sealUnsubscribe, token)
	if !ok {
		return Subscription{}, errLink
	}
	d, err := findDeliveryAnywhere(ctx, s.DB, id)
	if err != nil {
		return Subscription{}, linkError(err)
	}
	person, err := people.Find(ctx, s.DB, d.OrgID, d.PersonID)
	if err != nil {
		return Subscription{}, linkError(err)
	}
	on, err := people.Consenting(ctx, s.DB, d.OrgID, people.ConsentNews, "", []string{person.ID})
	return Subscription{OrgID: d.OrgID, PersonID: person.ID, Lang: person.Lang, On: on[person.ID]}, err
}

func linkError(err error) error {
	if apperr.CategoryOf(err) == apperr.NotFound {
		return errLink
	}
	return err
}

// Unsubscribe withdraws the consent to announcements. It holds from the next
// mail on, also of a message that is being sent. Once more changes nothing.
func (s *Service) Unsubscribe(ctx context.Context, token string) (Subscription, error) {
	return s.subscribe(ctx, token, func(ctx context.Context, tx *db.Tx, sub Subscription) (bool, error) {
		return people.RevokeConsent(ctx, tx, people.Revocation{OrgID: sub.OrgID, PersonID: sub.PersonID, Code: people.ConsentNews, By: linkHolder})
	}, "consent.withdrawn", false)
}

// Resubscribe takes the withdrawal back: the consent is given anew, to the text
// in force.
func (s *Service) Resubscribe(ctx context.Context, token string, lang i18n.Lang) (Subscription, error) {
	return s.subscribe(ctx, token, func(ctx context.Context, tx *db.Tx, sub Subscription) (bool, error) {
		return !sub.On, people.GiveConsents(ctx, tx, people.Consent{OrgID: sub.OrgID, PersonID: sub.PersonID, Code: people.ConsentNews,
			Lang: lang, Channel: people.ChannelWeb, GivenBy: linkHolder})
	}, "consent.given", true)
}

// linkHolder is who acts by the link of a mail without signing in.
const linkHolder = "link"

func (s *Service) subscribe(ctx context.Context, token string, act func(context.Context, *db.Tx, Subscription) (bool, error),
	action string, on bool) (Subscription, error) {
	sub, err := s.FindSubscription(ctx, token)
	if err != nil {
		return sub, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		changed, err := act(ctx, tx, sub)
		if err != nil || !changed {
			return err
		}
		return account.Record(ctx, tx, account.Entry{Org: sub.OrgID, Actor: account.Nobody(sub.OrgID), Action: action,
			Object: "person", ObjectID: sub.PersonID, Data: map[string]any{"code": people.ConsentNews, "by": linkHolder}})
	})
	sub.On = on
	return sub, err
}
