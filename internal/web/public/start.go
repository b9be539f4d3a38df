package public

import (
	"net/http"

	"koryu/internal/web"
)

// start is the door of the installation: to the only organisation, to a choice
// of several, or to the set-up of the first.
func (p *Pages) start(w http.ResponseWriter, r *web.Request) error {
	orgs, err := p.Programmes.ListOrgs(r.Context())
	switch {
	case err != nil:
		return err
	case len(orgs) == 0:
		return web.Redirect(w, r, "/setup")
	case len(orgs) == 1:
		return web.Redirect(w, r, web.OrgPath(orgs[0].Slug))
	}
	return web.Render(w, r, http.StatusOK, startPage(p.chrome(r), r, orgs))
}
