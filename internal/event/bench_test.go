package event

import (
	"strconv"
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

// BenchmarkDoor scans tickets on ten devices. It is the core of workload W3.
func BenchmarkDoor(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(engine.String(), func(b *testing.B) {
			w := newWorld(b, engine, SlotInput{Name: "一般"})
			w.fill(b.N)
			tickets := make([]string, 0, b.N)
			w.must(w.s.EachAttendee(w.ctx, w.org.ID, w.event.ID, AttendeeFilter{}, func(a Attendee) error {
				tickets = append(tickets, w.s.TicketToken(a.Registration))
				return nil
			}))
			w.onTheDay()
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for device := range 10 {
				wg.Go(func() {
					for {
						n := int(next.Add(1)) - 1
						if n >= b.N {
							return
						}
						r := w.checkIn(CheckIn{Token: tickets[n], Device: string(rune('A' + device)), Nonce: strconv.Itoa(n)})
						if !r.OK {
							b.Error(r.Reason)
						}
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "scans/s")
		})
	}
}

// BenchmarkExport reads a list of 20,000 in the order of an export. It is the
// core of the files of workload W4.
func BenchmarkExport(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(engine.String(), func(b *testing.B) {
			const people = 20_000
			w := newWorld(b, engine, SlotInput{Name: "一般"})
			w.fill(people)
			for b.Loop() {
				n := 0
				w.must(w.s.EachAttendee(w.ctx, w.org.ID, w.event.ID, AttendeeFilter{Order: ByKana}, func(Attendee) error { n++; return nil }))
				if n != people {
					b.Fatal(n)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*people), "µs/row")
		})
	}
}
