package message_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/roster"
)

// world is an organisation with one event, a mail server, and nobody yet.
type world struct {
	t      testing.TB
	ctx    context.Context
	db     *db.DB
	clock  *clock.Manual
	server *server
	people *people.Service
	events *event.Service
	s      *message.Service
	worker *jobs.Worker
	org    programme.Org
	staff  account.Actor
	event  event.Event
}

func inWorlds(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, engine))
		})
	}
}

func newWorld(t testing.TB, engine db.Engine) *world {
	t.Helper()
	w := &world{t: t, ctx: t.Context(), clock: clock.NewManual(dbtest.Start), server: &server{}}
	w.db = dbtest.Open(t, engine, dbtest.WithClock(w.clock))
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
	w.must(err)
	w.people = &people.Service{DB: w.db}
	w.events = event.New(event.Config{DB: w.db, Keys: keys, Mail: &mail.Memory{}, Base: "https://koryu.example"})
	t.Cleanup(w.events.Close)
	cfg := w.server.start(t)
	cfg.Clock = w.clock
	w.s = message.New(message.Config{DB: w.db, Keys: keys, Mail: mail.NewSMTP(cfg), Base: "https://koryu.example",
		Roster: &roster.Service{DB: w.db}, Events: w.events})
	handlers := w.s.Handlers()
	maps.Copy(handlers, w.people.Handlers())
	w.worker = jobs.NewWorker(w.db, handlers, jobs.Options{})
	w.org, err = (&programme.Service{DB: w.db}).CreateOrg(w.ctx, programme.Org{Slug: "sample", Name: "見本の会", NameEn: "Sample Society"})
	w.must(err)
	w.staff = account.Actor{Kind: account.KindPerson, OrgID: w.org.ID, Role: account.Organiser, IdentityID: "staff", Email: "staff@example.jp", Name: "事務局 見本"}
	w.event = w.publish("八戸の交流会", "Exchange in Hachinohe")
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) publish(title, titleEn string) event.Event {
	w.t.Helper()
	starts := db.Day("2024-12-13").Start().Add(18*time.Hour + 30*time.Minute)
	ends, capacity := starts.Add(2*time.Hour), 1000
	e, err := w.events.Create(w.ctx, w.staff, w.org.ID, event.Fields{Title: &title, TitleEn: &titleEn, StartsAt: &starts, EndsAt: &ends,
		Place: &event.Place{Name: "八戸例示ラボ", Address: "青森県八戸市見本1-1-1"}})
	w.must(err)
	e, err = w.events.SetSlots(w.ctx, w.staff, w.org.ID, e.ID, []event.SlotInput{{Name: "一般", Capacity: &capacity}})
	w.must(err)
	e, err = w.events.Publish(w.ctx, w.staff, w.org.ID, e.ID)
	w.must(err)
	return e
}

// register lets somebody register for the event, with the consents given.
func (w *world) register(n int, lang i18n.Lang, consents ...string) people.Person {
	w.t.Helper()
	return w.registerAs(n, "見本", "花"+fmt.Sprint(n), lang, consents...)
}

func (w *world) registerAs(n int, family, given string, lang i18n.Lang, consents ...string) people.Person {
	w.t.Helper()
	r, err := w.events.Register(w.ctx, event.Request{Org: w.org.ID, EventID: w.event.ID, SlotID: w.event.Slots[0].ID,
		Key: fmt.Sprint("key-", n), Family: family, Given: given, KanaFamily: "みほん", KanaGiven: "はな",
		Email: fmt.Sprintf("p%d@example.com", n), Lang: lang, Consents: append(consents, "a")})
	w.must(err)
	return r.Person
}

func (w *world) withdraw(p people.Person, code people.ConsentCode) {
	w.t.Helper()
	_, err := w.people.RevokeConsent(w.ctx, people.Revocation{OrgID: w.org.ID, PersonID: p.ID, Code: code, By: "person:self"})
	w.must(err)
}

var made int

// draft is a message to those who hold a place.
func (w *world) draft(kind message.Kind, change func(*message.Message)) message.Message {
	w.t.Helper()
	made++
	m := message.Message{OrgID: w.org.ID, Kind: kind, EventID: w.event.ID, Subject: "{event}のご案内", Body: "{name} 様\n\nこんにちは。",
		SubjectEn: "News of {event}", BodyEn: "Dear {name},\n\nHello.",
		Audience: message.Audience{By: message.ByEvent, EventID: w.event.ID, States: []message.State{message.Confirmed}}}
	if change != nil {
		change(&m)
	}
	m, err := w.s.Create(w.ctx, w.staff, fmt.Sprint("draft-", made), m)
	w.must(err)
	return m
}

