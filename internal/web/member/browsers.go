package member

import (
	"net/http"

	"koryu/internal/web"
)

// browsersPage lists where one is signed in.
type browsersPage struct{ Browsers []browserLine }

type browserLine struct {
	ID, Name, Seen, Since string
	Here                  bool
}

func (s Services) browsers(w http.ResponseWriter, r *web.Request) error {
	sessions, err := s.Accounts.ListSessions(r.Context(), r.Actor.IdentityID)
	if err != nil {
		return err
	}
	var page browsersPage
	for _, one := range sessions {
		name := one.Agent
		if name == "" {
			name = r.P.T("member.browsers.unknown")
		}
		page.Browsers = append(page.Browsers, browserLine{
			ID: one.ID, Name: name, Here: one.ID == r.Session.ID,
			Seen: r.P.DateTime(one.SeenAt.Time()), Since: r.P.DateTime(one.CreatedAt.Time()),
		})
	}
	return web.Render(w, r, http.StatusOK, showBrowsers(r.Chrome(), page))
}

// endBrowser signs one of one's browsers out, this one included.
func (s Services) endBrowser(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := s.Accounts.RevokeSession(r.Context(), r.Actor, f.Value("id")); err != nil {
		return err
	}
	if f.Value("id") == r.Session.ID {
		r.SignOut()
		r.Flash("member.sign_out.done")
		return web.Redirect(w, r, "/sign-in")
	}
	r.Flash("member.browsers.ended")
	return web.Redirect(w, r, "/me/browsers")
}

// endOthers leaves only this browser signed in.
func (s Services) endOthers(w http.ResponseWriter, r *web.Request) error {
	if err := s.Accounts.RevokeOtherSessions(r.Context(), r.Actor); err != nil {
		return err
	}
	r.Flash("member.browsers.ended_others")
	return web.Redirect(w, r, "/me/browsers")
}
