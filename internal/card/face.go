package card

import (
	"context"

	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/profile"
)

// Face is a card as somebody sees it: Person holds the name and what else of the
// person's record they may see, View the fields of the profile. Whatever is empty
// is not shown. A stranger sees name and affiliation; who exchanged (Met) sees
// what the card shows and the profile lets partners see.
type Face struct {
	Card     Card
	Person   people.Person
	View     profile.View
	Met      bool
	Own      bool   // the viewer's own card
	Exchange string // the viewer's exchange with the owner that stands, "" for none
}

// ByToken resolves the code of a card. One that was made up, one that the owner
// replaced and one that is hidden at the moment are refused with a sentence each.
func (s *Service) ByToken(ctx context.Context, token string) (Card, people.Person, error) {
	c, err := s.resolve(ctx, s.DB, token, s.DB.Now())
	if err != nil {
		return Card{}, people.Person{}, err
	}
	p, err := people.Find(ctx, s.DB, c.OrgID, c.PersonID)
	if err != nil {
		return Card{}, people.Person{}, errForged.Because(err)
	}
	return c, p, nil
}

func (s *Service) resolve(ctx context.Context, q db.Q, token string, at db.Instant) (Card, error) {
	id, serial, ok := s.Keys.ParseToken(sealCard, token)
	if !ok {
		return Card{}, errForged
	}
	c, err := findCardAnywhere(ctx, q, id)
	if err != nil {
		return Card{}, err
	}
	if c.Serial != serial {
		return Card{}, errRotated
	}
	if gone, err := closing(ctx, q, c); err != nil {
		return Card{}, err
	} else if gone {
		return Card{}, errUnavailable
	}
	hidden, err := hiddenNow(ctx, q, c, at, s.DB.Now())
	if err == nil && hidden {
		err = errHidden
	}
	return c, err
}

// Open is what somebody sees who scanned the code: viewer is their person in the
// organisation of the card, "" for a stranger. Who is blocked, or blocked the
// owner, sees nothing.
func (s *Service) Open(ctx context.Context, token, viewer string) (Face, error) {
	c, p, err := s.ByToken(ctx, token)
	if err != nil {
		return Face{}, err
	}
	made := ""
	if viewer != "" && viewer != p.ID {
		if made, err = s.between(ctx, c.OrgID, viewer, p.ID); err != nil {
			return Face{}, err
		}
	}
	f, err := s.face(ctx, s.DB, c, p, made != "")
	f.Own, f.Exchange = viewer == p.ID && viewer != "", made
	return f, err
}

// between names the exchange of two persons that stands, and refuses where one
// blocked the other.
func (s *Service) between(ctx context.Context, org, viewer, owner string) (string, error) {
	me, err := people.Find(ctx, s.DB, org, viewer)
	if err != nil {
		return "", err
	}
	if blocked, err := blockedPair(ctx, s.DB, org, owner, viewer, s.mailTarget(me.Email)); blocked || err != nil {
		return "", orUnavailable(err)
	}
	low, high := inOrder(viewer, owner)
	e, ok, err := findPair(ctx, s.DB, org, low, high)
	if err != nil || !ok {
		return "", err
	}
	read, err := s.read(ctx, s.DB, org, viewer, []Exchange{e})
	if err == nil && read[0].Withdrawn {
		return "", nil // what the other took back is not shown by another way
	}
	return e.ID, err
}

func orUnavailable(err error) error {
	if err == nil {
		return errUnavailable
	}
	return err
}

// Preview is the person's own card as a partner sees it, or a stranger.
func (s *Service) Preview(ctx context.Context, org, person string, met bool) (Face, error) {
	c, err := s.Own(ctx, org, person)
	if err != nil {
		return Face{}, err
	}
	p, err := people.Find(ctx, s.DB, org, person)
	if err != nil {
		return Face{}, err
	}
	f, err := s.face(ctx, s.DB, c, p, met)
	f.Own = true
	return f, err
}

func (s *Service) face(ctx context.Context, q db.Q, c Card, p people.Person, met bool) (Face, error) {
	views, err := s.Profiles.Visible(ctx, q, c.OrgID, []string{p.ID}, profile.Met)
	if err != nil {
		return Face{}, err
	}
	return shown(c, p, views[p.ID], met), nil
}

// shown is what remains of a person after the profile and the card have said
// what may be seen. Whatever is not named here stays out.
func shown(c Card, p people.Person, v profile.View, met bool) Face {
	f := Face{Card: c, Met: met, Person: people.Person{ID: p.ID, OrgID: p.OrgID, Family: p.Family, Given: p.Given, Lang: p.Lang}}
	f.View.OrgID, f.View.PersonID, f.View.UpdatedAt = p.OrgID, p.ID, v.UpdatedAt
	if c.Shows(profile.Affiliation) {
		f.View.Affiliation, f.Person.Affiliation = v.Affiliation, v.Affiliation
	}
	if !met {
		return f
	}
	for field, copyField := range map[profile.Field]func(){
		profile.Photo:    func() { f.View.PhotoID = v.PhotoID },
		profile.Headline: func() { f.View.Headline = v.Headline },
		profile.Email:    func() { f.View.Email, f.Person.Email = v.Email, v.Email },
		profile.Phone:    func() { f.View.Phone, f.Person.Phone = v.Phone, v.Phone },
		profile.Kana: func() {
			if f.View.Kana = v.Kana; v.Kana != "" {
				f.Person.KanaFamily, f.Person.KanaGiven = p.KanaFamily, p.KanaGiven
			}
		},
		profile.Talk:       func() { f.View.Talk = v.Talk },
		profile.Seek:       func() { f.View.Seek = v.Seek },
		profile.Skills:     func() { f.View.Skills = v.Skills },
		profile.Words:      func() { f.View.Words = v.Words },
		profile.Links:      func() { f.View.Links = v.Links },
		profile.Prefecture: func() { f.View.Prefecture = v.Prefecture },
	} {
		if c.Shows(field) {
			copyField()
		}
	}
	return f
}
