package app

import (
	"bytes"
	"context"
	"path"
	"strconv"
	"strings"
	"time"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/privacy"
	"koryu/internal/profile"
	"koryu/internal/roster"
	"koryu/internal/web"
)

// matter is what a route is about, beside the event that each place has.
type matter string

const (
	cards    matter = "cards"
	messages matter = "messages"
	requests matter = "requests" // about the own data
	sorting  matter = "sorting"  // of people, by staff
)

var matters = []matter{cards, messages, requests, sorting}

// supplies makes what a matter needs.
var supplies = map[matter]func(m *matrix, p *place, guest, first event.Registration){
	cards: (*matrix).acquaint, messages: (*matrix).write, requests: (*matrix).request, sorting: (*matrix).sort,
}

// about tells what a route is about.
func about(route web.Route) []matter {
	for _, at := range []struct {
		begins string
		about  matter
	}{
		{"/o/{org}/me/data", requests}, {"/o/{org}/me/", cards}, {"/c/", cards}, {"/x/", cards}, {"/o/{org}/photos/", cards},
		{"/u/", messages}, {"/o/{org}/staff/messages", messages}, {"/o/{org}/staff/privacy", requests}, {"/o/{org}/staff/people", sorting},
	} {
		if strings.HasPrefix(route.Pattern, at.begins) {
			return []matter{at.about}
		}
	}
	return nil
}

// acquaint gives a place what people have of one another: the guest has a profile, is in the room and met two others,
// and one of these introduces somebody.
func (m *matrix) acquaint(p *place, guest, first event.Registration) {
	m.t.Helper()
	s, by := p.of, account.Nobody(p.of.ID)
	third, fourth := m.register(p, m.next("third")+"@example.com", 0), m.register(p, m.next("fourth")+"@example.com", 0)
	m.letIn(p, guest)
	must(m.t, m.Profiles.GiveFollowUp(m.ctx(), by, s.ID, guest.PersonID, i18n.Ja))
	saved, err := m.Profiles.Find(m.ctx(), s.ID, guest.PersonID)
	must(m.t, err)
	if saved.Version == 0 {
		_, err = m.Profiles.Save(m.ctx(), by, profile.Profile{OrgID: s.ID, PersonID: guest.PersonID, Lang: i18n.Ja, Headline: "Web開発",
			Audiences: map[profile.Field]profile.Audience{profile.Headline: profile.Met, profile.Photo: profile.Everyone}})
		must(m.t, err)
	}
	told, err := m.Profiles.SetPhoto(m.ctx(), by, s.ID, guest.PersonID, bytes.NewReader(picture(m.t)))
	must(m.t, err)
	who, err := m.People.Find(m.ctx(), s.ID, guest.PersonID)
	must(m.t, err)
	p.words["profile version"], p.words["person version"] = strconv.FormatInt(told.Version, 10), strconv.FormatInt(who.Version, 10)
	p.words["photo"] = path.Base(m.Profiles.PhotoPath(s.Slug, told.PhotoID, profile.Everyone))

	met := m.exchange(p, first, guest)
	p.words["exchange"], p.words["token:/x/"] = met.ID, met.Token
	p.words["token:/c/"] = m.cardOf(p, first)
	other := m.exchange(p, first, third)
	m.exchange(p, fourth, guest)
	asked, err := m.Cards.Introduce(m.ctx(), by, card.IntroductionRequest{
		Org: s.ID, By: first.PersonID, Key: m.next("introduction"), First: met.ID, Second: other.ID, Words: "話が合うと思います。",
	})
	must(m.t, err)
	p.words["introduction"] = asked.ID
	typed, err := m.Cards.Exchange(m.ctx(), card.ExchangeRequest{Org: s.ID, CardToken: m.cardOf(p, first), Key: m.next("typed"), By: by,
		Family: "飛入", Email: m.next("typed") + "@example.com", Lang: i18n.Ja, Consents: []people.ConsentCode{people.ConsentRun, people.ConsentDirectory}})
	must(m.t, err)
	p.words["letter"] = path.Base(m.Cards.CopyURL(typed.Exchange))
	bound, err := m.Cards.Exchange(m.ctx(), card.ExchangeRequest{Org: s.ID, CardToken: m.cardOf(p, first), Key: m.next("typed"), By: by,
		Family: "飛入", Email: m.next("bound") + "@example.com", Lang: i18n.Ja, Consents: []people.ConsentCode{people.ConsentRun, people.ConsentDirectory}})
	must(m.t, err)
	p.words["bound letter"] = path.Base(m.Cards.CopyURL(bound.Exchange))
	_, err = m.Cards.Confirm(m.ctx(), by, p.words["bound letter"])
	must(m.t, err)
	away := m.exchange(p, m.register(p, m.next("away")+"@example.com", 0), guest)
	must(m.t, m.Cards.Block(m.ctx(), by, s.ID, guest.PersonID, away.ID))
	blocks, err := m.Cards.Blocks(m.ctx(), s.ID, guest.PersonID)
	must(m.t, err)
	p.words["block"] = blocks[0].ID
}

