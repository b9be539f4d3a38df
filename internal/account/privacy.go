package account

import (
	"context"
	"time"

	"koryu/internal/kit/db"
)

// Dossier is what this package holds of an address, for whoever it belongs to.
type Dossier struct {
	Email     string           `json:"email"`
	Name      string           `json:"name"`
	CreatedAt *time.Time       `json:"created_at"`
	Role      string           `json:"role"` // in the organisation that answers; empty for a participant
	Browsers  []DossierBrowser `json:"browsers"`
}

// DossierBrowser is one browser that is signed in.
type DossierBrowser struct {
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at"`
}

// Export gives what signing in left of the address, as far as org may say it. A
// missing identity is an empty dossier.
func Export(ctx context.Context, q db.Q, org, email string) (any, error) {
	var d Dossier
	who, found, err := findIdentityByEmail(ctx, q, email)
	if err != nil || !found {
		return d, err
	}
	created := who.CreatedAt.Time()
	d.Email, d.Name, d.CreatedAt = who.Email, who.Name, &created
	role, _, err := findRole(ctx, q, org, who.ID)
	if err != nil {
		return d, err
	}
	d.Role = string(role)
	sessions, err := findSessions(ctx, q, byIdentity, who.ID)
	for _, s := range sessions {
		d.Browsers = append(d.Browsers, DossierBrowser{Name: s.Agent, CreatedAt: s.CreatedAt.Time(), SeenAt: s.SeenAt.Time()})
	}
	return d, err
}

// Left says what an erasure did to one table of this package.
type Left struct {
	Table string
	Rows  int
	Kept  string // key of the reason
}

// Reasons for which rows stay; the catalogue words them.
const (
	keptMember = "privacy.kept.member" // the address still has a role
	keptTrail  = "privacy.kept.trail"  // identifiers without a name behind them
)

// Erase deletes the identity of an address with its sessions and open codes.
// With needed, or while it has a role in any organisation, it stays. What the
// trail holds of the person stays as identifiers, behind which no name is left.
func (s *Service) Erase(ctx context.Context, tx *db.Tx, org, person, email string, needed bool) ([]Left, error) {
	var list []Left
	who, found, err := findIdentityByEmail(ctx, tx, email)
	if err != nil {
		return nil, err
	}
	trail, err := countTrail(ctx, tx, org, person, who.ID)
	if err != nil {
		return nil, err
	}
	if list = append(list, Left{Table: "audit_entry", Rows: trail, Kept: keptTrail}); !found {
		return list, nil
	}
	role, err := hasRole(ctx, tx, who.ID)
	if err != nil {
		return nil, err
	}
	if role || needed {
		return append(list, Left{Table: "identity", Rows: 1, Kept: keptMember}), nil
	}
	sessions, err := deleteIdentity(ctx, tx, who.ID, s.mac("code.email", email))
	return append(list, Left{Table: "identity", Rows: 1}, Left{Table: "session", Rows: int(sessions)}), err
}
