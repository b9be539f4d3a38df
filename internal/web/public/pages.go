package public

import (
	"log/slog"
	"net/http"
	"time"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// Pages are the public pages. Fill it once, then take its [Pages.Routes].
type Pages struct {
	Events     *event.Service
	Programmes *programme.Service
	People     *people.Service
	Accounts   *account.Service
	Log        *slog.Logger
	Profiles   *profile.Service
	Cards      *card.Service
	Messages   *message.Service

	kept  shelf
	read  events
	drawn pictures
}

// Rush-friendly: one address may serve a whole hall.
const registrationsAMinute = 60

// Routes is the table of the public pages.
func (p *Pages) Routes() []web.Route {
	const org, ev, ticket = "/o/{org}", "/o/{org}/events/{event}", "/t/{token}"
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: pattern, Audience: web.Anyone, Action: account.PublicView, Handle: h}
	}
	link := func(method, pattern string, a account.Action, h web.Handler) web.Route {
		return web.Route{Method: method, Pattern: pattern, Audience: web.Link, Action: a, Handle: h}
	}
	register := get(ev+"/register", p.askRegistration)
	register.Action = account.EventRegister
	table := []web.Route{
		get("/{$}", p.start),
		get(org, p.home),
		get(org+"/events", p.list),
		get(org+"/calendar.ics", p.calendar),
		get(org+"/feed.atom", p.feed),
		get(org+"/og.png", p.linkPicture),
		get(org+"/privacy", p.privacy),
		get(ev, p.show),
		get(ev+"/event.ics", p.eventCalendar),
		get(ev+"/og.png", p.linkPicture),
		get(org+"/images/{image}", p.image),
		register,
		{
			Method: http.MethodPost, Pattern: ev + "/register", Audience: web.Anyone, Action: account.EventRegister, Handle: p.register,
			Limit: web.Limit{Name: "register", Max: registrationsAMinute, Per: time.Minute, Here: true},
		},
		get(ev+"/registered", p.registered),
		link(http.MethodGet, ticket, account.TicketView, p.ticket),
		link(http.MethodGet, ticket+"/event.ics", account.TicketView, p.ticketCalendar),
		link(http.MethodGet, ticket+"/change", account.TicketChange, p.askChange),
		link(http.MethodPost, ticket+"/change", account.TicketChange, p.change),
		link(http.MethodPost, ticket+"/late", account.TicketChange, p.late),
		link(http.MethodGet, ticket+"/cancel", account.TicketCancel, p.askCancel),
		link(http.MethodPost, ticket+"/cancel", account.TicketCancel, p.cancel),
		link(http.MethodGet, "/q/{token}", account.TicketView, p.scanned),
	}
	table = append(table, p.unsubscribeRoutes()...)
	return append(table, p.cardRoutes()...)
}

// chrome is the frame of the public pages: their navigation and footer.
func (p *Pages) chrome(r *web.Request) ui.Chrome {
	c := r.Chrome()
	if r.Org.ID == "" {
		return c
	}
	here := r.URL.Path
	c.Nav = []ui.NavItem{
		{Label: r.P.T("public.nav.home"), Href: r.OrgPath(), On: here == r.OrgPath()},
		{Label: r.P.T("public.nav.events"), Href: r.OrgPath("events"), On: here == r.OrgPath("events")},
	}
	c.Foot = []ui.LinkProps{
		{Label: r.P.T("public.foot.calendar"), Href: r.OrgPath("calendar.ics")},
		{Label: r.P.T("public.foot.feed"), Href: r.OrgPath("feed.atom")},
		{Label: r.P.T("public.foot.privacy"), Href: r.OrgPath("privacy")},
	}
	return c
}

func subscriptions(r *web.Request) []ui.Feed {
	name := r.Org.NameIn(r.Lang)
	return []ui.Feed{
		{Title: name, Type: "application/atom+xml", Href: r.OrgPath("feed.atom")},
		{Title: name, Type: "text/calendar", Href: r.OrgPath("calendar.ics")},
	}
}
