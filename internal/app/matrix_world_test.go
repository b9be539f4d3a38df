package app

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"maps"
	"path"
	"strings"
	"testing"
	"time"

	"koryu/assets"
	"koryu/internal/account"
	"koryu/internal/demo"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/web/ui/gallery"
)

const matrixBase = "http://127.0.0.1:8080"

// matrix is a whole house with two organisations that must not learn of each other. It wears the demo's dress, so that
// the demo's routes are in its table too.
type matrix struct {
	*App
	t           *testing.T
	here, there society
	house       map[string]string // words of what belongs to no organisation
	logged      *bytes.Buffer
	n           int
}

// society is an organisation and the person who founded it.
type society struct {
	programme.Org
	owner       account.Actor
	programme   programme.Programme
	certificate string // of somebody who was erased
}

// place holds one object of every kind in a society, under the names that routes have for them, and the sessions that
// were opened for them. What one request changed is not given to the next: a place is made anew.
type place struct {
	of       society
	about    []matter
	event    event.Event
	words    map[string]string // "registration" → its id; tokens under "token:/t/" and the like
	sessions map[role]string
}

const guestEmail = "guest@example.com"

func newMatrix(t *testing.T, engine db.Engine) *matrix {
	t.Helper()
	dir := t.TempDir()
	folder, _, err := demo.OpenFolder(dir, false)
	must(t, err)
	log := new(bytes.Buffer)
	hands, err := demo.NewClock(folder, slog.New(slog.DiscardHandler))
	must(t, err)
	a, err := newApp(t.Context(), Config{
		Data: dir, Database: dbtest.URL(t, engine), Base: matrixBase, Clock: clock.NewManual(dbtest.Start), NoLimits: true,
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError})),
	}, &Demo{Folder: folder, Clock: hands, Manifest: demo.Manifest{BaseURL: matrixBase}})
	must(t, err)
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	m := &matrix{App: a, t: t, logged: log}
	m.here, m.there = m.found("aomori-here", "owner@here.example"), m.found("aomori-there", "owner@there.example")
	m.house = map[string]string{"name": gallery.Names[0], "file": strings.TrimPrefix(assets.URL("favicon.svg"), "/assets/"), "mail": m.letter(), "n": "0"}
	for _, r := range account.MemberRoles {
		m.invite(m.here, addressOf(role(r)), r)
	}
	return m
}

// letter is a mail with a picture in the mailbox: that of a registration.
func (m *matrix) letter() string {
	m.t.Helper()
	m.furnishFor(m.there, "letter@example.com")
	_, err := m.RunDue(m.ctx())
	must(m.t, err)
	for _, mail := range m.Mailbox.List() {
		whole, err := m.Mailbox.Get(mail.ID)
		must(m.t, err)
		if len(whole.Attachments) > 0 {
			return mail.ID
		}
	}
	m.t.Fatal("no mail has a picture")
	return ""
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *matrix) ctx() context.Context { return m.t.Context() }

func (m *matrix) next(word string) string {
	m.n++
	return fmt.Sprintf("%s-%d", word, m.n)
}

func (m *matrix) found(slug, email string) society {
	m.t.Helper()
	org, err := m.Programmes.CreateOrg(m.ctx(), programme.Org{Slug: slug, Accent: "#0b5c6b", Name: "青森つながりの会 " + slug, NameEn: "Society " + slug})
	must(m.t, err)
	var in account.SignedIn
	must(m.t, m.DB.Tx(m.ctx(), func(ctx context.Context, tx *db.Tx) (err error) {
		in, err = m.Accounts.FoundOwner(ctx, tx, account.Founder{Org: org.ID, Email: email, Name: "設立 花子"})
		return err
	}))
	s := society{Org: org, owner: in.Session.ActorIn(org.ID)}
	s.programme, err = m.Programmes.CreateProgramme(m.ctx(), programme.Programme{
		OrgID: org.ID, FY: 2024, Name: "令和6年度 交流会", NameEn: "Exchange 2024", State: programme.Active,
	})
	must(m.t, err)
	s.certificate = m.forget(s)
	return s
}

// invite makes somebody a member, once and for all; the place's own member is another one.
func (m *matrix) invite(s society, email string, r account.Role) string {
	m.t.Helper()
	var who account.Identity
	must(m.t, m.DB.Tx(m.ctx(), func(ctx context.Context, tx *db.Tx) (err error) {
		who, err = m.Accounts.AddMember(ctx, tx, account.System(s.ID), account.Invitation{Org: s.ID, OrgName: s.Name, Email: email, Role: r, Lang: i18n.Ja})
		return err
	}))
	return who.ID
}

// furnish makes a place with everything in it. The registration belongs to whoever has the address.
func (m *matrix) furnish(s society, email string) *place {
	return m.furnishFor(s, email, matters...)
}

// furnishFor makes a place with what these matters need, which is faster.
func (m *matrix) furnishFor(s society, email string, about ...matter) *place {
	m.t.Helper()
	p := &place{of: s, about: about, words: map[string]string{"org": s.Slug}, sessions: map[role]string{}}
	maps.Copy(p.words, m.house)
	m.announce(p)
	m.fill(p, email)
	m.staff(p)
	return p
}

