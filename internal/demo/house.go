package demo

import (
	"context"
	"slices"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/programme"
)

const (
	ownerKey      = "P103" // leads the organisation
	accountantKey = "P104"
	organiserKey  = "P105" // makes the events
	guestKey      = "P009" // the participant of the guided tour
)

// roles of the members of the organisation, besides the owner.
var roles = []struct {
	role account.Role
	keys []string
}{
	{account.Accountant, keys(accountantKey)},
	{account.Organiser, keys("P105-P107", "P119", "P120")},
	{account.Host, keys("P112-P115")},
	{account.Officer, keys("P116-P118")},
	{account.Company, keys("P089-P102")},
}

// found sets the organisation up: owner, members, venues, partners, programmes.
func (y *year) found(ctx context.Context) error {
	owner := y.cast[ownerKey]
	err := y.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var err error
		if y.org, err = programme.CreateOrg(ctx, tx, sampleOrg); err != nil {
			return err
		}
		in, err := y.Accounts.FoundOwner(ctx, tx, account.Founder{Org: y.org.ID, Email: owner.email, Name: owner.fullName(), Agent: "koryu demo"})
		if err != nil {
			return err
		}
		y.actors[ownerKey] = account.Actor{Kind: account.KindPerson, OrgID: y.org.ID, IdentityID: in.Session.IdentityID,
			Email: owner.email, Name: owner.fullName(), Role: account.Owner}
		return nil
	})
	if err != nil {
		return err
	}
	if err := y.addMembers(ctx); err != nil {
		return err
	}
	return y.furnish(ctx)
}

func (y *year) addMembers(ctx context.Context) error {
	return y.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, r := range roles {
			for _, key := range r.keys {
				p := y.cast[key]
				who, err := y.Accounts.AddMember(ctx, tx, y.actors[ownerKey], account.Invitation{
					Org: y.org.ID, OrgName: y.org.Name, Email: p.email, Name: p.fullName(), Role: r.role, Lang: p.lang,
				})
				if err != nil {
					return err
				}
				y.actors[key] = account.Actor{Kind: account.KindPerson, OrgID: y.org.ID, IdentityID: who.ID,
					Email: p.email, Name: p.fullName(), Role: r.role}
			}
		}
		return nil
	})
}

func (y *year) furnish(ctx context.Context) error {
	for _, v := range venues {
		venue := v.venue
		venue.OrgID = y.org.ID
		saved, err := y.Programmes.SaveVenue(ctx, venue)
		if err != nil {
			return err
		}
		y.ids[v.key] = saved.ID
	}
	for _, p := range partners {
		p.OrgID = y.org.ID
		if _, err := y.Programmes.SavePartner(ctx, p); err != nil {
			return err
		}
	}
	for _, p := range programmes {
		p.programme.OrgID = y.org.ID
		saved, err := y.Programmes.CreateProgramme(ctx, p.programme)
		if err != nil {
			return err
		}
		y.ids[p.key] = saved.ID
		if len(p.goals) == 0 {
			continue
		}
		if _, err := y.Programmes.SetGoals(ctx, y.org.ID, saved.ID, saved.Version, p.goals); err != nil {
			return err
		}
	}
	return nil
}

// enterOthers keeps those of the 120 who come to no event: volunteers, hosts, officers and some neighbours.
func (y *year) enterOthers() {
	coming := map[string]bool{}
	for _, p := range slices.Concat(plansArchive, plans2024) {
		for _, key := range p.everyone() {
			coming[key] = true
		}
	}
	for _, key := range uenoWalkIns {
		coming[key] = true
	}
	for _, key := range y.everybody() {
		if coming[key] {
			continue
		}
		p := y.cast[key]
		y.on(moment("2024-06-03 11:00"), "enter "+key, func(ctx context.Context) error {
			made, err := y.People.Create(ctx, y.actors[organiserKey], y.org.ID, p.newPerson())
			y.ids[key] = made.ID
			return err
		})
	}
}

// withdrawNews are the three people who no longer want announcements.
func (y *year) withdrawNews() {
	moments := []string{"2024-10-05 20:11", "2024-11-05 07:52", "2024-11-12 12:34"}
	var wanted []string
	for _, key := range y.everybody() {
		if y.cast[key].news && y.cast[key].group == metropolitan && key > "P018" && key < "P034" {
			wanted = append(wanted, key)
		}
	}
	for i, at := range moments {
		key := wanted[i]
		y.on(moment(at), "withdraw "+key, func(ctx context.Context) error {
			p := y.cast[key]
			p.news = false // and does not agree again at the next registration
			y.cast[key] = p
			who, err := y.People.FindByEmail(ctx, y.org.ID, p.email)
			if err != nil {
				return err
			}
			_, err = y.People.RevokeConsent(ctx, people.Revocation{OrgID: y.org.ID, PersonID: who.ID, Code: people.ConsentNews, By: "self"})
			return err
		})
	}
}

func (p person) newPerson() people.NewPerson {
	return people.NewPerson{
		Family: p.name.family, Given: p.name.given, KanaFamily: p.name.kanaFamily, KanaGiven: p.name.kanaGiven,
		Email: p.email, Lang: p.lang, BirthYear: p.birthYear, Affiliation: p.affiliation,
	}
}

// fullName is how a person is called in lists of members.
func (p person) fullName() string {
	if p.name.given == "" {
		return p.name.family
	}
	return p.name.family + " " + p.name.given
}
