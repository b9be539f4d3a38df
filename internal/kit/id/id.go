// Package id is the only place that throws dice: identifiers of rows, secrets
// and one-time codes come from a [Source]. [Random] is for life, [Seeded] for
// the sample year and for tests that compare bytes.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Source makes identifiers and secrets. It is safe for concurrent use.
type Source interface {
	// New gives a UUIDv7 as 36 characters. Texts from one source rise from call
	// to call, even when now stands still or steps back.
	New(now time.Time) string
	// Token gives n bytes that nobody can guess.
	Token(n int) []byte
}

// Random is fed by the operating system.
func Random() Source { return &source{dice: rand.Reader} }

// Seeded gives the same answers for the same seed and the same order of calls.
// It guards nothing: whoever knows the seed knows every token.
func Seeded(seed string) Source {
	return &source{dice: mathrand.NewChaCha8(sha256.Sum256([]byte(seed)))}
}

type source struct {
	mu   sync.Mutex
	dice io.Reader
	last int64 // milliseconds<<12 | counter of the newest identifier
}

// New lays out RFC 9562 version 7: 48 bits of unix milliseconds, 12 bits that
// count within the millisecond, 62 random bits. A full counter runs over into
// the milliseconds, which keeps the order.
func (s *source) New(now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last+1, now.UnixMilli()<<12)

	var u uuid.UUID
	s.fill(u[8:])
	binary.BigEndian.PutUint64(u[:8], uint64(s.last>>12)<<16|0x7000|uint64(s.last&0xfff))
	u[8] = u[8]&0x3f | 0x80
	return u.String()
}

func (s *source) Token(n int) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := make([]byte, n)
	s.fill(b)
	return b
}

// fill cannot fail: crypto/rand stops the program rather than to go on without
// randomness, and the seeded dice never run out.
func (s *source) fill(b []byte) {
	if _, err := io.ReadFull(s.dice, b); err != nil {
		panic("id: no randomness: " + err.Error())
	}
}

// Code6 gives six decimal digits, each of the million codes equally likely.
func Code6(s Source) string {
	const codes = 1_000_000
	const fair = (1 << 32) / codes * codes // above it, small codes would come more often
	for {
		if n := binary.BigEndian.Uint32(s.Token(4)); n < fair {
			return fmt.Sprintf("%06d", n%codes)
		}
	}
}
