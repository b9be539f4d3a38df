package account

// Role is what somebody is in one organisation.
type Role string

// Roles. Owner to Company are given by membership; Door comes from a door
// link, Participant from signing in, Anonymous from neither.
const (
	Anonymous   Role = ""
	Owner       Role = "owner"
	Organiser   Role = "organiser"
	Accountant  Role = "accountant"
	Officer     Role = "officer"
	Host        Role = "host"
	Company     Role = "company"
	Door        Role = "door"
	Participant Role = "participant"
)

// Roles lists every role, the anonymous visitor included.
var Roles = []Role{Owner, Organiser, Accountant, Officer, Host, Company, Door, Participant, Anonymous}

// MemberRoles lists the roles a membership can carry, in the order in which
// the members page offers them.
var MemberRoles = []Role{Owner, Organiser, Accountant, Officer, Host, Company}

// IsMember reports whether the role is one that a membership can carry.
func (r Role) IsMember() bool {
	switch r {
	case Owner, Organiser, Accountant, Officer, Host, Company:
		return true
	}
	return false
}

// IsStaff reports whether the role works with other people's data or figures.
// Staff sessions are short: 30 minutes idle, 12 hours in all.
func (r Role) IsStaff() bool {
	switch r {
	case Owner, Organiser, Accountant, Officer:
		return true
	}
	return false
}

// Key is the catalogue key of the role's name.
func (r Role) Key() string {
	if r == Anonymous {
		return "account.role.anonymous"
	}
	return "account.role." + string(r)
}
