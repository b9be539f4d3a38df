package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"koryu/internal/kit/db"
)

// Options say how a worker works. The zero value is complete.
type Options struct {
	Workers     int           // jobs at the same time; default 4
	Block       int           // jobs per claim; default 16
	PerSecond   int           // jobs begun by Run in a second, so that a heap of mails leaves the database to people; default: no limit
	Timeout     time.Duration // for one run of a handler; default 30 s
	MaxFailures int64         // until a job is dead; default 100, some 32 hours
	Poll        time.Duration // default 1 s
	Grace       time.Duration // for running jobs when the process stops; default 8 s
	Keep        time.Duration // of finished jobs; default 30 days
	Periodics   []Periodic
	Log         *slog.Logger // default: silent
}

func (o Options) withDefaults() Options {
	o.Workers = orElse(o.Workers, 4)
	o.Block = orElse(o.Block, 16)
	o.Timeout = orElse(o.Timeout, 30*time.Second)
	o.MaxFailures = orElse(o.MaxFailures, 100)
	o.Poll = orElse(o.Poll, time.Second)
	o.Grace = orElse(o.Grace, 8*time.Second)
	o.Keep = orElse(o.Keep, 30*24*time.Hour)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func orElse[T int | int64 | time.Duration](v, otherwise T) T {
	if v > 0 {
		return v
	}
	return otherwise
}

// Worker claims jobs and runs their handlers. Several may work on one database,
// in one process or in many.
type Worker struct {
	db       *db.DB
	handlers map[string]Handler
	o        Options
	pace     <-chan time.Time // a tick for each job that may begin; nil: no limit
	claiming sync.Mutex       // held by RunDue, so that Run does not claim meanwhile
	held     held
}

// NewWorker makes a worker with a handler per kind. A job of another kind fails
// and waits, for a newer process or for staff.
func NewWorker(d *db.DB, handlers map[string]Handler, o Options) *Worker {
	w := &Worker{db: d, handlers: make(map[string]Handler), o: o.withDefaults(), held: newHeld()}
	for kind, h := range handlers {
		w.handlers[kind] = h
	}
	w.handlers[purgeKind] = w.purge
	w.o.Periodics = append([]Periodic{{Kind: purgeKind, Every: 6 * time.Hour}}, w.o.Periodics...)
	return w
}

// Run works until ctx ends. Then it claims nothing more, gives back what has not
// begun, and lets running handlers finish for the time of grace. Its error is
// that of handlers which did not even stop when they were told to.
func (w *Worker) Run(ctx context.Context) error {
	wake, unsubscribe := w.db.Subscribe(topic)
	defer unsubscribe()
	poll := time.NewTicker(w.o.Poll)
	defer poll.Stop()
	if w.o.PerSecond > 0 {
		pace := time.NewTicker(time.Second / time.Duration(w.o.PerSecond))
		defer pace.Stop()
		w.pace = pace.C
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	slots := make(chan struct{}, w.o.Workers)

	for ctx.Err() == nil {
		block, err := w.next(ctx)
		if err != nil && ctx.Err() == nil {
			w.o.Log.ErrorContext(ctx, "jobs cannot be claimed", "cause", err)
		}
		w.start(ctx, work, slots, block)
		if len(block) == w.o.Block {
			continue // there is likely more
		}
		select {
		case <-ctx.Done():
		case <-poll.C:
		case <-wake:
		}
	}
	return w.drain(stopWork, slots)
}

// next enqueues the periodic jobs whose turn it is and claims a block.
func (w *Worker) next(ctx context.Context) ([]claimed, error) {
	w.claiming.Lock()
	defer w.claiming.Unlock()
	if err := w.takeTurns(ctx); err != nil {
		return nil, err
	}
	rounds := (w.o.Block + w.o.Workers - 1) / w.o.Workers
	return w.claim(ctx, byPriority, w.o.Timeout*time.Duration(rounds+1))
}

// start runs the block as slots become free.
func (w *Worker) start(ctx, work context.Context, slots chan struct{}, block []claimed) {
	for i, c := range block {
		if w.pace != nil {
			<-w.pace
		}
		select {
		case <-ctx.Done():
			w.giveBack(work, block[i:])
			return
		case slots <- struct{}{}:
		}
		go func() {
			defer func() { <-slots }()
			w.execute(work, c)
		}()
	}
}

// lastGrace is for handlers that were told to stop to write down how they ended.
const lastGrace = 2 * time.Second

// drain waits for running handlers, first patiently, then having told them to
// stop.
func (w *Worker) drain(stopWork context.CancelFunc, slots chan struct{}) error {
	idle := make(chan struct{})
	go func() {
		for range cap(slots) {
			slots <- struct{}{}
		}
		close(idle)
	}()
	for _, wait := range []time.Duration{w.o.Grace, lastGrace} {
		select {
		case <-idle:
			return nil
		case <-time.After(wait):
			stopWork()
		}
	}
	return errors.New("jobs: some handlers did not stop; their jobs will run again")
}

func (w *Worker) giveBack(ctx context.Context, block []claimed) {
	for _, c := range block {
		if err := release(ctx, w.db, c); err != nil {
			w.o.Log.WarnContext(ctx, "job stays leased", "kind", c.kind, "id", c.id, "cause", err)
		}
		w.held.drop(c)
	}
}

// held are the claims of this worker that are not over. The process is alive, so
// they are not to be claimed anew, even if a clock that was set forward says
// that their leases have ended.
type held struct {
	mu   *sync.Mutex
	none *sync.Cond
	jobs map[[2]string]int64 // organisation, id → attempt
}

func newHeld() held {
	mu := new(sync.Mutex)
	return held{mu: mu, none: sync.NewCond(mu), jobs: make(map[[2]string]int64)}
}

func (h held) add(c claimed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.jobs[[2]string{c.org, c.id}] = c.attempt
}

func (h held) drop(c claimed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := [2]string{c.org, c.id}
	if h.jobs[key] == c.attempt {
		delete(h.jobs, key)
	}
	if len(h.jobs) == 0 {
		h.none.Broadcast()
	}
}

func (h held) has(c claimed) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.jobs[[2]string{c.org, c.id}] == c.attempt && c.state == Running
}

func (h held) wait() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(h.jobs) > 0 {
		h.none.Wait()
	}
}
