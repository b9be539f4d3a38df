package demo

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestTheCastIsAsWritten(t *testing.T) {
	all := cast()
	if len(all) != 120 {
		t.Fatalf("%d people", len(all))
	}
	counts, photo, news := map[group]int{}, 0, 0
	for i, p := range all {
		counts[p.group]++
		if p.photo {
			photo++
		}
		if p.news {
			news++
		}
		if p.key != keyOf(i+1) || p.name.family == "" {
			t.Errorf("%d is %+v", i+1, p)
		}
		if age := 2024 - p.birthYear; age < 22 || age > 67 {
			t.Errorf("%s is %d years old", p.key, age)
		}
		if (p.email == "") != slices.Contains(paper, p.key) {
			t.Errorf("%s has the address %q", p.key, p.email)
		}
	}
	for _, g := range groups {
		if counts[g.group] != g.n {
			t.Errorf("%s: %d, want %d", g.group, counts[g.group], g.n)
		}
	}
	if photo != 38 || news != 70 {
		t.Errorf("%d photo, %d news; want 38, 70", photo, news)
	}
	if long := all[5].name; utf8.RuneCountInString(long.given+" "+long.family) != 63 {
		t.Errorf("P006 is called %+v", long)
	}
}

func TestAPersonMoreShiftsNobody(t *testing.T) {
	a, b := drawFor("person", 40), drawFor("person", 40)
	drawFor("person", 39).below(10)
	if a.below(1<<30) != b.below(1<<30) {
		t.Error("streams of one entity differ")
	}
	if drawFor("person", 41).below(1<<30) == drawFor("person", 42).below(1<<30) {
		t.Error("two entities share a stream")
	}
}

func TestThePlansAddUp(t *testing.T) {
	registered := map[string]int{"E1": 33, "E2": 26, "E3": 29, "E4": 45, "E5": 18, "E6": 9, "E7": 14, "E8": 0, "A1": 22, "A2": 19, "A3": 28, "A4": 24}
	before := map[string]bool{}
	for _, p := range slices.Concat(plansArchive, plans2024) {
		n := 0
		for _, g := range p.guests {
			n += len(g.keys)
			if p.programme != "R6" {
				for _, key := range g.keys {
					before[key] = true
				}
			}
		}
		if n != registered[p.key] {
			t.Errorf("%s: %d register, want %d", p.key, n, registered[p.key])
		}
		everyone := p.everyone()
		slices.Sort(everyone)
		if len(slices.Compact(everyone)) != n+len(p.crew()) {
			t.Errorf("%s: somebody registers twice", p.key)
		}
		if bodyOf(p.key, "ja") == "" {
			t.Errorf("%s has no text", p.key)
		}
	}
	if len(before) != 31 {
		t.Errorf("%d people have facts from before, want 31", len(before))
	}
}
