package profile

import (
	"context"
	"slices"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

var errNoConsent = apperr.New(apperr.Forbidden, "profile.error.no_consent")

// Account says how it stands with the consent under which a profile is kept.
type Account struct {
	FollowUp    bool       // consent h holds
	GivenAt     db.Instant // zero unless it holds
	WithdrawnAt db.Instant // last withdrawal, zero if it holds or never held
	Saved       bool       // there are data
}

// keepHidden is how long a hidden profile can be taken back, in days.
const keepHidden = 30

// DeletedAt is when the data of a withdrawn profile go, zero when there is
// nothing to delete.
func (a Account) DeletedAt() db.Instant {
	if a.FollowUp || !a.Saved || a.WithdrawnAt.IsZero() {
		return 0
	}
	return a.WithdrawnAt.Add(keepHidden * day)
}

// FindAccount tells how it stands with the person's profile.
func FindAccount(ctx context.Context, q db.Q, org, person string) (a Account, err error) {
	all, err := people.ConsentHistory(ctx, q, org, person)
	if err != nil {
		return a, err
	}
	for _, c := range all {
		switch {
		case c.Code != people.ConsentFollowUp:
		case c.RevokedAt.IsZero():
			a.FollowUp, a.GivenAt = true, c.GivenAt
		default:
			a.WithdrawnAt = max(a.WithdrawnAt, c.RevokedAt)
		}
	}
	if a.FollowUp {
		a.WithdrawnAt = 0
	}
	n, err := exists(ctx, q, org, person)
	a.Saved = n > 0
	return a, err
}

// GiveFollowUp records consent h, without which no profile is kept. Given again
// before a withdrawn profile is deleted, it brings it back as it was.
func GiveFollowUp(ctx context.Context, tx *db.Tx, actor account.Actor, org, person string, lang i18n.Lang) error {
	live, err := people.Consenting(ctx, tx, org, people.ConsentFollowUp, "", []string{person})
	if err != nil || live[person] {
		return err
	}
	err = people.GiveConsents(ctx, tx, people.Consent{
		OrgID: org, PersonID: person, Code: people.ConsentFollowUp, Lang: lang,
		Channel: people.ChannelWeb, GivenBy: people.Recorder(actor),
	})
	if err != nil {
		return err
	}
	return record(ctx, tx, actor, org, person, "consent.given", map[string]any{"code": people.ConsentFollowUp})
}

// WithdrawFollowUp ends consent h: from now on the profile is shown to nobody,
// staff included. It is deleted after 30 days unless the person takes it back.
func WithdrawFollowUp(ctx context.Context, tx *db.Tx, actor account.Actor, org, person string) error {
	held, err := people.RevokeConsent(ctx, tx, people.Revocation{
		OrgID: org, PersonID: person, Code: people.ConsentFollowUp, By: people.Recorder(actor),
	})
	if err != nil || !held {
		return err
	}
	return record(ctx, tx, actor, org, person, "consent.withdrawn", map[string]any{"code": people.ConsentFollowUp})
}

// audiencesOf reads consents e: the recipient of the consent of a field is who
// sees it. Where a merge of two records left two, the narrower holds.
func audiencesOf(consents []people.Consent) map[Field]Audience {
	all := make(map[Field]Audience, len(Fields))
	for _, f := range Fields {
		all[f] = Organiser
		for _, c := range consents {
			a := Audience(c.Recipient)
			if c.Scope != f.Scope() || a == Organiser || !slices.Contains(Audiences, a) {
				continue
			}
			if all[f] == Organiser || slices.Index(Audiences, a) < slices.Index(Audiences, all[f]) {
				all[f] = a
			}
		}
	}
	return all
}

// moved names the fields whose audience changes.
func moved(before, after Profile) []string {
	var names []string
	for _, f := range Fields {
		if before.Audience(f) != after.Audience(f) {
			names = append(names, "audience:"+string(f))
		}
	}
	return names
}

// moveConsents lets the consents e follow what the person chose. A wider circle
// is another consent than the narrower one was, so the old one ends.
func moveConsents(ctx context.Context, tx *db.Tx, actor account.Actor, before, after Profile) error {
	var given []people.Consent
	for _, f := range Fields {
		to := after.Audience(f)
		if before.Audience(f) == to {
			continue
		}
		_, err := people.RevokeConsent(ctx, tx, people.Revocation{
			OrgID: after.OrgID, PersonID: after.PersonID, Code: people.ConsentDirectory, Scope: f.Scope(), By: people.Recorder(actor),
		})
		if err != nil {
			return err
		}
		if to != Organiser {
			given = append(given, people.Consent{
				OrgID: after.OrgID, PersonID: after.PersonID, Code: people.ConsentDirectory, Scope: f.Scope(), Recipient: string(to),
				Lang: after.Lang, Channel: people.ChannelWeb, GivenBy: people.Recorder(actor),
			})
		}
	}
	if len(given) == 0 {
		return nil
	}
	return people.GiveConsents(ctx, tx, given...)
}

// hideFields ends all consents e for fields.
func hideFields(ctx context.Context, tx *db.Tx, actor account.Actor, org, person string) error {
	for _, f := range Fields {
		_, err := people.RevokeConsent(ctx, tx, people.Revocation{
			OrgID: org, PersonID: person, Code: people.ConsentDirectory, Scope: f.Scope(), By: people.Recorder(actor),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func record(ctx context.Context, tx *db.Tx, actor account.Actor, org, person, action string, data any) error {
	return account.Record(ctx, tx, account.Entry{
		Org: org, Actor: actor, Action: action, Object: "person", ObjectID: person, Data: data,
	})
}
