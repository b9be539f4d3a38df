package web

import (
	"errors"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/programme"
)

var errSignInFirst = apperr.New(apperr.Unauthenticated, "web.problem.sign_in_first")

// admit finds out who asks for what and lets in or refuses. It is the only
// guard: what it lets in, the handler need not ask again, except for rows that
// are narrower than {org} and {event}.
func (k *Kit) admit(r *Request) error {
	route := r.Route
	if err := k.countTry(r); err != nil {
		return err
	}
	if route.Audience == API {
		return k.admitToken(r)
	}
	if err := k.findSession(r); err != nil {
		return err
	}
	orgErr := k.findOrg(r)
	if orgErr != nil && apperr.CategoryOf(orgErr) != apperr.NotFound {
		return orgErr
	}
	if err := k.judge(r); err != nil {
		if apperr.CategoryOf(err) == apperr.NotFound {
			r.Org = programme.Org{} // the page must not show whose it would have been
		}
		return err
	}
	if route.Audience == Setup {
		return k.stillEmpty(r)
	}
	return orgErr
}

// stillEmpty closes the set-up once there is an organisation.
func (k *Kit) stillEmpty(r *Request) error {
	orgs, err := k.Programmes.ListOrgs(r.Context())
	if err == nil && len(orgs) > 0 {
		return ErrNotFound
	}
	return err
}

// judge asks for the right of the route. Where a role decides, a visitor who
// has none in the organisation learns nothing about what exists in it: he is
// sent to sign in, or told what he would be told of an unknown address.
func (k *Kit) judge(r *Request) error {
	switch {
	case r.Route.Audience == SignedIn && !r.SignedIn():
		return errSignInFirst
	case !r.Route.Audience.byRole():
		return allowed(r.Can(r.Route.Action))
	case r.Actor.Kind == account.KindAnonymous && !r.Session.Live():
		return errSignInFirst
	case r.Actor.Kind == account.KindAnonymous, r.Actor.Role == account.Participant && !r.Can(r.Route.Action):
		return ErrNotFound
	}
	if r.Route.Audience == Door {
		if err := k.findEvent(r); err != nil {
			return err
		}
	}
	return allowed(r.Can(r.Route.Action))
}

func allowed(ok bool) error {
	if !ok {
		return ErrForbidden
	}
	return nil
}

// findOrg resolves {org} and, with it, who the visitor is there.
func (k *Kit) findOrg(r *Request) error {
	if !r.Route.has("org") {
		r.Actor = r.Session.ActorIn("")
		return nil
	}
	org, err := k.Programmes.FindOrgBySlug(r.Context(), r.PathValue("org"))
	if err != nil {
		r.Actor = r.Session.ActorIn("")
		return err
	}
	r.Org = org
	r.Actor = r.Session.ActorIn(org.ID)
	return nil
}

// findEvent resolves {event} and holds a door helper to the event of the link.
func (k *Kit) findEvent(r *Request) error {
	id, err := k.FindEvent(r.Context(), r.Org.ID, r.PathValue("event"))
	if err != nil {
		return err
	}
	if !r.Actor.AtEvent(id) {
		return ErrNotFound
	}
	r.EventID = id
	return nil
}

// findSession reads the session cookie. A dead session is no error: the
// visitor is simply not signed in.
func (k *Kit) findSession(r *Request) error {
	token := k.cookie(r.Request, sessionCookie)
	if token == "" {
		return nil
	}
	session, err := k.Accounts.FindSession(r.Context(), token)
	switch apperr.CategoryOf(err) {
	case apperr.NotFound, apperr.Unauthenticated:
		return nil
	}
	if err != nil {
		return err
	}
	r.Session = session
	return nil
}

// admitToken reads the bearer token of an API request. Cookies do not count.
func (k *Kit) admitToken(r *Request) error {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || token == "" {
		return errSignInFirst
	}
	actor, err := k.Accounts.FindAPIToken(r.Context(), token)
	switch apperr.CategoryOf(err) {
	case apperr.NotFound, apperr.Unauthenticated:
		return errSignInFirst.Because(err)
	}
	if err != nil {
		return err
	}
	r.Actor = actor
	if r.Org, err = k.Programmes.FindOrg(r.Context(), actor.OrgID); err != nil {
		return err
	}
	return allowed(r.Can(r.Route.Action))
}

// StillAllowed asks the guard again; live streams do so, since a removed right
// acts at once.
func (r *Request) StillAllowed() bool {
	again := *r
	again.Session, again.Actor = account.Session{}, account.Nobody("")
	if err := r.kit.findSession(&again); err != nil {
		return !errors.Is(err, ErrNotFound)
	}
	return r.kit.findOrg(&again) == nil && r.kit.judge(&again) == nil && again.Actor.ID() == r.Actor.ID()
}
