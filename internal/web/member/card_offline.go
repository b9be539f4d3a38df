package member

import (
	"net/http"

	"koryu/internal/web"
)

// forgetting takes out of the browser what it kept of one's own pages: the card
// for moments without a signal, and cards that wait to be exchanged. What waits
// has gone out by then, since signing out needs a signal.
func forgetting(signOut web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		w.Header().Set("Clear-Site-Data", `"storage"`)
		return signOut(w, r)
	}
}
