package demopages

import (
	"net/http"

	"koryu/internal/web"
)

func (p pages) guide(w http.ResponseWriter, r *web.Request) error {
	return web.Render(w, r, http.StatusOK, guidePage(r.Chrome(), p.Guide()))
}
