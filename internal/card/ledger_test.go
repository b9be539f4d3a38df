package card

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"koryu/internal/card/network"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
)

// year is a programme with two events and the guests of its ledger.
type year struct {
	*world
	programme programme.Programme
	events    []event.Event
	guests    []guest
}

// guest is what the naive count knows of somebody.
type guest struct {
	id   string
	slot [2]int  // at each event; −1 for none
	came [2]bool // to each event
}

var yearSlots = []event.SlotInput{
	{Name: "首都圏デジタル人材"}, {Name: "県内企業・県内の方"}, {Name: "参加", Eligibility: "どなたでも"}, {Name: "講師", Kind: event.ForSpeakers},
}

var slotGroups = []network.Group{network.Metro, network.Local, network.Unknown, network.Hosts}

// newYear registers n people for the events, by a row of numbers, and lets some
// of them come.
func newYear(w *world, n int) *year {
	y := &year{world: w}
	w.clock.Set(dbtestStart())
	var err error
	y.programme, err = (&programme.Service{DB: w.db}).CreateProgramme(w.ctx, programme.Programme{
		OrgID: w.org.ID, FY: 2024, Name: "交流促進業務", Body: "青森県DX推進課", State: programme.Active})
	w.must(err)
	for k, day := range []db.Day{"2024-12-13", "2024-12-20"} {
		title := fmt.Sprint("交流会", k)
		starts, ends := day.Start().Add(18*hour), day.Start().Add(20*hour)
		e, err := w.events.Create(w.ctx, w.staff, w.org.ID, event.Fields{ProgrammeID: &y.programme.ID, Title: &title, StartsAt: &starts, EndsAt: &ends,
			Place: &event.Place{Name: "八戸例示ラボ"}})
		w.must(err)
		_, err = w.events.SetSlots(w.ctx, w.staff, w.org.ID, e.ID, slices.Clone(yearSlots))
		w.must(err)
		e, err = w.events.Publish(w.ctx, w.staff, w.org.ID, e.ID)
		w.must(err)
		y.events = append(y.events, e)
	}
	var doors [2][]string
	for i := range n {
		g := guest{slot: [2]int{-1, -1}}
		for k, e := range y.events {
			if k == 1 && i%3 == 0 {
				continue
			}
			g.slot[k], g.came[k] = (i*7+i*k)%len(yearSlots), i%4 != k
			r, err := w.events.Register(w.ctx, event.Request{Org: w.org.ID, EventID: e.ID, SlotID: e.Slots[g.slot[k]].ID, Key: fmt.Sprintf("0193-%d-%06d", k, i),
				Family: "見本", Given: fmt.Sprint(i), KanaFamily: "みほん", KanaGiven: "かな", Email: fmt.Sprintf("guest%d@example.com", i),
				Lang: i18n.Ja, Consents: []string{"a"}, Via: event.ViaStaff, Actor: w.staff})
			w.must(err)
			g.id = r.Person.ID
			if g.came[k] {
				doors[k] = append(doors[k], r.Registration.ID)
			}
		}
		y.guests = append(y.guests, g)
	}
	for k, e := range y.events {
		w.clock.Set(e.StartsAt.Time())
		for _, id := range doors[k] {
			scan, err := w.events.CheckIn(w.ctx, event.CheckIn{Org: w.org.ID, EventID: e.ID, RegistrationID: id,
				Device: "受付", Nonce: "nonce-" + id, Actor: w.staff})
			if w.must(err); !scan.OK {
				w.t.Fatalf("not let in: %+v", scan)
			}
		}
	}
	return y
}

const hour = 3600 * 1e9

