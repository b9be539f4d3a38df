package staff

import (
	"net/http"

	"koryu/internal/account"
	"koryu/internal/web"
)

func (p *Pages) personRoutes() []web.Route {
	return []web.Route{get("/people", account.PersonView, p.peoplePage)}
}

func (p *Pages) peoplePage(w http.ResponseWriter, r *web.Request) error {
	return web.Render(w, r, http.StatusOK, plainPage(p.chrome(r), r.P.T("staff.nav.people")))
}