func (m *matrix) cardOf(p *place, r event.Registration) string {
	m.t.Helper()
	c, err := m.Cards.Own(m.ctx(), p.of.ID, r.PersonID)
	must(m.t, err)
	return m.Cards.Token(c)
}

func (m *matrix) exchange(p *place, shows, presses event.Registration) card.Exchanged {
	m.t.Helper()
	x, err := m.Cards.Exchange(m.ctx(), card.ExchangeRequest{Org: p.of.ID, CardToken: m.cardOf(p, shows), Key: m.next("card"),
		By: account.Nobody(p.of.ID), PersonID: presses.PersonID})
	must(m.t, err)
	return x
}

// write makes a draft and a message that can still be stopped.
func (m *matrix) write(p *place, _, _ event.Registration) {
	m.t.Helper()
	s := p.of
	draft := message.Message{OrgID: s.ID, Kind: message.Notice, EventID: p.event.ID, Subject: "ご案内", Body: "{name}さん、お待ちしています。",
		Audience: message.Audience{By: message.ByEvent, EventID: p.event.ID, States: []message.State{message.Confirmed}}}
	one, err := m.Messages.Create(m.ctx(), s.owner, m.next("message"), draft)
	must(m.t, err)
	readers, err := m.Messages.Choose(m.ctx(), one)
	must(m.t, err)
	p.words["readers"] = strconv.Itoa(readers.Sends)
	draft.Subject, draft.Body = "前日のご案内", "{name}さん、明日お会いしましょう。" // who got a text does not get it again
	sent, err := m.Messages.Create(m.ctx(), s.owner, m.next("message"), draft)
	must(m.t, err)
	choice, err := m.Messages.Choose(m.ctx(), sent)
	must(m.t, err)
	sent, err = m.Messages.Confirm(m.ctx(), s.owner, s.ID, sent.ID, choice.Sends)
	must(m.t, err)
	p.words["message"], p.words["sent message"] = one.ID, sent.ID
	copies, err := m.Messages.Copies(m.ctx(), s.ID, sent.ID, "", "")
	must(m.t, err)
	if len(copies.Rows) == 0 {
		m.t.Fatal("the message goes to nobody")
	}
	returned := p.of.Slug + "-returned@example.com"
	must(m.t, m.DB.Tx(m.ctx(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO bounce (org_id, address_key, address, source, code, delivery_id, times, first_at, last_at, cleared_at, cleared_by)
			VALUES ($1, $2, $2, 'report', '5.1.1', '', 1, 1, 1, 0, '') ON CONFLICT DO NOTHING`, s.ID, returned)
		return err
	}))
	p.words["returned"] = returned
	p.words["token:/u/"] = path.Base(m.Messages.UnsubscribeURL(copies.Rows[0].Delivery))
}

// request asks for a correction by the guest and an erasure by somebody else.
func (m *matrix) request(p *place, guest, _ event.Registration) {
	m.t.Helper()
	leaver := m.register(p, m.next("leaver")+"@example.com", 0)
	s, by := p.of, account.Nobody(p.of.ID)
	fix, err := m.Privacy.AskCorrection(m.ctx(), by, s.ID, guest.PersonID, "生まれ年が違います。")
	must(m.t, err)
	end, err := m.Privacy.AskErasure(m.ctx(), by, privacy.Wish{Org: s.ID, Person: leaver.PersonID, Channel: people.ChannelWeb})
	must(m.t, err)
	p.words["request"], p.words["erasure"] = fix.ID, end.ID
}

// sort gives staff something to sort: a tag, a saved filter, two who may be one, two who became one, two who are not.
func (m *matrix) sort(p *place, _, _ event.Registration) {
	m.t.Helper()
	s := p.of
	tag, err := m.Roster.Give(m.ctx(), s.owner, s.ID, "先輩移住者", []string{p.words["first person"]})
	must(m.t, err)
	tags, err := m.Roster.ListTags(m.ctx(), s.ID)
	must(m.t, err)
	p.words["tag act"], p.words["tag"] = tag.ID, tags[0].ID
	saved, err := m.Roster.ListSaved(m.ctx(), s.ID)
	must(m.t, err)
	if len(saved) == 0 {
		one, err := m.Roster.Save(m.ctx(), s.owner, s.ID, "八戸に来られる方", roster.Filter{FY: 2024})
		must(m.t, err)
		saved = append(saved, one)
	}
	p.words["saved filter"] = saved[0].ID
	var twins []people.Person
	for range 4 {
		one, err := m.People.Create(m.ctx(), s.owner, s.ID, people.NewPerson{Family: "双子", KanaFamily: "ふたご"})
		must(m.t, err)
		twins = append(twins, one)
	}
	p.words["twin"], p.words["other twin"], p.words["whole person"] = twins[0].ID, twins[1].ID, twins[2].ID
	merged, err := m.Roster.Merge(m.ctx(), s.owner, people.Merging{OrgID: s.ID, Into: twins[2].ID, Gone: twins[3].ID,
		IntoVersion: twins[2].Version, GoneVersion: twins[3].Version, Values: people.NewPerson{Family: "双子", KanaFamily: "ふたご"}, Reason: "同じ人でした"})
	must(m.t, err)
	p.words["merging"] = merged.ID
	must(m.t, m.DB.Tx(m.ctx(), func(ctx context.Context, tx *db.Tx) error {
		return people.KeepApart(ctx, tx, s.owner, s.ID, p.words["first person"], p.words["third person"])
	}))
}

// forget erases somebody, once for a society: its certificate is looked at only.
func (m *matrix) forget(s society) string {
	m.t.Helper()
	who, err := m.People.Create(m.ctx(), s.owner, s.ID, people.NewPerson{Family: "消去", KanaFamily: "しょうきょ", Email: m.next("gone") + "@example.com"})
	must(m.t, err)
	wish, err := m.Privacy.AskErasure(m.ctx(), account.Nobody(s.ID), privacy.Wish{Org: s.ID, Person: who.ID, Channel: people.ChannelWeb})
	must(m.t, err)
	must(m.t, m.Privacy.Confirm(m.ctx(), s.owner, s.ID, wish.ID))
	hands := m.DB.Clock().(*clock.Manual)
	hands.Advance(8 * 24 * time.Hour) // until then it can be taken back
	defer hands.Set(dbtest.Start)
	_, err = m.RunDue(m.ctx())
	must(m.t, err)
	all, err := m.Privacy.Certificates(m.ctx(), s.ID, 1)
	must(m.t, err)
	if len(all) == 0 {
		m.t.Fatal("nothing was erased")
	}
	return all[0].ID
}
