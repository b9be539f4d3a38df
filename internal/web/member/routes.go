package member

import (
	"time"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/privacy"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/web"
)

// Services are what the pages stand on.
type Services struct {
	DB         *db.DB
	Accounts   *account.Service
	Programmes *programme.Service
	People     *people.Service
	Events     *event.Service
	Profiles   *profile.Service
	Cards      *card.Service
	Privacy    *privacy.Service
	SetupKey   string // asked for at the set-up; empty on loopback
}

// Routes are the pages of this package.
func Routes(s Services) []web.Route {
	table := []web.Route{
		{Method: "GET", Pattern: "/sign-in", Audience: web.Anyone, Action: account.SignIn, Handle: s.signIn},
		{Method: "POST", Pattern: "/sign-in", Audience: web.Anyone, Action: account.SignIn, Handle: s.askCode},
		{Method: "POST", Pattern: "/sign-in/again", Audience: web.Anyone, Action: account.SignIn, Handle: s.askAgain},
		{Method: "POST", Pattern: "/sign-in/code", Audience: web.Anyone, Action: account.SignIn, Handle: s.tryCode},
		{Method: "POST", Pattern: "/sign-out", Audience: web.SignedIn, Action: account.SignOut, Handle: s.signOut},
		{Method: "GET", Pattern: "/welcome", Audience: web.SignedIn, Action: account.OwnView, Handle: s.welcome},

		{Method: "GET", Pattern: "/me", Audience: web.SignedIn, Action: account.OwnView, Handle: s.me},
		{Method: "GET", Pattern: "/me/consents", Audience: web.SignedIn, Action: account.OwnView, Handle: s.consents},
		{Method: "POST", Pattern: "/me/consents/give", Audience: web.SignedIn, Action: account.OwnChange, Handle: s.giveConsent},
		{Method: "POST", Pattern: "/me/consents/withdraw", Audience: web.SignedIn, Action: account.OwnChange, Handle: s.withdraw},
		{Method: "GET", Pattern: "/me/browsers", Audience: web.SignedIn, Action: account.OwnView, Handle: s.browsers},
		{Method: "POST", Pattern: "/me/browsers/end", Audience: web.SignedIn, Action: account.OwnChange, Handle: s.endBrowser},
		{Method: "POST", Pattern: "/me/browsers/end-others", Audience: web.SignedIn, Action: account.OwnChange, Handle: s.endOthers},
	}
	table = append(table, s.dataRoutes()...)
	table = append(table, s.cardRoutes()...)
	table = append(table, s.profileRoutes()...)
	return append(table,
		web.Route{Method: "GET", Pattern: "/setup", Audience: web.Setup, Action: account.SetUp, Handle: s.setup},
		web.Route{Method: "POST", Pattern: "/setup", Audience: web.Setup, Action: account.SetUp, Handle: s.found,
			Limit: web.Limit{Name: "setup", Max: 20, Per: time.Hour}},
	)
}
