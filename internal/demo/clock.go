package demo

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/jobs"
)

const (
	tick     = 250 * time.Millisecond // jobs that became due are done after this long
	remember = 5 * time.Second        // a crash loses no more of the clock than this
)

// Clock is the clock of a running demo. It goes on by itself, can be moved forward, and does the jobs that fall due:
// moving and working never overlap, so everything happens in order of time.
type Clock struct {
	*clock.Shifted
	folder Folder
	log    *slog.Logger

	mu     sync.Mutex // held while jobs run
	worker *jobs.Worker
}

// NewClock starts the clock where the folder's last run left it.
func NewClock(folder Folder, log *slog.Logger) (*Clock, error) {
	reached, err := folder.Reached()
	if err != nil {
		return nil, err
	}
	return &Clock{Shifted: clock.NewShifted(reached), folder: folder, log: log}, nil
}

// Drive lets the clock run the worker's jobs; call it once, before Run.
func (c *Clock) Drive(w *jobs.Worker) { c.worker = w }

// Advance moves the clock forward to a moment and does everything that falls due on the way. It gives the number of
// jobs done, and fails when the moment is past.
func (c *Clock) Advance(ctx context.Context, to time.Time) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, err := walk(ctx, c.Shifted, c.worker, to)
	if err != nil {
		return n, err
	}
	return n, c.folder.Reach(c.Now())
}

// Run does due jobs until ctx ends, and remembers the time reached.
func (c *Clock) Run(ctx context.Context) error {
	work, keep := time.NewTicker(tick), time.NewTicker(remember)
	defer work.Stop()
	defer keep.Stop()
	for {
		select {
		case <-ctx.Done():
			return c.folder.Reach(c.Now())
		case <-keep.C:
			if err := c.folder.Reach(c.Now()); err != nil {
				c.log.Warn("the demo's clock could not be kept", "error", err)
			}
		case <-work.C:
			c.mu.Lock()
			_, err := c.worker.RunDue(ctx)
			c.mu.Unlock()
			if err != nil && ctx.Err() == nil {
				c.log.Warn("jobs could not be run", "error", err)
			}
		}
	}
}
