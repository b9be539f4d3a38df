package account

import (
	"context"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

// invitationsPerOrg bounds the mails that an organisation can make us send.
const invitationsPerOrg = 60 // an hour

// Invite gives the address a role and mails it. Whoever was invited but never
// signed in is mailed again and gets the new role; a member is a conflict.
func (s *Service) Invite(ctx context.Context, actor Actor, inv Invitation) (Identity, error) {
	var who Identity
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.Allow(ctx, tx, "invite", inv.Org, invitationsPerOrg, time.Hour); err != nil {
			return err
		}
		var err error
		if who, err = s.AddMember(ctx, tx, actor, inv); err != nil {
			return err
		}
		return s.enqueueInvitation(ctx, tx, inviteMail{Email: who.Email, Name: who.Name,
			OrgName: inv.OrgName, Role: inv.Role, Lang: inv.Lang})
	})
	return who, err
}

// AddMember gives the address a role without a mail. The role acts from the
// address's next request.
func (s *Service) AddMember(ctx context.Context, tx *db.Tx, actor Actor, inv Invitation) (Identity, error) {
	if err := actor.Require(inv.Org, MemberManage); err != nil {
		return Identity{}, err
	}
	if !inv.Role.IsMember() {
		return Identity{}, apperr.New(apperr.Invalid, "account.member.role_invalid").On("role")
	}
	email, err := address(inv.Email)
	if err != nil {
		return Identity{}, err
	}
	who, err := s.ensureIdentity(ctx, tx, email, text.Clean(inv.Name))
	if err != nil {
		return Identity{}, err
	}
	fresh, err := putMembership(ctx, tx, inv.Org, who.ID, inv.Role, actor.IdentityID, tx.Now())
	if err != nil {
		return Identity{}, err
	}
	if !fresh {
		return Identity{}, apperr.New(apperr.Conflict, "account.member.already").On("email")
	}
	return who, Record(ctx, tx, Entry{Org: inv.Org, Actor: actor, Action: "member.invited",
		Object: "identity", ObjectID: who.ID, Data: roleChange{To: inv.Role}})
}

// ListMembers lists owners first, then by role and address.
func (s *Service) ListMembers(ctx context.Context, actor Actor, org string) ([]Member, error) {
	if err := actor.Require(org, MemberView); err != nil {
		return nil, err
	}
	return listMembers(ctx, s.DB, org)
}

// ChangeRole acts from the member's next request. The last owner stays one.
func (s *Service) ChangeRole(ctx context.Context, actor Actor, org, identity string, to Role) error {
	if err := actor.Require(org, MemberManage); err != nil {
		return err
	}
	if !to.IsMember() {
		return apperr.New(apperr.Invalid, "account.member.role_invalid").On("role")
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		from, err := s.memberToChange(ctx, tx, org, identity, to)
		if err != nil || from == to {
			return err
		}
		if err := setRole(ctx, tx, org, identity, to); err != nil {
			return err
		}
		return Record(ctx, tx, Entry{Org: org, Actor: actor, Action: "member.role_changed",
			Object: "identity", ObjectID: identity, Data: roleChange{From: from, To: to}})
	})
}

// RemoveMember makes the member a mere participant from the next request on.
// The last owner cannot be removed.
func (s *Service) RemoveMember(ctx context.Context, actor Actor, org, identity string) error {
	if err := actor.Require(org, MemberManage); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		from, err := s.memberToChange(ctx, tx, org, identity, Participant)
		if err != nil {
			return err
		}
		if err := dropMembership(ctx, tx, org, identity); err != nil {
			return err
		}
		return Record(ctx, tx, Entry{Org: org, Actor: actor, Action: "member.removed",
			Object: "identity", ObjectID: identity, Data: roleChange{From: from}})
	})
}

type roleChange struct {
	From Role `json:"from,omitempty"`
	To   Role `json:"to,omitempty"`
}

// memberToChange finds the present role and holds the organisation's owners
// until the commit: two owners who remove each other at the same moment would
// leave nobody. An invited owner who never signed in does not count, since the
// address may be mistyped.
func (s *Service) memberToChange(ctx context.Context, tx *db.Tx, org, identity string, to Role) (Role, error) {
	owners, err := holdOwners(ctx, tx, org)
	if err != nil {
		return "", err
	}
	from, found, err := findRole(ctx, tx, org, identity)
	if err != nil {
		return "", err
	}
	if !found {
		return "", apperr.New(apperr.NotFound, "account.not_found")
	}
	if to != Owner && len(owners) == 1 && owners[0] == identity {
		return "", apperr.New(apperr.Conflict, "account.member.last_owner")
	}
	return from, nil
}
