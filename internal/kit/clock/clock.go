// Package clock is the only place that asks what time it is. Everything else
// gets a [Clock] and asks it once per transaction, so that tests stand still
// and the sample year can be walked through.
//
// All clocks answer in [JST]; storage and comparison do not care, and whoever
// prints a time without thinking prints the right one.
package clock

import (
	"fmt"
	"sync"
	"time"
)

// JST is Asia/Tokyo as a fixed +09:00. Japan has had no summer time since
// 1951, and a fixed zone needs no zone files on the machine.
var JST = time.FixedZone("Asia/Tokyo", 9*60*60)

// Clock tells the present moment.
type Clock interface{ Now() time.Time }

// System is the machine's clock.
func System() Clock { return system{} }

type system struct{}

func (system) Now() time.Time { return time.Now().In(JST) }

// Manual stands still until it is set; for tests. It is safe for concurrent use.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual starts a clock that stands at t.
func NewManual(t time.Time) *Manual { return &Manual{now: t.In(JST)} }

// Now tells the moment at which the clock stands.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set moves the clock to t, back or forth.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = t.In(JST)
}

// Advance moves the clock by d.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

// Shifted runs at the speed of the machine's clock from another start, and can
// be moved forward; for the sample year. It is safe for concurrent use.
type Shifted struct {
	mu   sync.Mutex
	from time.Time // what this clock showed …
	at   time.Time // … when the machine's clock, monotonic part included, showed this
}

// NewShifted starts a running clock that shows start now.
func NewShifted(start time.Time) *Shifted {
	return &Shifted{from: start.In(JST), at: time.Now()}
}

// Now tells the shifted moment.
func (s *Shifted) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *Shifted) now() time.Time { return s.from.Add(time.Since(s.at)) }

// MoveTo sets the clock forward to t, from where it runs on. It fails when t
// lies in the clock's past: what happened cannot be made to happen again.
func (s *Shifted) MoveTo(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); t.Before(now) {
		return fmt.Errorf("clock: cannot move back from %s to %s",
			now.Format(time.RFC3339), t.Format(time.RFC3339))
	}
	s.from, s.at = t.In(JST), time.Now()
	return nil
}
