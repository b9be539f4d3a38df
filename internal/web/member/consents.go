package member

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/web"
)

// consentsPage is what one has agreed to and what one may agree to, by
// organisation and purpose.
type consentsPage struct{ Orgs []orgConsents }

type orgConsents struct {
	ID, Name string
	Purposes []purpose
}

// purpose is one use of the data, with the words that were agreed to, or would
// be, and the occasions for which they hold: none while one has not agreed.
type purpose struct {
	Org, Code   string
	Title, Body string
	Lines       []consentLine
	Give        bool   // can be agreed to here
	Note        string // stands beside what is not agreed to
	Choose      string // path where it is agreed to in detail
}

// consentLine is one live consent.
type consentLine struct {
	Org, Code, Scope string
	Occasion         string // title of the event, field and audience, or that it holds for all
	Given            string
	Ticket           string // path; the consent to run an event ends by cancelling there
	Ask              string // path; what a withdrawal does is said first
}

// askedPurposes are those that are shown whether one has agreed or not.
var askedPurposes = []people.ConsentCode{people.ConsentDirectory, people.ConsentNews, people.ConsentFollowUp}

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
		page.Orgs = append(page.Orgs, orgConsents{ID: one.Org.ID, Name: one.Org.NameIn(r.Lang), Purposes: purposes})
	}
	return web.Render(w, r, http.StatusOK, showConsents(r.Chrome(), page))
}

// purposes groups the live consents, which come in order of purpose and time,
// by the very words that were agreed to, and adds those that are asked for.
func (s Services) purposes(r *web.Request, one self) ([]purpose, error) {
	live, err := s.People.LiveConsents(r.Context(), one.Org.ID, one.Person.ID)
	if err != nil {
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
			all = append(all, purpose{Org: one.Org.ID, Code: string(c.Code), Title: words.TitleIn(r.Lang), Body: words.BodyIn(r.Lang)})
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, lineOf(r, one, c, occasions))
	}
	for _, code := range askedPurposes {
		if !slices.ContainsFunc(all, func(p purpose) bool { return p.Code == string(code) }) {
			all = append(all, notGiven(r, one, code))
		}
	}
	if err := s.describe(r, one, all); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b purpose) int { return strings.Compare(a.Code, b.Code) })
	return all, nil
}

// lineOf words one live consent.
func lineOf(r *web.Request, one self, c people.Consent, occasions map[string]occasion) consentLine {
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
	switch c.Code {
	case people.ConsentDirectory:
		field, ok := strings.CutPrefix(c.Scope, "field:")
		if ok && slices.Contains(profile.Fields, profile.Field(field)) && slices.Contains(profile.Audiences, profile.Audience(c.Recipient)) {
			line.Occasion = r.P.T("member_profile.consent.for", "field", r.P.T("profile.field."+field), "audience", r.P.T("profile.audience."+c.Recipient))
		} else {
			line.Occasion = r.P.T("member_profile.consent.exchange")
		}
	case people.ConsentFollowUp:
		line.Occasion = r.P.T("member_profile.consent.profile")
		line.Ask = web.OrgPath(one.Org.Slug, "me", "profile", "withdraw")
	}
	return line
}

func notGiven(r *web.Request, one self, code people.ConsentCode) purpose {
	words, _ := people.ConsentTextOf(code)
	return purpose{
		Org: one.Org.ID, Code: string(code), Title: words.TitleIn(r.Lang), Body: words.BodyIn(r.Lang),
		Give: code != people.ConsentDirectory, Note: r.P.T("member_profile.consent.not_given"),
	}
}

// describe adds what the state of the profile means for consents e and h.
func (s Services) describe(r *web.Request, one self, all []purpose) error {
	a, err := s.Profiles.FindAccount(r.Context(), one.Org.ID, one.Person.ID)
	if err != nil {
		return err
	}
	for i := range all {
		switch people.ConsentCode(all[i].Code) {
		case people.ConsentDirectory:
			all[i].Choose = web.OrgPath(one.Org.Slug, "me", "profile")
		case people.ConsentFollowUp:
			if at := a.DeletedAt(); !at.IsZero() {
				all[i].Note = r.P.T("member_profile.consent.hidden", "day", r.P.DateYear(at.Time()))
			}
		}
	}
	return nil
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

// giveConsent records consent to announcements or to keeping a profile. What is asked
// per occasion or per field is given where that is.
func (s Services) giveConsent(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	org, code := f.Value("org"), people.ConsentCode(f.Value("code"))
	person, err := s.People.FindByEmail(r.Context(), org, r.Actor.Email)
	if err != nil {
		return err
	}
	actor := r.Session.ActorIn(org)
	switch code {
	case people.ConsentFollowUp:
		err = s.Profiles.GiveFollowUp(r.Context(), actor, org, person.ID, r.Lang)
	case people.ConsentNews:
		err = s.giveNews(r, actor, person)
	default:
		err = apperr.New(apperr.Invalid, "people.error.consent_code")
	}
	if err != nil {
		return err
	}
	r.Flash("member_profile.consent.given")
	return web.Redirect(w, r, "/me/consents")
}

func (s Services) giveNews(r *web.Request, actor account.Actor, person people.Person) error {
	return s.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		live, err := people.Consenting(ctx, tx, person.OrgID, people.ConsentNews, "", []string{person.ID})
		if err != nil || live[person.ID] {
			return err
		}
		err = people.GiveConsents(ctx, tx, people.Consent{
			OrgID: person.OrgID, PersonID: person.ID, Code: people.ConsentNews, Lang: r.Lang,
			Channel: people.ChannelWeb, GivenBy: people.Recorder(actor),
		})
		if err != nil {
			return err
		}
		return account.Record(ctx, tx, account.Entry{
			Org: person.OrgID, Actor: actor, Action: "consent.given", Object: "person", ObjectID: person.ID,
			Data: map[string]string{"code": string(people.ConsentNews)},
		})
	})
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
