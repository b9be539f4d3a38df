package member

import (
	"context"
	"net/http"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/web"
)

// consentsPage is what one has agreed to, by organisation and purpose.
type consentsPage struct{ Orgs []orgConsents }

type orgConsents struct {
	Name     string
	Purposes []purpose
}

// purpose is one use of the data, with the words that were agreed to, and the
// occasions for which they hold.
type purpose struct {
	Title, Body string
	Lines       []consentLine
}

// consentLine is one live consent.
type consentLine struct {
	Org, Code, Scope string
	Occasion         string // title of the event, or that it holds for all
	Given            string
	Ticket           string // path; the consent to run an event ends by cancelling there
}

func (s Services) consents(w http.ResponseWriter, r *web.Request) error {
	all, err := s.selves(r.Context(), r.Actor.Email)
	if err != nil {
		return err
	}
	var page consentsPage
	for _, one := range all {
		purposes, err := s.purposes(r, one)
		if err != nil {
			return err
		}
		if len(purposes) > 0 {
			page.Orgs = append(page.Orgs, orgConsents{Name: one.Org.NameIn(r.Lang), Purposes: purposes})
		}
	}
	return web.Render(w, r, http.StatusOK, showConsents(r.Chrome(), page))
}

// purposes groups the live consents, which come in order of purpose and time,
// by the very words that were agreed to.
func (s Services) purposes(r *web.Request, one self) ([]purpose, error) {
	live, err := s.People.LiveConsents(r.Context(), one.Org.ID, one.Person.ID)
	if err != nil || len(live) == 0 {
		return nil, err
	}
	occasions, err := s.occasions(r, one)
	if err != nil {
		return nil, err
	}
	var all []purpose
	for i, c := range live {
		if i == 0 || c.Code != live[i-1].Code || c.TextVersion != live[i-1].TextVersion {
			words, _ := people.ConsentTextVersion(c.Code, c.TextVersion)
			all = append(all, purpose{Title: words.TitleIn(r.Lang), Body: words.BodyIn(r.Lang)})
		}
		line := consentLine{
			Org: one.Org.ID, Code: string(c.Code), Scope: c.Scope,
			Occasion: r.P.T("member.consents.always"), Given: r.P.DateYear(c.GivenAt.Time()),
		}
		if at, ok := occasions[c.Scope]; ok {
			line.Occasion = at.title
			if c.Code == people.ConsentRun {
				line.Ticket = at.ticket
			}
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, line)
	}
	return all, nil
}

// occasion is an event that one is or was registered for; it has a ticket as
// long as one may still come.
type occasion struct{ title, ticket string }

func (s Services) occasions(r *web.Request, one self) (map[string]occasion, error) {
	registered, err := s.Events.RegistrationsOf(r.Context(), one.Org.ID, one.Person.ID)
	if err != nil {
		return nil, err
	}
	all := map[string]occasion{}
	for _, g := range registered {
		o := occasion{title: g.Event.TitleIn(r.Lang), ticket: all[g.Event.ID].ticket}
		if g.Registration.State.Live() && !g.Event.Over(db.FromTime(r.Now)) {
			o.ticket = "/t/" + s.Events.ManageToken(g.Registration)
		}
		all[g.Event.ID] = o
	}
	return all, nil
}

// withdraw ends one consent of one's own. The form only chooses: the person is
// always the one of the address that is signed in.
func (s Services) withdraw(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	org, code, scope := f.Value("org"), people.ConsentCode(f.Value("code")), f.Value("scope")
	person, err := s.People.FindByEmail(r.Context(), org, r.Actor.Email)
	if err != nil {
		return err
	}
	actor := r.Session.ActorIn(org)
	err = s.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		held, err := people.RevokeConsent(ctx, tx, people.Revocation{
			OrgID: org, PersonID: person.ID, Code: code, Scope: scope, By: people.Recorder(actor),
		})
		if err != nil || !held {
			return err // withdrawn before: the wish is met
		}
		return account.Record(ctx, tx, account.Entry{
			Org: org, Actor: actor, Action: "consent.withdrawn", Object: "person", ObjectID: person.ID,
			Data: map[string]string{"code": string(code), "scope": scope},
		})
	})
	if err != nil {
		return err
	}
	r.Flash("member.consents.withdrawn")
	return web.Redirect(w, r, "/me/consents")
}
