package staff

import (
	"net/http"

	"koryu/internal/account"
	"koryu/internal/web"
)

func (p *Pages) officeRoutes() []web.Route {
	return []web.Route{get("/members", account.MemberView, p.membersPage)}
}

func (p *Pages) membersPage(w http.ResponseWriter, r *web.Request) error {
	return web.Render(w, r, http.StatusOK, plainPage(p.chrome(r), r.P.T("staff.nav.members")))
}
