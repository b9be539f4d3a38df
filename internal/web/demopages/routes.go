package demopages

import (
	"context"
	"net/http"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/mail/mailbox"
	"koryu/internal/web"
)

// Deps is what the pages stand on.
type Deps struct {
	Accounts *account.Service
	Mailbox  *mailbox.Mailbox

	// Advance moves the clock forward and gives the number of jobs that ran on the way.
	Advance func(ctx context.Context, to time.Time) (int, error)

	// Guide names the ways into the sample year.
	Guide func() Guide
}

// Guide is the content of the guide page; the addresses are paths or absolute.
type Guide struct {
	SignIn  []Way // by role
	Objects []Way // events, programmes, people
}

// Way is a named address: Key is a role, or a kind and key such as "event:E5".
type Way struct{ Key, Title, Href string }

type pages struct{ Deps }

// Routes are the pages of the sample year.
func Routes(d Deps) []web.Route {
	p := pages{d}
	return []web.Route{
		{Method: "GET", Pattern: "/demo", Audience: web.Anyone, Action: account.PublicView, Handle: p.guide},
		{Method: "GET", Pattern: "/demo/sign-in/{token}", Audience: web.Link, Action: account.SignIn, Handle: p.signIn},
		{Method: "POST", Pattern: "/demo/clock", Audience: web.Anyone, Action: account.ClockMove, Stream: true, Handle: p.moveClock},
		{Method: "GET", Pattern: "/mailbox", Audience: web.Anyone, Action: account.MailboxView, Handle: p.mails},
		{Method: "GET", Pattern: "/mailbox/{mail}", Audience: web.Anyone, Action: account.MailboxView, Handle: p.mail},
		{Method: "GET", Pattern: "/mailbox/{mail}/html", Audience: web.Anyone, Action: account.MailboxView, Handle: p.mailHTML},
		{Method: "GET", Pattern: "/mailbox/{mail}/files/{n}", Audience: web.Anyone, Action: account.MailboxView, Handle: p.mailFile},
	}
}

// signIn opens a session and leads to the page for which the link was made.
func (p pages) signIn(w http.ResponseWriter, r *web.Request) error {
	in, err := p.Accounts.OpenSignInLink(r.Context(), r.Path("token"), r.UserAgent(), r.SessionToken())
	if err != nil {
		return err
	}
	r.SignIn(in.Token)
	return web.Redirect(w, r, web.SafeNext(r.Query("next")))
}
