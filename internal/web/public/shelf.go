package public

import (
	"sync"

	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/web"
)

// shelf keeps rendered pages. A page is taken from it only for the version that
// it shows, so the shelf can be old but never wrong.
type shelf struct {
	mu    sync.RWMutex
	pages map[string]keptPage
}

type keptPage struct {
	page    *web.Page
	version int64
	from    db.Instant // rendered at; a clock that was set back makes it void
	until   db.Instant // zero: only a new version changes it
}

// shelfSize bounds the memory: about 30 kB a page, plain and packed.
const shelfSize = 4096

func (s *shelf) take(key string, version int64, now db.Instant) (*web.Page, bool) {
	s.mu.RLock()
	k, ok := s.pages[key]
	s.mu.RUnlock()
	if !ok || k.version != version || now < k.from || (k.until != 0 && now >= k.until) {
		return nil, false
	}
	return k.page, true
}

func (s *shelf) put(key string, k keptPage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pages == nil || len(s.pages) >= shelfSize {
		s.pages = map[string]keptPage{} // rare; readers fill it again
	}
	s.pages[key] = k
}

// events keeps what was read of an event, for its version: in a rush everybody
// asks for the same one, and reading it whole takes five statements.
type events struct {
	mu   sync.RWMutex
	kept map[string]event.Event // by id
}

func (s *events) take(id string, version int64) (event.Event, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e, ok := s.kept[id]
	return e, ok && e.Version == version
}

func (s *events) put(e event.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= shelfSize {
		s.kept = map[string]event.Event{}
	}
	s.kept[e.ID] = e
}
