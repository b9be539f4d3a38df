package torture

import (
	"context"
	"os"
	"strconv"
	"testing"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/programme"
)

const quick = 0.003

// scaled is a whole number of times, cut down to what was asked for.
func scaled(t testing.TB, whole int) int {
	t.Helper()
	part := quick
	if text := os.Getenv("KORYU_TORTURE"); text != "" {
		var err error
		if part, err = strconv.ParseFloat(text, 64); err != nil || part <= 0 || part > 1 {
			t.Fatalf("KORYU_TORTURE=%q: want a number above 0, at most 1", text)
		}
	}
	return max(1, int(float64(whole)*part))
}

// house is two processes' worth of services over one database.
type house struct {
	ctx   context.Context
	db    *db.DB
	two   [2]*event.Service
	org   programme.Org
	staff account.Actor
}

// inHouses runs a test on both engines, one after the other: they would only
// take the processor from each other.
func inHouses(t *testing.T, test func(t *testing.T, h *house)) {
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) { test(t, newHouse(t, engine)) })
	}
}

func newHouse(t *testing.T, engine db.Engine) *house {
	t.Helper()
	now := clock.NewManual(dbtest.Start)
	h := &house{ctx: t.Context(), db: dbtest.Open(t, engine, dbtest.WithClock(now), dbtest.WithMaxConns(16))}
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
	must(t, err)
	for i := range h.two {
		h.two[i] = event.New(event.Config{DB: h.another(t, engine, i, now), Keys: keys, Mail: &mail.Memory{}, Base: "https://koryu.example"})
		t.Cleanup(h.two[i].Close)
	}
	h.org, err = (&programme.Service{DB: h.db}).CreateOrg(h.ctx, programme.Org{Slug: "sample", Name: "見本の会"})
	must(t, err)
	h.staff = account.Actor{Kind: account.KindPerson, OrgID: h.org.ID, Role: account.Organiser, IdentityID: "staff"}
	return h
}

// another gives the second service connections of its own where the engine
// allows a second process.
func (h *house) another(t *testing.T, engine db.Engine, i int, now clock.Clock) *db.DB {
	if i == 0 || engine == db.SQLite {
		return h.db
	}
	d, err := db.Open(h.ctx, dbtest.Address(h.db), db.Options{Clock: now, MaxConns: 16})
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	return d
}

// publish makes an event that is open, with these slots.
func (h *house) publish(t *testing.T, title string, slots ...event.SlotInput) event.Event {
	t.Helper()
	s := h.two[0]
	starts, ends := db.Day("2024-12-13").Start().Add(18*hour), db.Day("2024-12-13").Start().Add(20*hour)
	e, err := s.Create(h.ctx, h.staff, h.org.ID, event.Fields{
		Title: &title, StartsAt: &starts, EndsAt: &ends, Place: &event.Place{Name: "見本ホール", Address: "見本1-1-1"},
	})
	must(t, err)
	_, err = s.SetSlots(h.ctx, h.staff, h.org.ID, e.ID, slots)
	must(t, err)
	e, err = s.Publish(h.ctx, h.staff, h.org.ID, e.ID)
	must(t, err)
	return e
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
