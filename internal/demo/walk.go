package demo

import (
	"context"
	"errors"
	"time"

	"koryu/internal/kit/jobs"
)

// hands move a clock: of the build, which stands still, and of a running demo.
type hands interface {
	Now() time.Time
	MoveTo(t time.Time) error
}

// walk moves the clock to a moment and lets everything that falls due on the way happen at its own time and in order:
// reminders, promotions, the end of the night. It gives the number of jobs that ran.
func walk(ctx context.Context, clock hands, worker *jobs.Worker, to time.Time) (int, error) {
	ran := 0
	for idle := 0; ; {
		due, ok, err := worker.NextJob(ctx)
		if err != nil {
			return ran, err
		}
		if !ok || due.Time().After(to) {
			break
		}
		if due.Time().After(clock.Now()) {
			if err := clock.MoveTo(due.Time()); err != nil {
				return ran, err
			}
		}
		n, err := worker.RunDue(ctx)
		if err != nil {
			return ran, err
		}
		ran += n
		if n > 0 {
			idle = 0
		} else if idle++; idle > 100 {
			return ran, errors.New("demo: a job is due but nobody can run it")
		}
	}
	if to.After(clock.Now()) {
		return ran, clock.MoveTo(to)
	}
	return ran, nil
}
