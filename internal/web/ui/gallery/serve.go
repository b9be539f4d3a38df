package gallery

import (
	"net/http"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/i18n"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// pages are samples of whole pages.
var pageOf = map[string]func(ui.Chrome, voice) templ.Component{
	"home": home, "event": event, "registration": registration, "received": received,
	"ticket": ticketPage, "sign-in": signIn, "dashboard": dashboard, "list": list,
	"door": door, "paper": paper,
}

// Names are the sample pages in the order of the index.
var Names = []string{"home", "event", "registration", "received", "ticket", "sign-in", "dashboard", "list", "door", "paper"}

// Page is a sample page by name, or with "" the whole gallery. c needs only
// path and theme; the rest of the frame is a sample too.
func Page(name string, l i18n.Lang, c ui.Chrome) (templ.Component, bool) {
	v := voice{l}
	c = frame(c, v)
	if name == "" {
		return All(c, Entries(l)), true
	}
	make, ok := pageOf[name]
	if !ok {
		return nil, false
	}
	if name == "dashboard" || name == "list" {
		c.Nav = nouns(v, name)
	}
	return make(c, v), true
}

// Routes are for the demo and for work on the look.
func Routes() []web.Route {
	show := func(w http.ResponseWriter, r *web.Request) error {
		page, ok := Page(r.Path("name"), r.Lang, r.Chrome())
		if !ok {
			return apperr.New(apperr.NotFound, "web.problem.not_found.title")
		}
		return web.Render(w, r, http.StatusOK, page)
	}
	return []web.Route{
		{Method: "GET", Pattern: "/gallery", Audience: web.Anyone, Action: account.GalleryView, Handle: show},
		{Method: "GET", Pattern: "/gallery/{name}", Audience: web.Anyone, Action: account.GalleryView, Handle: show},
	}
}

func frame(c ui.Chrome, v voice) ui.Chrome {
	c.Org = ui.Org{
		Slug: "aomori", Seed: "aomori", Name: v.say("あおもりサンプルNPO", "Aomori Sample NPO"),
		Programme: v.say("令和6年度UIJターンデジタル人財交流促進業務", "Digital talent exchange, FY 2024"),
	}
	c.User = ui.User{Name: v.say("例示 一例", "REIJI Ichirei"), Role: v.say("運営", "Organiser"), Href: "#", SignOut: "#"}
	c.Nav = []ui.NavItem{
		{Label: v.say("イベント", "Events"), Href: "#", On: true},
		{Label: v.say("おためしテレワーク", "Trial telework"), Href: "#"},
		{Label: v.say("私たちについて", "About us"), Href: "#"},
	}
	c.Foot = []ui.LinkProps{{Label: v.say("個人情報の扱い", "Privacy"), Href: "#"}, {Label: v.say("問い合わせ", "Contact"), Href: "#"}}
	c.Door = ui.DoorChrome{Event: v.say("八戸会場 12月13日(金)", "Hachinohe, Fri 13 Dec"), Back: "#"}
	return c
}

func nouns(v voice, on string) []ui.NavItem {
	return []ui.NavItem{
		{Label: v.say("今日", "Today"), Href: "#", Icon: "home", On: on == "dashboard", Count: 3},
		{Label: v.say("イベント", "Events"), Href: "#", Icon: "calendar", On: on == "list"},
		{Label: v.say("人", "People"), Href: "#", Icon: "people"},
		{Label: v.say("会場", "Venues"), Href: "#", Icon: "place"},
		{Label: v.say("設定", "Settings"), Group: v.say("団体", "Organisation"), Href: "#", Icon: "gear"},
		{Label: v.say("履歴", "Trail"), Href: "#", Icon: "history"},
	}
}
