package account_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
)

func TestAnInvitationIsMailedAndTakenUp(t *testing.T) {
	each(t, func(w *world) {
		who := w.invite("new@example.jp", account.Organiser)
		mail := w.post.last()
		if mail.To != "new@example.jp" || !strings.Contains(mail.Text, "運営スタッフ") ||
			!strings.Contains(mail.Text, "https://koryu.example/sign-in") {
			t.Errorf("mail to %s: %s", mail.To, mail.Text)
		}
		if m := w.memberOf(who.ID); m.JoinedAt != 0 || m.Role != account.Organiser {
			t.Errorf("before the sign-in: %+v", m)
		}
		in := w.signIn("new@example.jp")
		if role := in.Session.ActorIn(w.org).Role; role != account.Organiser {
			t.Errorf("signed in as %q", role)
		}
		if m := w.memberOf(who.ID); m.JoinedAt == 0 || m.SeenAt == 0 {
			t.Errorf("after the sign-in: %+v", m)
		}
	})
}

func TestInvitingAgain(t *testing.T) {
	each(t, func(w *world) {
		w.invite("new@example.jp", account.Officer)
		who := w.invite("new@example.jp", account.Accountant)
		if m := w.memberOf(who.ID); m.Role != account.Accountant || w.post.count() != 2 {
			t.Errorf("%+v after %d mails", m, w.post.count())
		}
		w.signIn("new@example.jp")
		_, err := w.Invite(t.Context(), w.owner, account.Invitation{Org: w.org, Email: "new@example.jp", Role: account.Owner})
		w.refused(err, "account.member.already")
	})
}

func TestSec09ARoleActsFromTheNextRequest(t *testing.T) {
	each(t, func(w *world) {
		actor, token := w.member("m@example.jp", account.Organiser)
		role := func() account.Role {
			seen, err := w.FindSession(t.Context(), token)
			w.ok(err)
			return seen.ActorIn(w.org).Role
		}
		w.ok(w.ChangeRole(t.Context(), w.owner, w.org, actor.IdentityID, account.Officer))
		if got := role(); got != account.Officer {
			t.Errorf("changed, yet %q", got)
		}
		w.ok(w.RemoveMember(t.Context(), w.owner, w.org, actor.IdentityID))
		if got := role(); got != account.Participant {
			t.Errorf("removed, yet %q", got)
		}
	})
}

func TestTheLastOwnerStays(t *testing.T) {
	each(t, func(w *world) {
		self := w.owner.IdentityID
		w.refused(w.RemoveMember(t.Context(), w.owner, w.org, self), "account.member.last_owner")
		w.refused(w.ChangeRole(t.Context(), w.owner, w.org, self, account.Organiser), "account.member.last_owner")
		w.ok(w.ChangeRole(t.Context(), w.owner, w.org, self, account.Owner))

		w.invite("mistyped@example.jp", account.Owner)
		w.refused(w.RemoveMember(t.Context(), w.owner, w.org, self), "account.member.last_owner")

		w.member("second@example.jp", account.Owner)
		w.ok(w.RemoveMember(t.Context(), w.owner, w.org, self))
	})
}

func TestTwoOwnersCannotRemoveEachOther(t *testing.T) {
	each(t, func(w *world) {
		for range 10 {
			second, _ := w.member("second@example.jp", account.Owner)
			var group sync.WaitGroup
			for _, who := range []string{w.owner.IdentityID, second.IdentityID} {
				group.Go(func() { w.ChangeRole(t.Context(), account.System(w.org), w.org, who, account.Organiser) })
			}
			group.Wait()
			if n := w.count(`SELECT COUNT(*) FROM membership WHERE org_id = $1 AND role = 'owner'`, w.org); n != 1 {
				t.Fatalf("%d owners are left", n)
			}
			w.execWith(`DELETE FROM membership WHERE org_id = $1 AND identity_id = $2`, w.org, second.IdentityID)
			w.execWith(`UPDATE membership SET role = 'owner' WHERE org_id = $1`, w.org)
			w.exec(`DELETE FROM attempt`)
		}
	})
}