// meet ties two guests, at an event or (−1) elsewhere.
func (y *year) meet(a, b, at int) {
	y.t.Helper()
	low, high, where := min(y.guests[a].id, y.guests[b].id), max(y.guests[a].id, y.guests[b].id), ""
	if at >= 0 {
		where = y.events[at].ID
	}
	y.n++
	y.must(y.db.Tx(y.ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO tie (org_id, id, low, high, exchange_id, event_id, via, at) VALUES ($1, $2, $3, $4, '', $5, '', $6)`,
			y.org.ID, fmt.Sprintf("tie%06d", y.n), low, high, where, y.events[0].StartsAt.Add(hour))
		return err
	}))
}

func TestALedgerCountsAsAPlainCountDoes(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		y := newYear(w, 24)
		tied := map[[2]int]int{} // pair of guests → event
		for i := range 40 {
			a, b := i*5%24, (i*i+3)%24
			if a > b {
				a, b = b, a
			}
			if _, again := tied[[2]int{a, b}]; a != b && !again {
				tied[[2]int{a, b}] = i%3 - 1
				y.meet(a, b, i%3-1)
			}
		}
		for k := range y.events {
			l, err := w.s.Ledger(w.ctx, w.org.ID, Span{EventID: y.events[k].ID, Programme: y.programme})
			w.must(err)
			y.compare(t, l, k, tied)
		}
		l, err := w.s.Ledger(w.ctx, w.org.ID, Span{Programme: y.programme})
		w.must(err)
		y.compare(t, l, -1, tied)
		ever, err := w.s.EverTied(w.ctx, w.org.ID, []string{y.guests[3].id, y.guests[5].id})
		w.must(err)
		for _, i := range []int{3, 5} {
			want := 0
			for p := range tied {
				if p[0] == i || p[1] == i {
					want++
				}
			}
			if ever[y.guests[i].id] != want {
				t.Errorf("guest %d has %d ties in all, want %d", i, ever[y.guests[i].id], want)
			}
		}
	})
}

// compare counts the ledger of an event (or of the year, −1) by hand.
func (y *year) compare(t *testing.T, l Ledger, at int, tied map[[2]int]int) {
	t.Helper()
	cells, has := map[[2]network.Group]int{}, map[int]bool{}
	total := 0
	for p, where := range tied {
		if at >= 0 && where != at {
			continue
		}
		total++
		has[p[0]], has[p[1]] = true, true
		g, h := y.group(p[0], at), y.group(p[1], at)
		cells[[2]network.Group{min(g, h), max(g, h)}]++
	}
	alone := 0
	for i, g := range y.guests {
		came := false
		for k := range y.events {
			came = came || (at < 0 || at == k) && g.came[k] && g.slot[k] >= 0 && slotGroups[g.slot[k]] != network.Hosts
		}
		if came && !has[i] {
			alone++
		}
	}
	if len(l.Ties) != total || len(l.Pairs) != total || len(l.Alone()) != alone {
		t.Errorf("at %d: %d ties (%d), %d alone; want %d, %d", at, len(l.Ties), len(l.Pairs), len(l.Alone()), total, alone)
	}
	groups := network.ByPlace.Groups()
	for i, g := range groups {
		for _, h := range groups[i:] {
			if got, want := l.Between(network.ByPlace, g, h), cells[[2]network.Group{min(g, h), max(g, h)}]; got != want {
				t.Errorf("at %d: %s × %s is %d, want %d", at, g, h, got, want)
			}
		}
	}
}

// group is the rule in short: the event's slot, then what the other slots agree
// on; over a year, who was a host once is one.
func (y *year) group(i, at int) network.Group {
	found, host := map[network.Group]bool{}, false
	for k, slot := range y.guests[i].slot {
		if slot < 0 {
			continue
		}
		g := slotGroups[slot]
		if k == at && g != network.Unknown {
			return g
		}
		host = host || g == network.Hosts
		if g != network.Unknown && g != network.Hosts {
			found[g] = true
		}
	}
	if host && (at < 0 || y.guests[i].slot[at] < 0) {
		return network.Hosts
	}
	if len(found) == 1 {
		for g := range found {
			return g
		}
	}
	return network.Unknown
}

func TestAProfileCountsOnlyWhileItMayBeUsed(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		y := newYear(w, 8)
		y.meet(1, 2, 0)
		who := people.Person{ID: y.guests[2].id, Email: "guest2@example.com"}
		self := w.self(who)
		w.must(w.s.Profiles.GiveFollowUp(w.ctx, self, w.org.ID, who.ID, i18n.Ja))
		p, err := w.s.Profiles.Find(w.ctx, w.org.ID, who.ID)
		w.must(err)
		p.OrgID, p.PersonID, p.Mentor, p.Seek = w.org.ID, who.ID, true, "畑を一緒にやる人"
		p.Skills = []profile.SkillLevel{{Code: "23", Level: 3}}
		_, err = w.s.Profiles.Save(w.ctx, self, p)
		w.must(err)
		look := func() (stage, trade network.Group, seek string) {
			l, err := w.s.Ledger(w.ctx, w.org.ID, Span{Programme: y.programme})
			w.must(err)
			for _, p := range l.People {
				if p.ID == who.ID {
					return p.In(network.ByStage), p.In(network.ByTrade), l.Seek(p.ID)
				}
			}
			t.Fatal("not in the ledger")
			return
		}
		if stage, trade, seek := look(); stage != network.Senior || trade != network.IT || seek != "畑を一緒にやる人" {
			t.Errorf("with consent: %s %s %q", stage, trade, seek)
		}
		w.must(w.s.Profiles.WithdrawFollowUp(w.ctx, self, w.org.ID, who.ID))
		if stage, trade, seek := look(); stage != network.Unknown || trade != network.Unknown || seek != "" {
			t.Errorf("withdrawn: %s %s %q", stage, trade, seek)
		}
	})
}

func TestWhereThePeopleAreExpectedNext(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		y := newYear(w, 8)
		w.clock.Set(y.events[0].EndsAt.Time())
		ahead, err := w.s.Ahead(w.ctx, w.org.ID, []string{y.guests[1].id, y.guests[3].id, "nobody"})
		w.must(err)
		if ahead[y.guests[1].id].ID != y.events[1].ID || len(ahead) != 1 {
			t.Errorf("%d expected, the first at %q", len(ahead), ahead[y.guests[1].id].Title)
		}
	})
}