// announce publishes an event that takes registrations and whose door is open.
func (m *matrix) announce(p *place) {
	m.t.Helper()
	s, events := p.of, m.Events
	starts, hidden := db.FromTime(dbtest.Start.Add(time.Hour)), event.AtStart
	ends := starts.Add(2 * time.Hour)
	e, err := events.Create(m.ctx(), s.owner, s.ID, event.Fields{
		ProgrammeID: &s.programme.ID, Title: new(m.next("八戸の交流会")), TitleEn: new("Exchange"), Slug: new(m.next("evening")),
		StartsAt: &starts, EndsAt: &ends, ClosesRule: &hidden, Place: &event.Place{Name: "八戸例示ラボ", Address: "青森県八戸市見本1-1-1"},
	})
	must(m.t, err)
	one, wide := 1, 500
	_, err = events.SetSlots(m.ctx(), s.owner, s.ID, e.ID, []event.SlotInput{{Name: "一般", Capacity: &wide}, {Name: "少人数", Capacity: &one}, {Name: "承認制", Mode: event.ByApproval}})
	must(m.t, err)
	_, err = events.SetQuestions(m.ctx(), s.owner, s.ID, e.ID, []event.Question{{Kind: event.AskText, Label: "話したいこと", Why: "話題を決めるためです。"}})
	must(m.t, err)
	_, err = events.SetImage(m.ctx(), s.owner, s.ID, e.ID, bytes.NewReader(picture(m.t)), "港の写真")
	must(m.t, err)
	p.event, err = events.Publish(m.ctx(), s.owner, s.ID, e.ID)
	must(m.t, err)
	p.words["event"], p.words["image"], p.words["slot"] = p.event.Slug, p.event.ImageID, p.event.Slots[0].ID
	p.words["event id"], p.words["own programme"] = p.event.ID, s.programme.ID
}

func picture(t testing.TB) []byte {
	var b bytes.Buffer
	must(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 36))))
	return b.Bytes()
}

// fill registers the guest and somebody who has arrived.
func (m *matrix) fill(p *place, email string) {
	m.t.Helper()
	s := p.of
	guest := m.register(p, email, 0)
	p.words["registration"], p.words["person"] = guest.ID, guest.PersonID
	p.words["token:/t/"], p.words["token:/q/"] = m.Events.ManageToken(guest), m.Events.TicketToken(guest)
	first := m.register(p, m.next("first")+"@example.com", 0)
	pending := m.register(p, m.next("pending")+"@example.com", 2)
	p.words["pending registration"] = pending.ID
	p.words["scan"] = m.letIn(p, first)
	note, err := m.People.AddNote(m.ctx(), s.owner, s.ID, guest.PersonID, "港の仕事に関心あり")
	must(m.t, err)
	p.words["note"], p.words["certificate"] = note.ID, s.certificate
	p.words["first person"], p.words["third person"] = first.PersonID, pending.PersonID
	for _, about := range p.about {
		supplies[about](m, p, guest, first)
	}
}

// letIn checks a guest in and gives the scan.
func (m *matrix) letIn(p *place, r event.Registration) string {
	m.t.Helper()
	scan, err := m.Events.CheckIn(m.ctx(), event.CheckIn{
		Org: p.of.ID, EventID: p.event.ID, Token: m.Events.TicketToken(r), Device: "受付1", Nonce: m.next("nonce"), Actor: p.of.owner,
	})
	must(m.t, err)
	if !scan.OK {
		m.t.Fatalf("a guest was refused: %s", scan.Reason)
	}
	return scan.ID
}

func (m *matrix) register(p *place, email string, slot int) event.Registration {
	m.t.Helper()
	r, err := m.Events.Register(m.ctx(), event.Request{
		Org: p.of.ID, EventID: p.event.ID, SlotID: p.event.Slots[slot].ID, Key: m.next("key"), Family: "見本", Given: "花子",
		KanaFamily: "みほん", KanaGiven: "はなこ", Email: email, Lang: i18n.Ja, Consents: []string{string(people.ConsentRun), string(people.ConsentPhoto)}, Via: event.ViaWeb,
	})
	must(m.t, err)
	return r.Registration
}