func TestSec04MembersOfAnotherOrganisationDoNotExist(t *testing.T) {
	each(t, func(w *world) {
		other := w.found("org-b", "other@example.jp")
		_, err := w.ListMembers(t.Context(), other, w.org)
		w.notFound(err)
		w.notFound(w.ChangeRole(t.Context(), other, w.org, w.owner.IdentityID, account.Officer))
		w.notFound(w.RemoveMember(t.Context(), other, w.org, w.owner.IdentityID))
		_, err = w.Invite(t.Context(), other, account.Invitation{Org: w.org, Email: "x@example.jp", Role: account.Owner})
		w.notFound(err)

		// Their own organisation with somebody else's member.
		w.notFound(w.ChangeRole(t.Context(), other, "org-b", w.owner.IdentityID, account.Officer))
		w.notFound(w.RemoveMember(t.Context(), other, "org-b", w.owner.IdentityID))
		if m := w.memberOf(w.owner.IdentityID); m.Role != account.Owner {
			t.Errorf("the owner became %q", m.Role)
		}
		list, err := w.ListMembers(t.Context(), other, "org-b")
		w.ok(err)
		if len(list) != 1 || list[0].Email != "other@example.jp" {
			t.Errorf("listed %+v", list)
		}
	})
}

func TestOnlyOwnersManageMembers(t *testing.T) {
	each(t, func(w *world) {
		organiser, _ := w.member("organiser@example.jp", account.Organiser)
		_, err := w.Invite(t.Context(), organiser, account.Invitation{Org: w.org, Email: "x@example.jp", Role: account.Owner})
		w.refused(err, "account.forbidden")
		w.refused(w.ChangeRole(t.Context(), organiser, w.org, organiser.IdentityID, account.Owner), "account.forbidden")
		w.refused(w.RemoveMember(t.Context(), organiser, w.org, w.owner.IdentityID), "account.forbidden")
		_, err = w.ListMembers(t.Context(), organiser, w.org)
		w.ok(err)
		if n := w.post.count(); n != 1 { // the organiser's own code
			t.Errorf("%d mails", n)
		}
	})
}

func TestRolesThatNoMembershipCarriesAreRefused(t *testing.T) {
	each(t, func(w *world) {
		for _, role := range []account.Role{account.Door, account.Participant, account.Anonymous, "root"} {
			_, err := w.Invite(t.Context(), w.owner, account.Invitation{Org: w.org, Email: "x@example.jp", Role: role})
			w.refused(err, "account.member.role_invalid")
		}
	})
}

func TestAnOrganisationIsFoundedOnce(t *testing.T) {
	each(t, func(w *world) {
		err := w.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := w.FoundOwner(ctx, tx, account.Founder{Org: w.org, Email: "intruder@example.jp"})
			return err
		})
		w.refused(err, "account.setup.done")
	})
}

func TestOnePersonHasARoleInEachOrganisation(t *testing.T) {
	each(t, func(w *world) {
		w.found("org-b", "owner@example.jp")
		w.give("both@example.jp", account.Officer)
		in := w.signIn("owner@example.jp")
		for org, want := range map[string]account.Role{
			w.org: account.Owner, "org-b": account.Owner, "org-c": account.Participant,
		} {
			if got := in.Session.ActorIn(org).Role; got != want {
				t.Errorf("in %s: got %q, want %q", org, got, want)
			}
		}
	})
}

func (w *world) invite(email string, role account.Role) account.Identity {
	w.t.Helper()
	who, err := w.Invite(w.t.Context(), w.owner, account.Invitation{Org: w.org, OrgName: "見本NPO", Email: email, Role: role, Lang: i18n.Ja})
	w.ok(err)
	w.work()
	return who
}

func (w *world) memberOf(identity string) account.Member {
	w.t.Helper()
	list, err := w.ListMembers(w.t.Context(), w.owner, w.org)
	w.ok(err)
	for _, m := range list {
		if m.IdentityID == identity {
			return m
		}
	}
	w.t.Fatalf("%s is no member", identity)
	return account.Member{}
}

func (w *world) notFound(err error) {
	w.t.Helper()
	if apperr.CategoryOf(err) != apperr.NotFound {
		w.t.Fatalf("got %v, want not found", err)
	}
}
