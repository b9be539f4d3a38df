package event

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"sync"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/people"
	"koryu/internal/programme"
)

// world is an organisation with one published event, on a database of its own.
type world struct {
	t     testing.TB
	ctx   context.Context
	db    *db.DB
	clock *clock.Manual
	s     *Service
	mail  *mail.Memory
	org   programme.Org
	staff account.Actor
	event Event
	n     int
}

// inWorlds runs a test in a fresh world on every engine. The clock stands at ten
// o'clock of 18 November 2024; the event is on 13 December, half past six.
func inWorlds(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, engine, capacity(2)))
		})
	}
}

func newWorld(t testing.TB, engine db.Engine, slots ...SlotInput) *world {
	t.Helper()
	w := &world{t: t, ctx: t.Context(), clock: clock.NewManual(dbtest.Start), mail: &mail.Memory{}}
	w.db = dbtest.Open(t, engine, dbtest.WithClock(w.clock))
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
	w.must(err)
	w.s = New(Config{DB: w.db, Keys: keys, Mail: w.mail, Base: "https://koryu.example"})
	t.Cleanup(w.s.Close)
	w.org, err = (&programme.Service{DB: w.db}).CreateOrg(w.ctx, programme.Org{Slug: "sample", Name: "見本の会", NameEn: "Sample Society"})
	w.must(err)
	w.staff = account.Actor{Kind: account.KindPerson, OrgID: w.org.ID, Role: account.Organiser, IdentityID: "staff"}
	w.event = w.publish(slots...)
	return w
}

// another is the world for one more test on the same database: it has an event
// of its own, with two places.
func (w *world) another(t testing.TB) *world {
	t.Helper()
	o := *w
	o.t = t
	o.event = o.publish(capacity(2))
	return &o
}

func capacity(n int) SlotInput { return SlotInput{Name: "一般", Capacity: &n} }

func at(day string, hour, minute int) db.Instant {
	d := db.Day(day)
	return d.Start().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

func (w *world) draft(slots ...SlotInput) Event {
	w.t.Helper()
	starts, ends := at("2024-12-13", 18, 30), at("2024-12-13", 20, 30)
	e, err := w.s.Create(w.ctx, w.staff, w.org.ID, Fields{Title: ptr("八戸の交流会"), TitleEn: ptr("Exchange in Hachinohe"),
		StartsAt: &starts, EndsAt: &ends, Place: &Place{Name: "八戸例示ラボ", Address: "青森県八戸市見本1-1-1", Postcode: "0000001"}})
	w.must(err)
	e, err = w.s.SetSlots(w.ctx, w.staff, w.org.ID, e.ID, slots)
	w.must(err)
	return e
}

func (w *world) publish(slots ...SlotInput) Event {
	w.t.Helper()
	e, err := w.s.Publish(w.ctx, w.staff, w.org.ID, w.draft(slots...).ID)
	w.must(err)
	return e
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// request is somebody new who asks for the first slot.
func (w *world) request() Request {
	w.n++
	return w.requestOf(w.n)
}

func (w *world) requestOf(n int) Request {
	return Request{Org: w.org.ID, EventID: w.event.ID, SlotID: w.event.Slots[0].ID, Key: "key-" + strconv.Itoa(n),
		Family: "見本", Given: "花" + strconv.Itoa(n), KanaFamily: "みほん", KanaGiven: "はな",
		Email: fmt.Sprintf("p%d@example.com", n), Lang: i18n.Ja, Consents: []string{"a"}}
}

func (w *world) register() Result {
	w.t.Helper()
	r, err := w.s.Register(w.ctx, w.request())
	w.must(err)
	return r
}

func (w *world) registerAll(n int) []Result {
	w.t.Helper()
	list := make([]Result, n)
	for i := range list {
		list[i] = w.register()
	}
	return list
}

// rush registers n people at the same moment.
func (w *world) rush(n int) {
	w.t.Helper()
	var wg sync.WaitGroup
	for range n {
		req := w.request()
		wg.Go(func() {
			if _, err := w.s.Register(w.ctx, req); err != nil {
				w.t.Error(err)
			}
		})
	}
	wg.Wait()
}

func (w *world) find(id string) Registered {
	w.t.Helper()
	r, err := w.s.FindRegistration(w.ctx, w.org.ID, id)
	w.must(err)
	return r
}

func (w *world) cancel(id string) {
	w.t.Helper()
	_, err := w.s.Cancel(w.ctx, w.org.ID, id, "", account.Nobody(w.org.ID))
	w.must(err)
}

func (w *world) slot() Slot {
	w.t.Helper()
	e, err := w.s.Find(w.ctx, w.org.ID, w.event.ID)
	w.must(err)
	return e.Slots[0]
}

func (w *world) wantState(id string, want RegState) {
	w.t.Helper()
	if got := w.find(id).Registration.State; got != want {
		w.t.Errorf("registration is %s, want %s", got, want)
	}
}

// wantCounted checks that the counters of every slot equal its rows, and that no
// slot holds more than its guard.
func (w *world) wantCounted() {
	w.t.Helper()
	e, err := w.s.Find(w.ctx, w.org.ID, w.event.ID)
	w.must(err)
	for _, s := range e.Slots {
		for state, want := range map[RegState]int{Confirmed: s.Taken, Waiting: s.Waiting, Pending: s.Pending} {
			if got := w.countRows(s.ID, state); got != want {
				w.t.Errorf("%d rows are %s, the counter says %d", got, state, want)
			}
		}
		if s.Guard != nil && s.Taken > *s.Guard {
			w.t.Errorf("taken %d is beyond the guard %d", s.Taken, *s.Guard)
		}
	}
}

func (w *world) countRows(slot string, state RegState) (n int) {
	w.t.Helper()
	w.must(w.db.QueryRow(w.ctx, `SELECT COUNT(*) FROM registration WHERE org_id = $1 AND slot_id = $2 AND state = $3`,
		w.org.ID, slot, string(state)).Scan(&n))
	return n
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	w.must(w.db.QueryRow(w.ctx, query, append([]any{w.org.ID}, args...)...).Scan(&n))
	return n
}

func (w *world) wantErr(err error, key string) {
	w.t.Helper()
	e, ok := apperr.As(err)
	if !ok || e.Key != key {
		w.t.Errorf("error is %v, want %s", err, key)
	}
}

// runUntil moves the clock and runs what falls due, in order.
func (w *world) runUntil(t db.Instant) {
	w.t.Helper()
	worker := w.worker()
	for {
		_, err := worker.RunDue(w.ctx)
		w.must(err)
		next, ok, err := worker.NextDue(w.ctx)
		w.must(err)
		if !ok || next > t {
			break
		}
		if next.Time().After(w.clock.Now()) {
			w.clock.Set(next.Time())
		}
	}
	w.clock.Set(t.Time())
	_, err := worker.RunDue(w.ctx)
	w.must(err)
}

// worker runs the jobs of this package and of people, who index names.
func (w *world) worker() *jobs.Worker {
	handlers := w.s.Handlers()
	maps.Copy(handlers, (&people.Service{DB: w.db}).Handlers())
	return jobs.NewWorker(w.db, handlers, jobs.Options{})
}

func (w *world) subjects(to string) []string {
	var list []string
	for _, m := range w.mail.Sent() {
		if m.To == to {
			list = append(list, m.Subject)
		}
	}
	return list
}

func ptr[T any](v T) *T { return &v }
