package db

import (
	"sync"
	"sync/atomic"
)

// commits counts the beginnings and the ends of commits of this process: an odd
// number says that one is on its way.
type commits struct{ n atomic.Uint64 }

func (c *commits) begin() { c.n.Add(1) }
func (c *commits) end()   { c.n.Add(1) }

// mark stands for the state of the database that every read from now on sees at
// least; ok is false while a commit is on its way.
func (c *commits) mark() (mark uint64, ok bool) {
	mark = c.n.Load()
	return mark, mark%2 == 0
}

// memoSize bounds what is remembered at once.
const memoSize = 4096

// Memo remembers what reads answered for as long as nothing is committed. An
// answer is never older than the last commit that was acknowledged. It does so
// on SQLite only, where this process is the only one that writes; on PostgreSQL
// every call reads. What is remembered must not be changed by its users.
//
// It is for the few small reads that every request makes. The zero value is
// ready; it is safe for many goroutines.
type Memo[K comparable, V any] struct {
	mu   sync.RWMutex
	mark uint64
	kept map[K]V
}

// Do gives the answer of read for key. Errors are not remembered.
func (m *Memo[K, V]) Do(d *DB, key K, read func() (V, error)) (V, error) {
	mark, quiet := d.commits.mark()
	if d.engine != SQLite || !quiet {
		return read()
	}
	m.mu.RLock()
	v, ok := m.kept[key]
	ok = ok && m.mark == mark
	m.mu.RUnlock()
	if ok {
		return v, nil
	}
	v, err := read()
	if err == nil {
		m.keep(mark, key, v)
	}
	return v, err
}

// keep remembers an answer that was read after mark was taken.
func (m *Memo[K, V]) keep(mark uint64, key K, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if mark < m.mark {
		return
	}
	if mark > m.mark || m.kept == nil || len(m.kept) >= memoSize {
		m.mark, m.kept = mark, map[K]V{}
	}
	m.kept[key] = v
}
