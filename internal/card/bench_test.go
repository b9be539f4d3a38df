package card

import (
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"koryu/internal/kit/dbtest"
	"koryu/internal/people"
)

// BenchmarkExchange sends 200 exchanges a second, each of a pair that never met,
// at even distances whatever the answers, and reports how long the slowest of a
// hundred waited. Run it for a while: -benchtime 2000x is ten seconds.
func BenchmarkExchange(b *testing.B) {
	const perSecond = 200
	for _, engine := range dbtest.Engines {
		b.Run(engine.String(), func(b *testing.B) {
			w := newWorld(b, engine)
			side := 1
			for side*(side-1)/2 < b.N {
				side++
			}
			room := make([]people.Person, side)
			for i := range room {
				room[i] = w.person("見本", strconv.Itoa(i))
			}
			w.attend(w.event, room...)
			var asked []ExchangeRequest
			for i := range room {
				w.card(room[i])
				for j := range i {
					if len(asked) < b.N {
						asked = append(asked, w.asks(room[i], room[j], "k"))
					}
				}
			}
			waits := make([]time.Duration, b.N)
			var wg sync.WaitGroup
			tick := time.NewTicker(time.Second / perSecond)
			defer tick.Stop()
			b.ResetTimer()
			for i := range b.N {
				<-tick.C
				start := time.Now()
				wg.Go(func() {
					if _, err := w.s.Exchange(w.ctx, asked[i]); err != nil {
						b.Error(err)
					}
					waits[i] = time.Since(start)
				})
			}
			wg.Wait()
			b.StopTimer()
			slices.Sort(waits)
			b.ReportMetric(float64(waits[b.N/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(waits[b.N*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(waits[b.N-1].Microseconds())/1000, "max-ms")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
		})
	}
}
