package staff

import (
	"net/http"

	"koryu/internal/account"
	"koryu/internal/web"
)

func (p *Pages) dashboardRoutes() []web.Route {
	return []web.Route{get("", account.DashboardView, p.todayPage)}
}

func (p *Pages) todayPage(w http.ResponseWriter, r *web.Request) error {
	return web.Render(w, r, http.StatusOK, plainPage(p.chrome(r), r.P.T("staff.nav.today")))
}
