package torture

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
)

const clients = 64

// A million acts of every kind, by 64 clients in two processes, on events that
// are far too small for them.
func TestCountersEqualRowsUnderAnyMixOfActs(t *testing.T) {
	acts := scaled(t, 1_000_000)
	inHouses(t, func(t *testing.T, h *house) {
		m := &mix{house: h}
		for i := range 24 {
			places := 3 + i
			e := h.publish(t, fmt.Sprintf("混雑 %d", i), event.SlotInput{Name: "先着", Capacity: &places},
				event.SlotInput{Name: "承認", Capacity: &places, Mode: event.ByApproval}, event.SlotInput{Name: "定員なし"})
			m.events = append(m.events, e)
		}
		var left atomic.Int64
		left.Store(int64(acts))
		var wg sync.WaitGroup
		for c := range clients {
			wg.Go(func() {
				one := &client{mix: m, s: h.two[c%2], dice: rand.New(rand.NewPCG(20241025, uint64(c))), n: c}
				for left.Add(-1) >= 0 {
					one.act()
				}
			})
		}
		wg.Wait()
		for _, err := range m.faults {
			t.Error(err)
		}
		h.check(t)
		t.Logf("%d acts, %d of them took effect, %d refused by a rule", acts, m.done.Load(), m.refused.Load())
		if m.done.Load()*10 < int64(acts) {
			t.Errorf("only %d of %d acts took effect: the mix proves little", m.done.Load(), acts)
		}
	})
}

type mix struct {
	*house
	events        []event.Event
	done, refused atomic.Int64

	mu     sync.Mutex
	faults []error
	known  []known // registrations that somebody made
}

type known struct{ event, id string }

type client struct {
	*mix
	s    *event.Service
	dice *rand.Rand
	n    int
	keys int
	last event.Request
}

func (c *client) act() {
	var err error
	switch roll := c.dice.IntN(100); {
	case roll < 55:
		err = c.register()
	case roll < 60:
		err = c.repeat()
	case roll < 80:
		err = c.with(func(k known) error { _, err := c.s.Cancel(c.ctx, c.org.ID, k.id, "", c.staff); return err })
	case roll < 86:
		err = c.with(func(k known) error { _, err := c.s.Approve(c.ctx, c.staff, c.org.ID, k.id, "空き"); return err })
	case roll < 90:
		err = c.with(func(k known) error { _, err := c.s.Decline(c.ctx, c.staff, c.org.ID, k.id, "満席"); return err })
	case roll < 95:
		err = c.with(func(k known) error { _, err := c.s.Reinstate(c.ctx, c.staff, c.org.ID, k.id, "戻す"); return err })
	default:
		e := c.events[c.dice.IntN(len(c.events))]
		places := c.dice.IntN(40)
		_, err = c.s.SetCapacity(c.ctx, c.staff, c.org.ID, e.ID, e.Slots[c.dice.IntN(2)].ID, &places)
	}
	c.note(err)
}

// note tells a refusal by a rule from a fault.
func (c *client) note(err error) {
	switch apperr.CategoryOf(err) {
	case apperr.Conflict, apperr.Invalid, apperr.NotFound:
		c.refused.Add(1)
		return
	}
	if err == nil {
		c.done.Add(1)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.faults) < 20 {
		c.faults = append(c.faults, err)
	}
}

func (c *client) register() error {
	e := c.events[c.dice.IntN(len(c.events))]
	c.keys++
	c.last = event.Request{
		Org: c.org.ID, EventID: e.ID, SlotID: e.Slots[c.dice.IntN(len(e.Slots))].ID, Key: fmt.Sprintf("key-%d-%d", c.n, c.keys),
		Family: "Sample", Given: "Guest", Email: fmt.Sprintf("guest%d@example.com", c.dice.IntN(3000)), Consents: []string{"a"},
	}
	return c.send()
}

// repeat sends the last request again, as a double click does.
func (c *client) repeat() error {
	if c.last.Key == "" {
		return c.register()
	}
	return c.send()
}

func (c *client) send() error {
	r, err := c.s.Register(c.ctx, c.last)
	if err == nil && !r.Replay && !r.Already {
		c.mu.Lock()
		c.known = append(c.known, known{c.last.EventID, r.Registration.ID})
		c.mu.Unlock()
	}
	return err
}

func (c *client) with(do func(known) error) error {
	c.mu.Lock()
	if len(c.known) == 0 {
		c.mu.Unlock()
		return c.register()
	}
	recent := min(len(c.known), 2000)
	k := c.known[len(c.known)-1-c.dice.IntN(recent)]
	c.mu.Unlock()
	return do(k)
}
