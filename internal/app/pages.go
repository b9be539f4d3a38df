package app

import (
	"koryu/internal/api"
	"koryu/internal/web"
	"koryu/internal/web/door"
	"koryu/internal/web/member"
	"koryu/internal/web/partner"
	"koryu/internal/web/public"
	"koryu/internal/web/staff"
	"koryu/internal/web/ui/gallery"
)

// tables are the routes of all pages. A route that is not in one of them does not exist.
func (a *App) tables() [][]web.Route {
	visitors := &public.Pages{
		Events: a.Events, Programmes: a.Programmes, People: a.People, Accounts: a.Accounts, Log: a.Config.Log,
		Profiles: a.Profiles, Cards: a.Cards, Messages: a.Messages,
	}
	own := member.Services{
		DB: a.DB, Accounts: a.Accounts, Programmes: a.Programmes, People: a.People, Events: a.Events, SetupKey: a.SetupKey,
		Profiles: a.Profiles, Cards: a.Cards, Privacy: a.Privacy,
	}
	partners := partner.Services{Programmes: a.Programmes, People: a.People, Events: a.Events, Cards: a.Cards}
	helpers := &door.Pages{Events: a.Events, Accounts: a.Accounts, Programmes: a.Programmes}
	console := &staff.Pages{
		DB: a.DB, Accounts: a.Accounts, Programmes: a.Programmes, People: a.People, Events: a.Events, Log: a.Config.Log,
		Profiles: a.Profiles, Cards: a.Cards, Roster: a.Roster, Messages: a.Messages, Privacy: a.Privacy, Paper: a.Paper,
	}
	machines := &api.API{Events: a.Events, Base: a.Config.Base}
	tables := [][]web.Route{
		visitors.Routes(), member.Routes(own), partner.Routes(partners),
		helpers.Routes(), console.Routes(), machines.Routes(),
	}
	if a.demo != nil {
		tables = append(tables, a.demo.routes(a), gallery.Routes())
	}
	return tables
}
