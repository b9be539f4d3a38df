package public

import (
	"net/http"
	"time"

	"koryu/internal/account"
	"koryu/internal/message"
	"koryu/internal/web"
)

// unsubscribeRoutes are the page behind the link of an announcement: reading it
// changes nothing, since mail programs open links by themselves.
func (p *Pages) unsubscribeRoutes() []web.Route {
	const at = "/u/{token}"
	return []web.Route{
		{Method: http.MethodGet, Pattern: at, Audience: web.Link, Action: account.Unsubscribe, Handle: p.askUnsubscribe},
		{
			Method: http.MethodPost, Pattern: at, Audience: web.Link, Action: account.Unsubscribe, Handle: p.unsubscribe,
			Limit: web.Limit{Name: "unsubscribe", Max: 300, Per: time.Minute, Here: true}, // a mail service posts for all its readers
		},
	}
}

type unsubscribeModel struct {
	Action string
	On     bool
	Asked  bool // stopped or taken back just now
}

func (p *Pages) subscription(r *web.Request, find func() (message.Subscription, error)) (message.Subscription, error) {
	sub, err := find()
	if err != nil {
		return sub, err
	}
	r.Org, err = p.Programmes.FindOrg(r.Context(), sub.OrgID)
	return sub, err
}

func (p *Pages) askUnsubscribe(w http.ResponseWriter, r *web.Request) error {
	sub, err := p.subscription(r, func() (message.Subscription, error) {
		return p.Messages.FindSubscription(r.Context(), r.Path("token"))
	})
	if err != nil {
		return err
	}
	return p.renderUnsubscribe(w, r, sub, r.Query("done") == "1")
}

func (p *Pages) renderUnsubscribe(w http.ResponseWriter, r *web.Request, sub message.Subscription, done bool) error {
	m := unsubscribeModel{Action: "/u/" + r.Path("token"), On: sub.On, Asked: done}
	return web.Render(w, r, http.StatusOK, unsubscribePage(p.chrome(r), r, m))
}

// unsubscribe answers the buttons of the page, and the one click of a mail
// program (RFC 8058), which sends no cookie and follows no redirect. Whatever
// else comes in asks again.
func (p *Pages) unsubscribe(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	token := r.Path("token")
	click := f.Value("List-Unsubscribe") == "One-Click"
	sub, err := p.subscription(r, func() (message.Subscription, error) {
		switch {
		case click, f.Value("act") == "stop":
			return p.Messages.Unsubscribe(r.Context(), token)
		case f.Value("act") == "resume":
			return p.Messages.Resubscribe(r.Context(), token, r.Lang)
		}
		return p.Messages.FindSubscription(r.Context(), token)
	})
	if err != nil {
		return err
	}
	if click {
		return p.renderUnsubscribe(w, r, sub, true)
	}
	return web.Redirect(w, r, "/u/"+token+"?done=1")
}
