package staff

import (
	"net/http"

	"koryu/internal/account"
	"koryu/internal/web"
)

func (p *Pages) programmeRoutes() []web.Route {
	return []web.Route{get("/programme", account.ProgrammeEdit, p.programmePage)}
}

func (p *Pages) programmePage(w http.ResponseWriter, r *web.Request) error {
	return web.Render(w, r, http.StatusOK, plainPage(p.chrome(r), r.P.T("staff.nav.programme")))
}
