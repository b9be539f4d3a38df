package card

import (
	"context"

	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/profile"
)

// Copy is what one side of an exchange has of the other. Where Withdrawn, the
// other took their consent back and nothing of them is in it. Where not
// Confirmed, the owner has what somebody typed, and whoever typed has the face of
// the card. Note and Tags are the reader's own.
type Copy struct {
	Exchange
	Reader              string // the person who reads; "" before the address is confirmed
	Face                Face
	Confirmed           bool
	Limited             bool // this link shows the face only; the one in the letter shows all
	ToConfirm           bool // this link can confirm the exchange
	Withdrawn           bool
	EventTitle, TitleEn string
	Note                string
	Tags                []string
	Undoable            bool
	UndoUntil           db.Instant // zero where it waits for an address
	ViaName             string     // who introduced the two
	Org                 string
}

// Name is the other's name, empty where it was withdrawn.
func (c Copy) Name(lang i18n.Lang) string { return c.Face.Person.DisplayName(lang) }

// EventTitleIn is the title of the event where they met, "" for none.
func (c Copy) EventTitleIn(lang i18n.Lang) string {
	return people.Occasion{Title: c.EventTitle, TitleEn: c.TitleEn}.TitleIn(lang)
}

// Copy is what a link at /x/{token} opens: the copy of whoever pressed.
func (s *Service) Copy(ctx context.Context, token string) (Copy, error) {
	h, err := s.holder(ctx, s.DB, token)
	if err != nil {
		return Copy{}, err
	}
	switch {
	case h.limited && (h.State == Pending || h.State == Done || h.State == Refused || h.State == Ended), h.State == Pending:
		return s.limited(ctx, h)
	case h.State == Ended && h.mailed:
		return s.standIn(ctx, h.Exchange)
	case h.State != Done:
		return Copy{}, errGone
	}
	return s.CopyOf(ctx, h.OrgID, h.PartnerID, h.ID)
}

// limited is the face of the card that somebody pressed on; while the address is
// not proved they see no more, whatever became of it.
func (s *Service) limited(ctx context.Context, h held) (Copy, error) {
	found, err := findCards(ctx, s.DB, h.OrgID, []string{h.OwnerID})
	if err != nil {
		return Copy{}, err
	}
	p, err := people.Find(ctx, s.DB, h.OrgID, h.OwnerID)
	if err != nil {
		return Copy{}, errGone.Because(err)
	}
	f, err := s.face(ctx, s.DB, cardOr(found, p), p, false)
	c := Copy{Exchange: h.Exchange, Org: h.OrgID, Face: f, Limited: h.limited, ToConfirm: h.mailed && h.State == Pending}
	if h.limited {
		c.Exchange = masked(h.Exchange, ExchangeRequest{})
	}
	c.Undoable = c.ToConfirm
	return c, err
}

// standIn is the exchange in whose favour a typed one ended.
func (s *Service) standIn(ctx context.Context, e Exchange) (Copy, error) {
	low, high := inOrder(e.OwnerID, e.PartnerID)
	pair, ok, err := findPair(ctx, s.DB, e.OrgID, low, high)
	if err != nil || !ok || low == "" {
		return Copy{}, orGone(err)
	}
	return s.CopyOf(ctx, pair.OrgID, e.PartnerID, pair.ID)
}

func orGone(err error) error {
	if err == nil {
		return errGone
	}
	return err
}

// CopyOf is the person's copy of an exchange: refused where it was taken back or
// blocked.
func (s *Service) CopyOf(ctx context.Context, org, person, exchange string) (Copy, error) {
	list, err := listMet(ctx, s.DB, org, person, exchange)
	if err != nil {
		return Copy{}, err
	}
	if len(list) == 0 {
		return Copy{}, s.missing(ctx, org, person, exchange)
	}
	list, err = s.unblocked(ctx, org, person, list)
	if err != nil {
		return Copy{}, err
	}
	if len(list) == 0 {
		return Copy{}, errUnavailable
	}
	copies, err := s.copies(ctx, s.DB, org, person, list)
	if err != nil {
		return Copy{}, err
	}
	return copies[0], nil
}

