package demo

import (
	"fmt"
	"slices"
	"strconv"

	"koryu/internal/kit/i18n"
)

// group is why a person is part of the year.
type group string

const (
	metropolitan group = "metropolitan" // lives in the capital region
	local        group = "local"        // digital people of the prefecture
	mentor       group = "mentor"       // moved to Aomori earlier
	neighbour    group = "neighbour"    // local, no job in IT
	contact      group = "contact"      // of a company
	staff        group = "staff"
	volunteer    group = "volunteer" // at the door
	host         group = "host"      // of a coworking
	officer      group = "officer"   // of the prefecture
	coordinator  group = "coordinator"
)

// groups in the order of the keys; 120 people in all.
var groups = []struct {
	group group
	n     int
}{
	{metropolitan, 52}, {local, 18}, {mentor, 10}, {neighbour, 8}, {contact, 14},
	{staff, 5}, {volunteer, 4}, {host, 4}, {officer, 3}, {coordinator, 2},
}

// person is one of the 120, before anything has happened.
type person struct {
	key         string // P001 … P120
	group       group
	name        name
	email       string // empty: came by paper and has none
	birthYear   int
	affiliation string
	lang        i18n.Lang
	photo, news bool // consents (f) and (g)
}

// twins were entered twice under another address: these pairs wait for somebody to merge them.
var twins = map[string]string{"P052": "P021", "P070": "P053"}

// paper are people whom staff entered from a sheet of paper.
var paper = []string{"P081", "P082", "P083", "P084", "P085"}

func keyOf(number int) string { return fmt.Sprintf("P%03d", number) }

// number is the n of a key Pn.
func number(key string) int {
	n, err := strconv.Atoi(key[1:])
	if err != nil {
		panic("demo: " + err.Error()) // the keys of this package's own tables
	}
	return n
}

// cast draws all people. How many gave which consent is fixed, who did is drawn.
func cast() []person {
	var all []person
	taken := map[string]bool{}
	for _, g := range groups {
		for nth := range g.n {
			p := invent(len(all)+1, g.group, nth, taken)
			if first, ok := twins[p.key]; ok {
				original := all[slices.IndexFunc(all, func(o person) bool { return o.key == first })]
				p.name, p.birthYear = original.name, original.birthYear
			}
			all = append(all, p)
		}
	}
	agree(all, "photo", 38, func(p *person) { p.photo = true })
	agree(all, "news", 70, func(p *person) { p.news = true })
	return all
}

func invent(number int, g group, nth int, taken map[string]bool) person {
	p := person{key: keyOf(number), group: g, lang: i18n.Lang("ja")}
	d := drawFor("person", number)
	p.birthYear = 1957 + d.below(46) // 22 to 67 years old in 2024
	p.affiliation = workplace(d, g, nth)
	if number <= len(difficult) {
		p.name = difficult[number-1]
	} else {
		p.name = invention(d, taken)
	}
	if !slices.Contains(paper, p.key) {
		p.email = fmt.Sprintf("p%03d@example.com", number)
	}
	if p.name.kanaFamily == "" || p.key == "P018" {
		p.lang = i18n.Lang("en")
	}
	return p
}

// invention combines the two lists and draws again where the pair is taken, from the same stream.
func invention(d draw, taken map[string]bool) name {
	for {
		f, g := pick(d, families), pick(d, givens)
		n := name{f[0], g[0], f[1], g[1]}
		if !taken[n.family+n.given] && n.family+n.given != "見本花乃例" {
			taken[n.family+n.given] = true
			return n
		}
	}
}

func workplace(d draw, g group, nth int) string {
	switch g {
	case metropolitan:
		return pick(d, firms)
	case local, mentor:
		return pick(d, locals)
	case neighbour:
		return pick(d, shops)
	case contact:
		return companies[nth]
	case host:
		return coworkings[nth]
	case officer:
		return "青森県DX推進課（サンプル）"
	default:
		return orgName
	}
}

// agree gives a consent to n of those who can be reached and come to events.
func agree(all []person, kind string, n int, give func(*person)) {
	type vote struct{ index, weight int }
	var votes []vote
	for i, p := range all {
		if p.email == "" || p.group == host || p.group == officer || p.group == volunteer || p.group == staff || p.group == coordinator {
			continue
		}
		votes = append(votes, vote{i, drawFor("consent-"+kind, p.key).below(1 << 30)})
	}
	slices.SortFunc(votes, func(a, b vote) int { return a.weight - b.weight })
	for _, v := range votes[:n] {
		give(&all[v.index])
	}
}
