package member

import (
	"net/http"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/profile"
	"koryu/internal/web"
)

// photo serves a photo to those for whom its address was made, as long as its
// person shows it to them. The address for the organiser is good for staff and
// for the person; everybody else finds nothing, whoever they are.
func (s Services) photo(w http.ResponseWriter, r *web.Request) error {
	id, to, ok := s.Profiles.ParsePhoto(r.Path("photo"))
	if !ok {
		return web.ErrNotFound
	}
	m, err := s.Profiles.FindPhoto(r.Context(), r.Org.ID, id, to)
	if err != nil {
		return err
	}
	if to == profile.Organiser && !r.Can(account.PersonView) {
		if !r.SignedIn() {
			return web.ErrNotFound
		}
		self, err := s.People.FindByEmail(r.Context(), r.Org.ID, r.Actor.Email)
		if apperr.CategoryOf(err) == apperr.NotFound || err == nil && self.ID != m.PersonID {
			return web.ErrNotFound
		}
		if err != nil {
			return err
		}
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	if to == profile.Everyone {
		h.Set("Cache-Control", "public, no-cache") // asked again each time: a consent ends at once
	}
	return web.NewPage(m.Type, m.Data).Serve(w, r)
}