// staff makes what only the console shows.
func (m *matrix) staff(p *place) {
	m.t.Helper()
	s := p.of
	venue, err := m.Programmes.SaveVenue(m.ctx(), programme.Venue{OrgID: s.ID, Name: m.next("会場"), Prefecture: "02"})
	must(m.t, err)
	partner, err := m.Programmes.SavePartner(m.ctx(), programme.Partner{OrgID: s.ID, Name: m.next("見本商工会"), Kind: programme.Cooperator})
	must(m.t, err)
	later, err := m.Programmes.CreateProgramme(m.ctx(), programme.Programme{OrgID: s.ID, FY: 2025, Name: m.next("令和7年度")})
	must(m.t, err)
	link, err := m.Accounts.CreateDoorLink(m.ctx(), s.owner, account.NewDoorLink{Org: s.ID, Event: p.event.ID, Label: "受付", Ends: p.event.EndsAt.Add(account.DoorLinkEnds)})
	must(m.t, err)
	device, err := m.Accounts.OpenDoorLink(m.ctx(), account.OpenDoor{Token: link.Token, Device: "受付2"})
	must(m.t, err)
	secret, token, err := m.Accounts.CreateAPIToken(m.ctx(), s.owner, account.NewAPIToken{Org: s.ID, Name: m.next("連携"), Scopes: account.Scopes})
	must(m.t, err)
	for name, id := range map[string]string{
		"venue": venue.ID, "partner": partner.ID, "programme": later.ID, "link": link.ID, "token:/door/": link.Token,
		"device": device.Session.ID, "token:/tokens/": token.ID, "member": m.invite(s, m.next("member")+"@example.com", account.Accountant),
		"programme name": later.Name, "job": m.deadJob(s), "session": m.signIn(guestEmail).Session.ID,
	} {
		p.words[name] = id
	}
	p.words["token:/demo/sign-in/"] = m.signInLink(guestEmail)
	p.sessions[helper], p.sessions[program] = device.Token, secret
}

// deadJob is one that staff may try again.
func (m *matrix) deadJob(s society) (id string) {
	m.t.Helper()
	key := m.next("job")
	must(m.t, m.DB.Tx(m.ctx(), func(ctx context.Context, tx *db.Tx) error {
		if err := jobs.Enqueue(ctx, tx, jobs.Job{Org: s.ID, Kind: "event.letter", Key: key, Payload: map[string]string{}}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE job SET state = 'dead', finished_at = run_at WHERE org_id = $1 AND uniq = $2`, s.ID, key); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT id FROM job WHERE org_id = $1 AND uniq = $2`, s.ID, key).Scan(&id)
	}))
	return id
}

func (m *matrix) signInLink(email string) (token string) {
	m.t.Helper()
	must(m.t, m.DB.Tx(m.ctx(), func(ctx context.Context, tx *db.Tx) (err error) {
		token, err = m.Accounts.SignInLink(ctx, tx, email, "")
		return err
	}))
	return token
}

// missing names objects that were never there: of the right shape, signed, in the society.
func (m *matrix) missing(s society) *place {
	p := &place{of: s, words: map[string]string{"org": s.Slug}}
	maps.Copy(p.words, m.house)
	id := func() string { return m.DB.IDs().New(m.DB.Clock().Now()) }
	for _, name := range []string{"registration", "person", "image", "venue", "partner", "programme", "link", "device", "scan", "note", "member", "job", "slot", "session", "event id", "pending registration", "own programme", "programme name", "token:/tokens/",
		"exchange", "message", "sent message", "request", "erasure", "certificate", "first person", "third person", "introduction", "tag act", "block", "tag", "saved filter",
		"twin", "other twin", "whole person", "merging", "returned", "profile version", "person version", "readers"} {
		p.words[name] = id()
	}
	p.words["event"] = "no-such-evening"
	for prefix, purpose := range map[string]string{"/t/": "manage", "/q/": "ticket", "/door/": "door", "/demo/sign-in/": "demo.sign_in",
		"/c/": "card", "/x/": "card_copy", "/u/": "unsubscribe"} {
		p.words["token:"+prefix] = m.Keys.Token(purpose, id(), 1)
	}
	p.words["letter"], p.words["bound letter"] = m.Keys.Token("card_confirm", id(), 0), m.Keys.Token("card_confirm", id(), 0)
	p.words["photo"] = path.Base(m.Profiles.PhotoPath(s.Slug, id(), profile.Everyone))
	return p
}

// role is somebody who asks. Those of account are members of the first society.
type role string

const (
	nobody    role = "anonymous"
	visitor   role = "participant"
	helper    role = "door helper"
	program   role = "API token"
	neighbour role = "other's owner"
)

// roles in the order of the golden table.
var roles = []role{
	nobody, visitor, role(account.Owner), role(account.Organiser), role(account.Accountant), helper,
	role(account.Officer), role(account.Host), role(account.Company), program, neighbour,
}

func addressOf(r role) string {
	switch r {
	case visitor:
		return guestEmail
	case neighbour:
		return "owner@there.example"
	}
	return strings.ReplaceAll(string(r), " ", "") + "@here.example.jp"
}

// session gives the role's token. The helper is at the door of the place's event, the program has a token of its
// society; everybody else is signed in.
func (m *matrix) session(p *place, r role) string {
	if r == nobody {
		return ""
	}
	if token := p.sessions[r]; token != "" {
		return token
	}
	p.sessions[r] = m.signIn(addressOf(r)).Token
	return p.sessions[r]
}

func (m *matrix) signIn(email string) account.SignedIn {
	m.t.Helper()
	in, err := m.Accounts.OpenSignInLink(m.ctx(), m.signInLink(email), "Firefox", "")
	must(m.t, err)
	return in
}