// missing says why the person has no copy: it ended, or was never theirs.
func (s *Service) missing(ctx context.Context, org, person, exchange string) error {
	e, ok, err := findExchange(ctx, s.DB, org, exchange)
	if err != nil || !ok || !e.has(person) {
		return orLink(err)
	}
	return errGone
}

// unblocked leaves out whom the reader blocked, and who blocked the reader.
func (s *Service) unblocked(ctx context.Context, org, person string, list []met) ([]met, error) {
	me, err := people.Find(ctx, s.DB, org, person)
	if err != nil {
		return nil, err
	}
	around, err := blocksAround(ctx, s.DB, org, person, s.mailTarget(me.Email))
	if err != nil || len(around) == 0 {
		return list, err
	}
	gone := map[string]bool{}
	for _, b := range around {
		if b.person == person {
			gone[b.target] = true
		} else {
			gone[b.person] = true
		}
	}
	var left []met
	for _, m := range list {
		typed := m.mine && m.Email != "" && gone[s.mailTarget(m.Email)]
		if !gone[m.other(person)] && !typed {
			left = append(left, m)
		}
	}
	return left, nil
}

// read tells what the reader may have of the other side of each exchange.
func (s *Service) read(ctx context.Context, q db.Q, org, person string, list []Exchange) ([]Copy, error) {
	var others []string
	var typed []Exchange
	for _, e := range list {
		if other := e.other(person); other != "" {
			others = append(others, other)
		}
		if e.Via != "" {
			others = append(others, e.Via)
		}
		if e.OwnerID == person && e.consentRun > 0 && e.PartnerID != "" {
			typed = append(typed, e)
		}
	}
	persons, err := people.FindMany(ctx, q, org, others)
	if err != nil {
		return nil, err
	}
	cards, err := findCards(ctx, q, org, others)
	if err != nil {
		return nil, err
	}
	views, err := s.Profiles.Visible(ctx, q, org, others, profile.Met)
	if err != nil {
		return nil, err
	}
	live, err := liveScopes(ctx, q, org, typed)
	if err != nil {
		return nil, err
	}
	now := s.DB.Now()
	out := make([]Copy, len(list))
	for i, e := range list {
		c := Copy{Exchange: e, Org: org, Reader: person, Confirmed: e.State == Done, Undoable: e.CanUndo(now),
			ViaName: persons[e.Via].DisplayName(i18n.From(ctx).Lang())}
		if e.State == Done {
			c.UndoUntil = e.UndoUntil()
		}
		mine, other := e.OwnerID == person, persons[e.other(person)]
		switch {
		case !c.Confirmed:
			c.Face.Person = people.Person{OrgID: org, Family: e.Family, Given: e.Given, Email: e.Email}
		case mine && e.consentRun > 0 && !live[e.ID]:
			c.Withdrawn = true
		default:
			c.Face = shown(cardOr(cards, other), other, views[other.ID], true)
			c.Face.Exchange = e.ID
			if mine && e.Email != "" {
				c.Face.Person.Email, c.Face.View.Email = e.Email, e.Email
			}
		}
		if !mine || c.Withdrawn {
			c.Family, c.Given, c.Email, c.emailKey = "", "", "", ""
		}
		out[i] = c
	}
	return out, nil
}

// copies is [Service.read] with what the reader keeps beside it.
func (s *Service) copies(ctx context.Context, q db.Q, org, person string, list []met) ([]Copy, error) {
	exchanges := make([]Exchange, len(list))
	for i, m := range list {
		exchanges[i] = m.Exchange
	}
	out, err := s.read(ctx, q, org, person, exchanges)
	if err != nil {
		return nil, err
	}
	for i, m := range list {
		out[i].EventTitle, out[i].TitleEn, out[i].Note, out[i].Tags = m.event.Title, m.event.TitleEn, m.note, m.tags
	}
	return out, nil
}

// cardOr is the person's card, or the one that they would get.
func cardOr(cards map[string]Card, p people.Person) Card {
	if c, ok := cards[p.ID]; ok {
		return c
	}
	return Card{OrgID: p.OrgID, PersonID: p.ID, Fields: defaults}
}
