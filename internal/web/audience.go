package web

// Audience is who a route is for. It decides where a visitor is sent who may
// not come in, and which pages may be kept by caches.
type Audience int

const (
	Undeclared Audience = iota
	Anyone              // no sign-in, no token
	Link                // whoever holds the unguessable token of the path
	SignedIn            // a person with a session, in any role or none
	Staff               // a role of the organisation that may do the action
	Officer             // the same, for those who see figures only
	Partner             // the same, for coworking hosts and company members
	Door                // a door helper at the one event of the link, or staff
	API                 // a bearer token with the scope of the action
	Setup               // the first start, before any organisation exists
)

var audienceNames = [...]string{
	"undeclared", "anyone", "link", "signed-in", "staff", "officer", "partner", "door", "api", "setup",
}

func (a Audience) String() string {
	if a < 0 || int(a) >= len(audienceNames) {
		return "unknown"
	}
	return audienceNames[a]
}

// byRole tells that account.Can decides for this audience.
func (a Audience) byRole() bool {
	switch a {
	case Staff, Officer, Partner, Door, API:
		return true
	}
	return false
}

// Scope is the set of objects that a route can reach.
type Scope string

const (
	ScopeSite  Scope = "site"         // nothing of any organisation
	ScopeOrg   Scope = "organisation" // objects of the organisation in the path
	ScopeEvent Scope = "event"        // objects of the event in the path
	ScopeOwn   Scope = "own"          // what belongs to the person signed in
	ScopeLink  Scope = "link"         // the one object that the token names
)
