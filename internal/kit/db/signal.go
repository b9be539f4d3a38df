package db

import "sync"

// signals wakes goroutines of this process by topic.
type signals struct {
	mu     sync.Mutex
	topics map[string]map[chan struct{}]struct{}
}

// Signal wakes this process's subscribers of topic after COMMIT. Other
// processes hear nothing and poll.
func (t *Tx) Signal(topic string) { t.AfterCommit(func() { t.db.signals.wake(topic) }) }

// Subscribe gives a channel that holds at most one wake-up of topic, and a
// function that ends the subscription.
func (d *DB) Subscribe(topic string) (<-chan struct{}, func()) {
	s := &d.signals
	ch := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.topics == nil {
		s.topics = make(map[string]map[chan struct{}]struct{})
	}
	if s.topics[topic] == nil {
		s.topics[topic] = make(map[chan struct{}]struct{})
	}
	s.topics[topic][ch] = struct{}{}
	return ch, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.topics[topic], ch)
	}
}

func (s *signals) wake(topic string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ch := range s.topics[topic] {
		select {
		case ch <- struct{}{}:
		default: // one wake-up is waiting already
		}
	}
}