// confirm sends a message to as many as it finds.
func (w *world) confirm(m message.Message) message.Choice {
	w.t.Helper()
	c, err := w.s.Choose(w.ctx, m)
	w.must(err)
	_, err = w.s.Confirm(w.ctx, w.staff, m.OrgID, m.ID, c.Sends)
	w.must(err)
	return c
}

func (w *world) run(after time.Duration) {
	w.t.Helper()
	w.clock.Advance(after)
	_, err := w.worker.RunDue(w.ctx)
	w.must(err)
}

// send confirms and lets the minute pass.
func (w *world) send(m message.Message) {
	w.t.Helper()
	w.confirm(m)
	w.run(message.StopTime)
}

func (w *world) figures(m message.Message) message.Figures {
	w.t.Helper()
	f, err := w.s.FiguresOf(w.ctx, m.OrgID, m.ID)
	w.must(err)
	return f
}

func (w *world) wantFigures(m message.Message, want message.Figures) {
	w.t.Helper()
	got := w.figures(m)
	for _, state := range message.DeliveryStates {
		if got[state] != want[state] {
			w.t.Errorf("%d are %s, want %d (all: %v)", got[state], state, want[state], got)
		}
	}
}

// copyOf is the copy of a message that a person got.
func (w *world) copyOf(m message.Message, p people.Person) message.Copy {
	w.t.Helper()
	page, err := w.s.Copies(w.ctx, m.OrgID, m.ID, "", "")
	w.must(err)
	for _, c := range page.Rows {
		if c.PersonID == p.ID {
			return c
		}
	}
	w.t.Fatalf("%s has no copy", p.Email)
	return message.Copy{}
}

// server is a real mail server whose answers a test decides by the recipient.
type server struct {
	mu    sync.Mutex
	rcpt  map[string]error // answer to RCPT TO; nil for yes
	data  map[string]error // answer to the content
	cut   map[string]bool  // the line breaks after the content has come
	taken []taken
	asked map[string]int // RCPT TO by address
}

type taken struct {
	to     []string
	header netmail.Header
	raw    string
}

func (s *server) start(t testing.TB) mail.SMTPConfig {
	t.Helper()
	s.rcpt, s.data, s.cut, s.asked = map[string]error{}, map[string]error{}, map[string]bool{}, map[string]int{}
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &talk{s: s, conn: c}, nil }))
	srv.Domain, srv.ErrorLog = "mx.example.jp", log.New(io.Discard, "", 0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { defer close(done); srv.Serve(l) }()
	t.Cleanup(func() { srv.Close(); <-done })
	return mail.SMTPConfig{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: mail.TLSOff, Timeout: 5 * time.Second,
		From: "office@koryu.example.jp", FromName: "Koryu"}
}

func (s *server) answer(address string, rcpt, data error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rcpt[address], s.data[address] = rcpt, data
}

func (s *server) breakLine(address string, yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cut[address] = yes
}

func (s *server) mails() []taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.taken)
}

// to counts the mails that a recipient was given.
func (s *server) to(address string) int {
	n := 0
	for _, m := range s.mails() {
		if slices.Contains(m.to, address) {
			n++
		}
	}
	return n
}

type talk struct {
	s    *server
	conn *smtp.Conn
	to   []string
}

func (k *talk) Mail(string, *smtp.MailOptions) error { return nil }

func (k *talk) Rcpt(to string, _ *smtp.RcptOptions) error {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	k.s.asked[to]++
	k.to = append(k.to, to)
	return k.s.rcpt[to]
}

func (k *talk) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := netmail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		return err
	}
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	if err := k.s.data[k.to[0]]; err != nil {
		return err
	}
	k.s.taken = append(k.s.taken, taken{to: k.to, header: m.Header, raw: string(raw)})
	if k.s.cut[k.to[0]] {
		k.conn.Conn().Close()
		return errors.New("cut")
	}
	return nil
}

func (k *talk) Reset()        { k.to = nil }
func (k *talk) Logout() error { return nil }

func reply(code int, a, b, c int, words string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{a, b, c}, Message: words}
}
