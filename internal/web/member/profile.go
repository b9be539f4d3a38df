package member

import (
	"net/http"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// profileRoutes are the pages on which one says something of oneself, and the
// photos of everybody.
func (s Services) profileRoutes() []web.Route {
	const me = "/o/{org}/me/profile"
	get := func(path string, page func(http.ResponseWriter, *web.Request, people.Person) error) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: me + path, Audience: web.SignedIn, Action: account.OwnView, Scope: web.ScopeOwn, Handle: s.asSelf(page)}
	}
	post := func(path string, act func(http.ResponseWriter, *web.Request, people.Person) error) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: me + path, Audience: web.SignedIn, Action: account.OwnChange, Scope: web.ScopeOwn, Handle: s.asSelf(act)}
	}
	routes := []web.Route{
		get("", s.profileHome), post("/start", s.startProfile), get("/preview", s.previewProfile),
		get("/withdraw", s.askWithdrawProfile), post("/withdraw", s.withdrawProfile),
		get("/delete", s.askDeleteProfile), post("/delete", s.deleteProfile),
		{Method: http.MethodGet, Pattern: "/o/{org}/photos/{photo}", Audience: web.Anyone, Action: account.PublicView, Handle: s.photo},
	}
	for _, part := range profileParts {
		save := post("/"+part.name, s.savePart(part))
		if part.name == "basics" {
			save.MaxBody = web.UploadBody
		}
		routes = append(routes, get("/"+part.name, s.editPart(part)), save)
	}
	return routes
}

// asSelf runs a page for the person of the organisation whose address proved
// itself. Who is not known there is told so, with the way to its events.
func (s Services) asSelf(page func(http.ResponseWriter, *web.Request, people.Person) error) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		who, err := s.People.FindByEmail(r.Context(), r.Org.ID, r.Actor.Email)
		if apperr.CategoryOf(err) == apperr.NotFound {
			return web.Render(w, r, http.StatusNotFound, profileStranger(r.Chrome(), r.OrgPath("events"), r.P.T("member.me.events_of", "org", r.Org.NameIn(r.Lang)), r.Actor.Email))
		}
		if err != nil {
			return err
		}
		return page(w, r, who)
	}
}

// profilePage is one's own profile at a glance.
type profilePage struct {
	Org     string
	Path    string // of the profile
	Account profile.Account
	Delete  string // the day on which hidden data go
	Text    people.ConsentText
	Key     string
	Errors  ui.Errors
	Parts   []ui.Fact
	Look    ui.LookProps
}

func (s Services) profileHome(w http.ResponseWriter, r *web.Request, who people.Person) error {
	return s.showProfile(w, r, who, http.StatusOK, web.NewForm())
}

func (s Services) showProfile(w http.ResponseWriter, r *web.Request, who people.Person, status int, f *web.Form) error {
	a, err := s.Profiles.FindAccount(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	p, err := s.Profiles.Find(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	page := profilePage{Org: r.Org.NameIn(r.Lang), Path: profilePath(r), Account: a, Key: r.NewKey(), Errors: f.Errors(r.P)}
	page.Text, _ = people.ConsentTextOf(people.ConsentFollowUp)
	if at := a.DeletedAt(); !at.IsZero() {
		page.Delete = r.P.DateYear(at.Time())
	}
	page.Parts = s.partFacts(r, p)
	page.Look = s.lookOf(r, who, whole(p, who), profile.Organiser)
	page.Look.Facts = nil
	return web.Render(w, r, status, showProfile(r.Chrome(), page))
}

func profilePath(r *web.Request) string { return r.OrgPath("me", "profile") }

// startProfile records consent h: for a new profile, or to take back one that
// was hidden.
func (s Services) startProfile(w http.ResponseWriter, r *web.Request, who people.Person) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if !f.Bool("agree") {
		f.Add("agree", "member_profile.begin_missing")
		return s.showProfile(w, r, who, http.StatusUnprocessableEntity, f)
	}
	a, err := s.Profiles.FindAccount(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	if err := s.Profiles.GiveFollowUp(r.Context(), r.Actor, r.Org.ID, who.ID, r.Lang); err != nil {
		return err
	}
	if a.Saved {
		r.Flash("member_profile.taken_back")
	} else {
		r.Flash("member_profile.began")
	}
	return web.Redirect(w, r, profilePath(r))
}

func (s Services) askWithdrawProfile(w http.ResponseWriter, r *web.Request, who people.Person) error {
	a, err := s.Profiles.FindAccount(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	if !a.FollowUp {
		return web.Redirect(w, r, profilePath(r))
	}
	a.FollowUp, a.Saved, a.WithdrawnAt = false, true, db.FromTime(r.Now)
	day := r.P.DateYear(a.DeletedAt().Time())
	return web.Render(w, r, http.StatusOK, profileConfirm(r.Chrome(), ui.ConfirmProps{
		Title: r.P.T("member_profile.withdraw_title"), Text: r.P.T("member_profile.withdraw_text"),
		Points: []string{r.P.T("member_profile.withdraw_1"), r.P.T("member_profile.withdraw_2", "day", day), r.P.T("member_profile.withdraw_3")},
		Action: profilePath(r) + "/withdraw", Button: r.P.T("member_profile.withdraw_go"), Look: ui.Danger, Back: profilePath(r),
	}))
}

func (s Services) withdrawProfile(w http.ResponseWriter, r *web.Request, who people.Person) error {
	if err := s.Profiles.WithdrawFollowUp(r.Context(), r.Actor, r.Org.ID, who.ID); err != nil {
		return err
	}
	r.Flash("member_profile.withdrawn")
	return web.Redirect(w, r, profilePath(r))
}

func (s Services) askDeleteProfile(w http.ResponseWriter, r *web.Request, _ people.Person) error {
	return web.Render(w, r, http.StatusOK, profileConfirm(r.Chrome(), ui.ConfirmProps{
		Title: r.P.T("member_profile.delete_title"), Text: r.P.T("member_profile.delete_text"),
		Action: profilePath(r) + "/delete", Button: r.P.T("member_profile.delete_now"), Look: ui.Danger, Back: profilePath(r),
	}))
}

func (s Services) deleteProfile(w http.ResponseWriter, r *web.Request, who people.Person) error {
	if err := s.Profiles.Delete(r.Context(), r.Actor, r.Org.ID, who.ID); err != nil {
		return err
	}
	r.Flash("member_profile.deleted")
	return web.Redirect(w, r, profilePath(r))
}

// profilesOf are the ways to one's profile with each organisation.
func profilesOf(r *web.Request, all []self) []ui.LinkProps {
	var links []ui.LinkProps
	for _, one := range all {
		links = append(links, ui.LinkProps{
			Label: r.P.T("member_profile.link", "org", one.Org.NameIn(r.Lang)), Href: web.OrgPath(one.Org.Slug, "me", "profile"), Icon: "person",
		})
	}
	return links
}
