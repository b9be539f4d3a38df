package partner

import (
	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/web"
)

// Services are what the pages stand on.
type Services struct {
	Programmes *programme.Service
	People     *people.Service
	Events     *event.Service
	Cards      *card.Service
}

// Routes are the pages of this package.
func Routes(s Services) []web.Route {
	return append(tieRoutes(s), []web.Route{
		{Method: "GET", Pattern: "/o/{org}/figures", Audience: web.Officer, Action: account.FiguresView, Handle: s.figures},
		{Method: "GET", Pattern: "/o/{org}/figures.csv", Audience: web.Officer, Action: account.FiguresView, Handle: s.figuresFile},
		{Method: "GET", Pattern: "/o/{org}/partner", Audience: web.Partner, Action: account.OwnView, Handle: s.landing},
	}...)
}
