package account

import (
	"context"
	"encoding/base64"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// Lifetimes of sessions. A staff session ends for whoever holds a staff role
// anywhere, from the request after the role was given.
const (
	staffIdle       = 30 * time.Minute
	staffAbsolute   = 12 * time.Hour
	participantIdle = 30 * 24 * time.Hour

	// seenEvery keeps reading from writing: the time last seen may be this
	// much too old, never too new.
	seenEvery = 5 * time.Minute
)

var errNoSession = apperr.New(apperr.Unauthenticated, "account.session.ended")

// FindSession finds the live session behind a cookie; without one it fails
// with category Unauthenticated.
func (s *Service) FindSession(ctx context.Context, token string) (Session, error) {
	if token == "" {
		return Session{}, errNoSession
	}
	now := s.DB.Now()
	found, err := findSessions(ctx, s.DB, byToken, s.mac("session", token))
	if err != nil {
		return Session{}, err
	}
	if len(found) == 0 || found[0].ExpiresAt <= now {
		return Session{}, errNoSession
	}
	if now.Sub(found[0].SeenAt) >= seenEvery {
		// A failed write only ends the session early; reading goes on.
		_ = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return markSeen(ctx, tx, found[0].ID, tx.Now())
		})
	}
	return found[0], nil
}

// ListSessions lists the live sessions of a person, newest first.
func (s *Service) ListSessions(ctx context.Context, identity string) ([]Session, error) {
	now := s.DB.Now()
	found, err := findSessions(ctx, s.DB, byIdentity, identity)
	if err != nil {
		return nil, err
	}
	live := found[:0]
	for _, one := range found {
		if one.ExpiresAt > now {
			live = append(live, one)
		}
	}
	return live, nil
}

// SignOut ends the session behind a cookie; one that ended already is fine.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return endSessionOf(ctx, tx, s.mac("session", token), tx.Now())
	})
}

// RevokeSession ends one of the actor's own sessions. Another's is not found.
func (s *Service) RevokeSession(ctx context.Context, actor Actor, session string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		ended, err := endSession(ctx, tx, actor.IdentityID, session, tx.Now())
		if err != nil {
			return err
		}
		if !ended {
			return apperr.New(apperr.NotFound, "account.not_found")
		}
		return Record(ctx, tx, Entry{Actor: actor, Action: "session.revoked", Object: "session", ObjectID: session})
	})
}

// RevokeOtherSessions ends all sessions of the actor but the one in use.
func (s *Service) RevokeOtherSessions(ctx context.Context, actor Actor) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := endOtherSessions(ctx, tx, actor.IdentityID, actor.SessionID, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return Record(ctx, tx, Entry{Actor: actor, Action: "session.revoked_others",
			Object: "identity", ObjectID: actor.IdentityID})
	})
}

// openSession signs the identity in under a new token. The browser's old
// session dies, so a token planted before the sign-in is worth nothing, and
// invitations become memberships that were taken up.
func (s *Service) openSession(ctx context.Context, tx *db.Tx, who Identity, agent, old string) (SignedIn, error) {
	joined, err := takeUpInvitations(ctx, tx, who.ID, tx.Now())
	if err != nil {
		return SignedIn{}, err
	}
	row := sessionRow{Kind: KindPerson, IdentityID: who.ID, Agent: agentName(agent)}
	in, err := s.startSession(ctx, tx, row, old)
	if err != nil {
		return SignedIn{}, err
	}
	entries := []Entry{{Actor: in.Session.ActorIn(""), Action: "session.signed_in", Object: "identity", ObjectID: who.ID}}
	for _, org := range joined {
		entries = append(entries, Entry{Org: org, Actor: in.Session.ActorIn(org), Action: "member.joined",
			Object: "identity", ObjectID: who.ID})
	}
	return in, Record(ctx, tx, entries...)
}

// startSession writes the session and reads it back as the next request will.
func (s *Service) startSession(ctx context.Context, tx *db.Tx, row sessionRow, old string) (SignedIn, error) {
	if old != "" {
		if err := endSessionOf(ctx, tx, s.mac("session", old), tx.Now()); err != nil {
			return SignedIn{}, err
		}
	}
	token := s.newSecret()
	row.ID, row.TokenMAC, row.At = tx.NewID(), s.mac("session", token), tx.Now()
	if err := putSession(ctx, tx, row); err != nil {
		return SignedIn{}, err
	}
	found, err := findSessions(ctx, tx, byToken, row.TokenMAC)
	if err != nil {
		return SignedIn{}, err
	}
	if len(found) == 0 {
		return SignedIn{}, errNoSession
	}
	return SignedIn{Token: token, Session: found[0]}, nil
}

// newSecret makes 256 random bits for a cookie or a bearer token.
func (s *Service) newSecret() string {
	return base64.RawURLEncoding.EncodeToString(s.DB.IDs().Token(32))
}

// ends is when the session is over if its owner does nothing more.
func (s Session) ends() db.Instant {
	for _, m := range s.Memberships {
		if m.Role.IsStaff() {
			return min(s.SeenAt.Add(staffIdle), s.CreatedAt.Add(staffAbsolute))
		}
	}
	return s.SeenAt.Add(participantIdle)
}
