package door

import (
	"context"
	"net/http"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// Pages are the pages of the door. Fill it once, then take its [Pages.Routes].
type Pages struct {
	Events     *event.Service
	Accounts   *account.Service
	Programmes *programme.Service
}

// Routes is the table of the door.
func (p *Pages) Routes() []web.Route {
	const at = "/o/{org}/door/{event}"
	route := func(method, path string, a account.Action, h web.Handler) web.Route {
		return web.Route{Method: method, Pattern: at + path, Audience: web.Door, Action: a, Handle: h}
	}
	scanner := route(http.MethodGet, "", account.CheckinView, p.scanner)
	scanner.Scanner = true
	live := route(http.MethodGet, "/live", account.CheckinView, p.live)
	live.Stream = true
	return []web.Route{
		{Method: http.MethodGet, Pattern: "/door/{token}", Audience: web.Link, Action: account.DoorOpen, Handle: p.askOpen},
		{Method: http.MethodPost, Pattern: "/door/{token}", Audience: web.Link, Action: account.DoorOpen, Handle: p.open},
		scanner,
		live,
		route(http.MethodGet, "/live.json", account.CheckinView, p.figures),
		route(http.MethodPost, "/redeem", account.CheckinDo, p.redeem),
		route(http.MethodPost, "/undo", account.CheckinUndo, p.undo),
		route(http.MethodGet, "/search", account.CheckinView, p.search),
		route(http.MethodGet, "/walk-in", account.CheckinDo, p.askWalkIn),
		route(http.MethodPost, "/walk-in", account.CheckinDo, p.walkIn),
	}
}

// chrome is the frame of the door; back is empty on its first page.
func (p *Pages) chrome(r *web.Request, e event.Event, back string) ui.Chrome {
	c := r.Chrome()
	c.Door = ui.DoorChrome{Event: e.TitleIn(r.Lang), Back: back}
	return c
}

// event is the one event of this door; the guard has checked that the session
// may be here.
func (p *Pages) event(r *web.Request) (event.Event, error) {
	return p.Events.Find(r.Context(), r.Org.ID, r.EventID)
}

// path is an address of this door.
func path(r *web.Request, parts ...string) string {
	return r.OrgPath(append([]string{"door", r.Path("event")}, parts...)...)
}

// device names the phone in the log of the door: what the helper typed, or the
// person for staff who help out with their own sign-in.
func device(r *web.Request) string {
	if r.Actor.Name != "" {
		return r.Actor.Name
	}
	return r.Actor.ID()
}

// askOpen greets the helper who tapped the link, and asks for a name for the
// log. Opening is a POST: mail programs follow links by themselves.
func (p *Pages) askOpen(w http.ResponseWriter, r *web.Request) error {
	return p.renderOpen(w, r, web.NewForm(), http.StatusOK)
}

func (p *Pages) renderOpen(w http.ResponseWriter, r *web.Request, f *web.Form, status int) error {
	e, err := p.eventOf(r.Context(), r)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, openPage(r.Chrome(), r, e, f))
}

// eventOf finds event and organisation of the link.
func (p *Pages) eventOf(ctx context.Context, r *web.Request) (event.Event, error) {
	link, err := p.Accounts.FindDoorLink(ctx, r.Path("token"))
	if err != nil {
		return event.Event{}, err
	}
	if r.Org, err = p.Programmes.FindOrg(ctx, link.OrgID); err != nil {
		return event.Event{}, err
	}
	return p.Events.Find(ctx, link.OrgID, link.EventID)
}

func (p *Pages) open(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r.Context(), r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("device", r.P.T("door.open.device"))
	name := f.Required("device", 40)
	if f.OK() {
		in, err := p.Accounts.OpenDoorLink(r.Context(), account.OpenDoor{
			Token: r.Path("token"), Device: name, Agent: r.UserAgent(), Old: r.SessionToken(),
		})
		if err == nil {
			r.SignIn(in.Token)
			return web.Redirect(w, r, r.OrgPath("door", e.Slug))
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.renderOpen(w, r, f, http.StatusUnprocessableEntity)
}
