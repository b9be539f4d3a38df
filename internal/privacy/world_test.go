package privacy_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/people"
	"koryu/internal/privacy"
	"koryu/internal/profile"
	"koryu/internal/programme"
)

// world is an organisation with one event of one place, and the service under
// test with its worker. It is ten o'clock of 18 November 2024.
type world struct {
	*privacy.Service
	t         *testing.T
	clock     *clock.Manual
	mail      *mail.Memory
	worker    *jobs.Worker
	org       programme.Org
	event     event.Event
	owner     account.Actor
	organiser account.Actor
	n         int
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

func newWorld(t *testing.T, engine db.Engine) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewManual(dbtest.Start), mail: &mail.Memory{}}
	d := dbtest.Open(t, engine, dbtest.WithClock(w.clock))
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
	w.must(err)
	events := event.New(event.Config{DB: d, Keys: keys, Mail: w.mail, Base: "https://koryu.example"})
	t.Cleanup(events.Close)
	w.Service = &privacy.Service{DB: d, People: &people.Service{DB: d}, Profiles: &profile.Service{DB: d, Keys: keys}, Events: events,
		Accounts: &account.Service{DB: d, Keys: keys, Mail: w.mail, Base: "https://koryu.example"}}
	handlers := w.Handlers()
	for _, more := range []map[string]jobs.Handler{events.Handlers(), w.People.Handlers()} {
		for kind, h := range more {
			handlers[kind] = h
		}
	}
	w.worker = jobs.NewWorker(d, handlers, jobs.Options{})
	w.org, err = (&programme.Service{DB: d}).CreateOrg(t.Context(), programme.Org{Slug: "sample", Name: "見本の会", NameEn: "Sample Society"})
	w.must(err)
	w.owner = account.Actor{Kind: account.KindPerson, OrgID: w.org.ID, Role: account.Owner, IdentityID: "owner"}
	w.organiser = account.Actor{Kind: account.KindPerson, OrgID: w.org.ID, Role: account.Organiser, IdentityID: "organiser"}
	w.event = w.publish()
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) publish() event.Event {
	w.t.Helper()
	title, one := "八戸の交流会", 1
	starts := db.Day("2024-12-13").Start().Add(18 * time.Hour)
	ends := starts.Add(2 * time.Hour)
	e, err := w.Events.Create(w.t.Context(), w.owner, w.org.ID, event.Fields{Title: &title, StartsAt: &starts, EndsAt: &ends,
		Place: &event.Place{Name: "見本ラボ", Address: "見本1-1-1"}})
	w.must(err)
	_, err = w.Events.SetSlots(w.t.Context(), w.owner, w.org.ID, e.ID, []event.SlotInput{{Name: "一般", Capacity: &one}})
	w.must(err)
	_, err = w.Events.SetQuestions(w.t.Context(), w.owner, w.org.ID, e.ID, []event.Question{{Label: "話したいこと", Why: "席を決めるため", Kind: event.AskText}})
	w.must(err)
	_, err = w.Events.Publish(w.t.Context(), w.owner, w.org.ID, e.ID)
	w.must(err)
	e, err = w.Events.Find(w.t.Context(), w.org.ID, e.ID)
	w.must(err)
	return e
}

// guest registers, with an answer; the consents are a and g.
func (w *world) guest(email string) event.Registration {
	w.t.Helper()
	w.n++
	r, err := w.Events.Register(w.t.Context(), event.Request{
		Org: w.org.ID, EventID: w.event.ID, SlotID: w.event.Slots[0].ID, Key: "key-" + strconv.Itoa(w.n), Family: "見本", Given: "花乃例",
		KanaFamily: "みほん", KanaGiven: "かのれ", Email: email, Lang: i18n.Ja, Answers: event.Answers{w.event.Questions[0].ID: {"鮭とIT"}},
		Consents: []string{string(people.ConsentRun), string(people.ConsentNews)},
	})
	w.must(err)
	return r.Registration
}

// self is the guest who signed in.
func (w *world) self() account.Actor {
	return account.Actor{Kind: account.KindPerson, OrgID: w.org.ID, Role: account.Participant, IdentityID: "guest", Email: "guest@example.com"}
}

func (w *world) run() {
	w.t.Helper()
	_, err := w.worker.RunDue(w.t.Context())
	w.must(err)
}

func (w *world) live(person string) string {
	w.t.Helper()
	list, err := w.People.LiveConsents(w.t.Context(), w.org.ID, person)
	w.must(err)
	var codes []string
	for _, c := range list {
		codes = append(codes, string(c.Code)+c.Scope)
	}
	return strings.Join(codes, " ")
}

// last is the newest mail.
func (w *world) last() mail.Message {
	w.t.Helper()
	sent := w.mail.Sent()
	if len(sent) == 0 {
		w.t.Fatal("no mail was sent")
	}
	return sent[len(sent)-1]
}

func (w *world) text(query string, args ...any) (s string) {
	w.t.Helper()
	w.must(w.DB.QueryRow(w.t.Context(), query, args...).Scan(&s))
	return s
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.must(w.DB.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}))
}
