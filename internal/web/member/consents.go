package member

import (
	"context"
	"net/http"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/web"
)

// consentsPage is what one has agreed to, by organisation.
type consentsPage struct{ Orgs []orgConsents }

type orgConsents struct {
	Name     string
	Consents []consentLine
}

// consentLine is one live consent with the words that were agreed to.
type consentLine struct {
	Org, Code, Scope string
	Title, Body      string
	Occasion         string // title of the event, for consents to one evening
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
		lines, err := s.consentLines(r, one)
		if err != nil {
			return err
		}
		if len(lines) > 0 {
			page.Orgs = append(page.Orgs, orgConsents{Name: one.Org.NameIn(r.Lang), Consents: lines})
		}
	}
	return web.Render(w, r, http.StatusOK, showConsents(r.Chrome(), page))
}

func (s Services) consentLines(r *web.Request, one self) ([]consentLine, error) {
	live, err := s.People.LiveConsents(r.Context(), one.Org.ID, one.Person.ID)
	if err != nil || len(live) == 0 {
		return nil, err
	}
	registered, err := s.Events.RegistrationsOf(r.Context(), one.Org.ID, one.Person.ID)
	if err != nil {
		return nil, err
	}
	titles, tickets := map[string]string{}, map[string]string{}
	for _, g := range registered {
		titles[g.Event.ID] = g.Event.TitleIn(r.Lang)
		if g.Registration.State.Live() && !g.Event.Over(db.FromTime(r.Now)) {
			tickets[g.Event.ID] = "/t/" + s.Events.ManageToken(g.Registration)
		}
	}
	var lines []consentLine
	for _, c := range live {
		words, _ := people.ConsentTextVersion(c.Code, c.TextVersion)
		line := consentLine{
			Org: one.Org.ID, Code: string(c.Code), Scope: c.Scope,
			Title: words.TitleIn(r.Lang), Body: words.BodyIn(r.Lang), Occasion: titles[c.Scope],
			Given: r.P.DateYear(c.GivenAt.Time()),
		}
		if c.Code == people.ConsentRun {
			line.Ticket = tickets[c.Scope]
		}
		lines = append(lines, line)
	}
	return lines, nil
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
