package event

import (
	"sync"
	"sync/atomic"
	"testing"

	"koryu/internal/kit/dbtest"
)

// BenchmarkRush registers new people for one event of 500 places from 256
// goroutines. It is the core of workload W1, without HTTP.
func BenchmarkRush(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(engine.String(), func(b *testing.B) {
			w := newWorld(b, engine, capacity(500))
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for range 256 {
				wg.Go(func() {
					for {
						n := int(next.Add(1))
						if n > b.N {
							return
						}
						if _, err := w.s.Register(w.ctx, w.requestOf(n)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "registrations/s")
		})
	}
}
