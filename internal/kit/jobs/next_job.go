package jobs

import (
	"context"

	"koryu/internal/kit/db"
)

// NextJob is [Worker.NextDue] without the turns of periodic jobs: whoever walks through months wants to stop where
// something happens, not at every minute in which the trail is sealed.
func (w *Worker) NextJob(ctx context.Context) (first db.Instant, found bool, err error) {
	for _, p := range priorities {
		at, ok, err := head(ctx, w.db, p)
		if err != nil {
			return 0, false, err
		}
		if ok && (!found || at < first) {
			first, found = at, true
		}
	}
	return first, found, nil
}
