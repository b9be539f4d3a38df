package member

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"koryu/internal/account"
	"koryu/internal/programme"
	"koryu/internal/web"
)

// place is where a role works: its organisation and the way there.
type place struct {
	Org  programme.Org
	Role account.Role
	Href string
}

// placeOf leads each role to its first page.
func placeOf(org programme.Org, role account.Role) place {
	p := place{Org: org, Role: role, Href: web.OrgPath(org.Slug, "partner")}
	switch role {
	case account.Owner, account.Organiser, account.Accountant:
		p.Href = web.OrgPath(org.Slug, "staff")
	case account.Officer:
		p.Href = web.OrgPath(org.Slug, "figures")
	}
	return p
}

// places lists the organisations in which the person holds a role.
func (s Services) places(ctx context.Context, session account.Session) ([]place, error) {
	var all []place
	for _, m := range session.Memberships {
		org, err := s.Programmes.FindOrg(ctx, m.OrgID)
		if err != nil {
			return nil, err
		}
		all = append(all, placeOf(org, m.Role))
	}
	slices.SortFunc(all, func(a, b place) int { return cmp.Compare(a.Org.Name, b.Org.Name) })
	return all, nil
}

// welcome leads on after a sign-in: to one's own page, to the one organisation
// one works for, or to a choice among several.
func (s Services) welcome(w http.ResponseWriter, r *web.Request) error {
	places, err := s.places(r.Context(), r.Session)
	if err != nil {
		return err
	}
	switch len(places) {
	case 0:
		return web.Redirect(w, r, "/me")
	case 1:
		return web.Redirect(w, r, places[0].Href)
	}
	all, err := s.selves(r.Context(), r.Actor.Email)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showWelcome(r.Chrome(), places, profilesOf(r, all)))
}
