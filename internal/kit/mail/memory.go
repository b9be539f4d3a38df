package mail

import (
	"context"
	"slices"
	"sync"
)

// Memory is a [Sender] that keeps what it is given; for tests of what a use
// case sends. It is safe for concurrent use.
type Memory struct {
	mu   sync.Mutex
	sent []Message
	fail error
}

// Send keeps m, or fails as told by [Memory.Fail]. Like a mail server's sender
// it rejects malformed messages.
func (b *Memory) Send(_ context.Context, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	b.sent = append(b.sent, m)
	return nil
}

// Fail makes every Send fail with err; nil ends that.
func (b *Memory) Fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail = err
}

// Sent lists the messages, oldest first.
func (b *Memory) Sent() []Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.sent)
}
