package account

import "slices"

// Kinds of actor.
const (
	KindAnonymous = "anonymous"
	KindPerson    = "person"
	KindDoor      = "door"
	KindAPI       = "api"
	KindSystem    = "system"
)

// Actor is who does something, seen from one organisation.
type Actor struct {
	Kind       string
	IdentityID string // person
	OrgID      string // "" outside any organisation
	Email      string
	Name       string // person's, device's or token's
	Role       Role
	EventID    string   // the one event of a door helper
	SessionID  string   // person and door
	TokenID    string   // api
	Scopes     []Action // api
}

// System is the actor of everything that happens by itself, such as a
// promotion from the waiting list in a nightly job.
func System(org string) Actor { return Actor{Kind: KindSystem, OrgID: org} }

// Nobody is the actor of a visitor who did not sign in.
func Nobody(org string) Actor { return Actor{Kind: KindAnonymous, OrgID: org} }

// Can reports whether the actor may do the action within its organisation. An
// API token is judged by its scopes alone; the system may, since no request can
// make itself the system. For a door helper ask AtEvent too.
func (a Actor) Can(action Action) bool {
	switch a.Kind {
	case KindAPI:
		return slices.Contains(a.Scopes, action)
	case KindSystem:
		return true
	}
	return Can(a.Role, action)
}

// AtEvent reports whether the actor's rights reach the event: those of a door
// helper end at the one event of the link.
func (a Actor) AtEvent(event string) bool {
	return a.Kind != KindDoor || a.EventID == event
}

// SignedIn reports whether a person stands behind the actor.
func (a Actor) SignedIn() bool { return a.Kind == KindPerson }

// ID is what the audit trail keeps of the actor: an identifier that says
// nothing about the person once the identity is erased.
func (a Actor) ID() string {
	switch a.Kind {
	case KindPerson:
		return a.IdentityID
	case KindDoor:
		return a.SessionID
	case KindAPI:
		return a.TokenID
	}
	return ""
}
