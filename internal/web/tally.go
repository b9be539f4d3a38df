package web

import (
	"sync"
	"time"

	"koryu/internal/kit/apperr"
)

// tally counts tries by name and network in this process, in fixed windows.
type tally struct {
	mu      sync.Mutex
	windows map[string]*window
}

type window struct {
	began time.Time
	per   time.Duration
	n     int
}

// tallySize bounds the memory; windows that are over go first.
const tallySize = 10_000

var errTries = apperr.New(apperr.Exhausted, "web.problem.too_often.text")

func (t *tally) count(l Limit, network string, now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := l.Name + " " + network
	w := t.windows[key]
	if w == nil || now.Sub(w.began) >= l.Per || now.Before(w.began) {
		t.sweep(now)
		w = &window{began: now, per: l.Per}
		t.windows[key] = w
	}
	if w.n++; w.n > l.Max {
		return errTries
	}
	return nil
}

func (t *tally) sweep(now time.Time) {
	if t.windows == nil || len(t.windows) >= 2*tallySize {
		t.windows = map[string]*window{}
	}
	if len(t.windows) < tallySize {
		return
	}
	for key, w := range t.windows {
		if now.Sub(w.began) >= w.per {
			delete(t.windows, key)
		}
	}
}
