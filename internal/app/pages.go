package app

import (
	"koryu/internal/api"
	"koryu/internal/web"
	"koryu/internal/web/door"
	"koryu/internal/web/member"
	"koryu/internal/web/partner"
	"koryu/internal/web/public"
	"koryu/internal/web/ui/gallery"
)

// tables are the routes of all pages. A route that is not in one of them does not exist.
func (a *App) tables() [][]web.Route {
	tables := [][]web.Route{
		(&public.Pages{
			Events: a.Events, Programmes: a.Programmes, People: a.People, Accounts: a.Accounts, Log: a.Config.Log,
		}).Routes(),
		member.Routes(member.Services{
			DB: a.DB, Accounts: a.Accounts, Programmes: a.Programmes, People: a.People, Events: a.Events, SetupKey: a.SetupKey,
		}),
		partner.Routes(partner.Services{Programmes: a.Programmes, People: a.People, Events: a.Events}),
		(&door.Pages{Events: a.Events, Accounts: a.Accounts, Programmes: a.Programmes}).Routes(),
		(&api.API{Events: a.Events, Base: a.Kit.Base}).Routes(),
	}
	if a.demo != nil {
		tables = append(tables, a.demo.routes(a), gallery.Routes())
	}
	return tables
}
