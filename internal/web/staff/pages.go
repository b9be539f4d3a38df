package staff

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/message"
	"koryu/internal/paper"
	"koryu/internal/people"
	"koryu/internal/privacy"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/roster"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// Pages are the pages of the console. Fill it once, then take its
// [Pages.Routes].
type Pages struct {
	DB         *db.DB
	Accounts   *account.Service
	Programmes *programme.Service
	People     *people.Service
	Events     *event.Service
	Profiles   *profile.Service
	Cards      *card.Service
	Roster     *roster.Service
	Messages   *message.Service
	Privacy    *privacy.Service
	Paper      *paper.Service
	Log        *slog.Logger
}

// root is the first page of the console.
const root = "/o/{org}/staff"

// Routes is the table of the console.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(p.dashboardRoutes(), p.eventRoutes(), p.attendeeRoutes(), p.paperRoutes(), p.personRoutes(), p.messageRoutes(), p.tieRoutes(), p.programmeRoutes(), p.privacyRoutes(), p.officeRoutes())
}

// get and post declare a route of the console below its root.
func get(path string, a account.Action, h web.Handler) web.Route {
	return web.Route{Method: http.MethodGet, Pattern: root + path, Audience: web.Staff, Action: a, Handle: h}
}

func post(path string, a account.Action, h web.Handler) web.Route {
	return web.Route{Method: http.MethodPost, Pattern: root + path, Audience: web.Staff, Action: a, Handle: h}
}

// path is an address of the console.
func path(r *web.Request, parts ...string) string {
	return r.OrgPath(append([]string{"staff"}, parts...)...)
}

// chrome is the frame of the console: the nouns on the left, those that the
// reader may see.
func (p *Pages) chrome(r *web.Request) ui.Chrome {
	c := r.Chrome()
	here := r.URL.Path
	add := func(key, icon, group string, a account.Action, parts ...string) {
		if !r.Can(a) {
			return
		}
		href := path(r, parts...)
		on := here == href || (len(parts) > 0 && strings.HasPrefix(here, href+"/"))
		if group != "" {
			group = r.P.T("staff.nav." + group)
		}
		c.Nav = append(c.Nav, ui.NavItem{Label: r.P.T("staff.nav." + key), Href: href, Icon: icon, On: on, Group: group})
	}
	add("today", "home", "", account.DashboardView)
	add("events", "calendar", "", account.EventView, "events")
	add("people", "people", "", account.PersonView, "people")
	add("messages", "send", "", account.MessageView, "messages")
	add("ties", "ties", "", account.TieView, "ties")
	add("programme", "flag", "group_programme", account.ProgrammeEdit, "programme")
	add("venues", "place", "", account.ProgrammeEdit, "venues")
	add("partners", "link", "", account.ProgrammeEdit, "partners")
	add("members", "person", "group_office", account.MemberView, "members")
	add("tokens", "lock", "", account.APITokenManage, "tokens")
	add("jobs", "mail", "", account.JobsView, "jobs")
	add("privacy", "eye", "", account.PersonEdit, "privacy")
	add("audit", "history", "", account.AuditView, "audit")
	return c
}
