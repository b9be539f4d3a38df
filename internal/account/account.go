package account

import (
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/kit/text"
)

// Service is what the other packages use of this one.
type Service struct {
	DB   *db.DB
	Keys *seal.Keys
	Mail mail.Sender
	Base string // address of the installation without a final slash; links in mails start with it
	Demo bool   // permits sign-in links; set by the demonstration only
}

// Identity is one e-mail address that proved itself, or was invited to.
type Identity struct {
	ID        string
	Email     string // comparison form: lower case
	Name      string // may be empty
	CreatedAt db.Instant
}

// Membership is a role in one organisation.
type Membership struct {
	OrgID string
	Role  Role
}

// Member is a line of an organisation's members page.
type Member struct {
	IdentityID string
	Email      string
	Name       string
	Role       Role
	InvitedAt  db.Instant
	JoinedAt   db.Instant // zero until the first sign-in
	SeenAt     db.Instant // zero if there is no live session
}

// Session is a signed-in browser of a person, or a door device.
type Session struct {
	ID         string
	Kind       string // KindPerson or KindDoor
	CreatedAt  db.Instant
	SeenAt     db.Instant
	ExpiresAt  db.Instant // when it ends at the latest if nothing more is done
	Agent      string     // short name of the browser, for the list of sessions
	IdentityID string     // person
	Email      string     // person
	Name       string     // person's or device's
	OrgID      string     // door
	EventID    string     // door
	LinkID     string     // door

	Memberships []Membership // person; read anew on every request
}

// Live reports whether there is a session at all.
func (s Session) Live() bool { return s.ID != "" }

// ActorIn is who the session's owner is in the organisation. A person without
// a membership there is a participant; a door device of another organisation
// is nobody.
func (s Session) ActorIn(org string) Actor {
	switch {
	case s.Kind == KindDoor && s.OrgID == org:
		return Actor{Kind: KindDoor, OrgID: org, Name: s.Name, Role: Door, EventID: s.EventID, SessionID: s.ID}
	case s.Kind == KindPerson:
		a := Actor{Kind: KindPerson, OrgID: org, IdentityID: s.IdentityID, Email: s.Email, Name: s.Name,
			Role: Participant, SessionID: s.ID}
		for _, m := range s.Memberships {
			if m.OrgID == org {
				a.Role = m.Role
			}
		}
		return a
	}
	return Nobody(org)
}

// SignIn is the answer to a right code, link or set-up: the token goes into
// the session cookie and is kept nowhere else.
type SignedIn struct {
	Token   string
	Session Session
}

// CodeRequest asks for a code by e-mail.
type CodeRequest struct {
	Email   string
	Browser string // random value of the browser's cookie, see NewBrowser
	IP      string // of the visitor; counted by network, never kept in clear
	Lang    i18n.Lang
}

// CodeTry is a code typed by somebody.
type CodeTry struct {
	Email   string
	Code    string // as typed: full-width digits and spaces are forgiven
	Browser string
	IP      string
	Agent   string // User-Agent header
	Old     string // token of the session the browser had before; it dies
}

// Invitation offers a role in an organisation to an address.
type Invitation struct {
	Org     string
	OrgName string // as the mail shall call it
	Email   string
	Name    string // optional
	Role    Role
	Lang    i18n.Lang
}

// DoorLink lets helpers check guests in at one event.
type DoorLink struct {
	ID        string
	OrgID     string
	EventID   string
	Label     string // whom the link was made for: "受付ボランティア"
	Token     string // path segment of /door/{token}
	CreatedAt db.Instant
	ExpiresAt db.Instant // first refused instant; six hours after the event by default
	RevokedAt db.Instant // zero while alive
	Devices   int        // sessions opened with it
}

// DoorLinkEnds is how long a door link outlives its event.
const DoorLinkEnds = 6 * time.Hour

// APIToken is a bearer token of an organisation. Its text is shown once.
type APIToken struct {
	ID         string
	OrgID      string
	Name       string
	Scopes     []Action
	CreatedBy  string // identity
	CreatedAt  db.Instant
	LastUsedAt db.Instant
	RevokedAt  db.Instant
}

// address brings an e-mail address into its comparison form.
func address(typed string) (string, error) {
	email, ok := text.Email(typed)
	if !ok {
		return "", apperr.New(apperr.Invalid, "account.email.invalid").On("email")
	}
	return email, nil
}
