package main

import (
	"fmt"
	"slices"
	"time"
)

// result of one run: how many a second, and the tail.
type result struct {
	rate     float64
	p50, p99 time.Duration
}

func summary(times []time.Duration, whole time.Duration) result {
	sorted := slices.Clone(times)
	slices.Sort(sorted)
	at := func(q float64) time.Duration { return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))] }
	return result{rate: float64(len(times)) / whole.Seconds(), p50: at(0.50), p99: at(0.99)}
}

// spread is the median of a figure over the runs, with its least and most.
type spread struct{ least, median, most float64 }

func spreadOf(figures []float64) spread {
	s := slices.Clone(figures)
	slices.Sort(s)
	return spread{s[0], s[len(s)/2], s[len(s)-1]}
}

func (s spread) String() string { return fmt.Sprintf("%.0f (%.0f–%.0f)", s.median, s.least, s.most) }

// series are the runs of one side of a comparison.
type series struct {
	name string
	runs []result
}

func (s *series) add(r result) { s.runs = append(s.runs, r) }

func (s *series) rates() []float64 {
	all := make([]float64, len(s.runs))
	for i, r := range s.runs {
		all[i] = r.rate
	}
	return all
}

func (s *series) print() {
	var p50, p99 []float64
	for _, r := range s.runs {
		p50 = append(p50, float64(r.p50.Microseconds())/1000)
		p99 = append(p99, float64(r.p99.Microseconds())/1000)
	}
	a, b := spreadOf(p50), spreadOf(p99)
	fmt.Printf("| %s | %s | %.1f | %.1f (%.1f–%.1f) |\n", s.name, spreadOf(s.rates()), a.median, b.median, b.least, b.most)
}

func heading() {
	fmt.Println("| | a second: median (min–max) | p50 ms | p99 ms: median (min–max) |\n|---|---|---|---|")
}

// ratio compares run by run, as they were taken: A B A B.
func ratio(a, b *series) {
	var all []float64
	for i := range min(len(a.runs), len(b.runs)) {
		all = append(all, a.runs[i].rate/b.runs[i].rate)
	}
	s := spreadOf(all)
	fmt.Printf("\n%s ÷ %s: **%.2f** (%.2f–%.2f), %d pairs\n", a.name, b.name, s.median, s.least, s.most, len(all))
}
