package network

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
)

func TestGroupsAreReadFromWhatWasSaid(t *testing.T) {
	metro := Slot{Name: "首都圏デジタル人材", Eligibility: "首都圏で働くデジタル分野の方。滞在中の方、この日に合わせて訪れる方"}
	local := Slot{Name: "県内企業・県内の方", Eligibility: "県内の会社やお店の方、地元のデジタル人財、学生の方"}
	staying := Slot{Name: "参加", Eligibility: "県内の方、県内に滞在中の方"}
	anybody := Slot{Name: "参加", Eligibility: "どなたでも"}
	both := Slot{Name: "首都圏と県内の方"}
	working := Slot{Name: "一般参加", Eligibility: "首都圏で働く、または学ぶ方"}
	speaker := Slot{Name: "講師", Host: true}
	lives := func(prefecture string) Said { return Said{Allowed: true, Prefecture: prefecture} }
	for name, c := range map[string]struct {
		cut  Cut
		said Said
		want Group
	}{
		"nobody said anything":                {ByPlace, Said{}, Unknown},
		"the name of the slot decides":        {ByPlace, Said{Own: &metro}, Metro},
		"or whom it is for":                   {ByPlace, Said{Own: &working}, Metro},
		"a slot of the prefecture":            {ByPlace, Said{Own: &local}, Local},
		"who stays may come from anywhere":    {ByPlace, Said{Own: &staying}, Unknown},
		"a slot for everybody says nothing":   {ByPlace, Said{Own: &anybody}, Unknown},
		"a slot for both sides says nothing":  {ByPlace, Said{Own: &both}, Unknown},
		"who speaks is a host":                {ByPlace, Said{Own: &speaker, Allowed: true, Prefecture: "13"}, Hosts},
		"the slot of the event comes first":   {ByPlace, Said{Own: &metro, Allowed: true, Prefecture: "02"}, Metro},
		"then the profile":                    {ByPlace, Said{Own: &anybody, Others: []Slot{metro}, Allowed: true, Prefecture: "02"}, Local},
		"but not without consent":             {ByPlace, Said{Own: &anybody, Prefecture: "02"}, Unknown},
		"then the other slots":                {ByPlace, Said{Own: &anybody, Others: []Slot{anybody, metro, metro}}, Metro},
		"if they agree":                       {ByPlace, Said{Own: &anybody, Others: []Slot{metro, local}}, Unknown},
		"having spoken elsewhere is no place": {ByPlace, Said{Own: &anybody, Others: []Slot{speaker}}, Unknown},
		"a host of the year":                  {ByPlace, Said{Others: []Slot{metro, speaker}}, Hosts},
		"Chiba is the capital region":         {ByPlace, lives("12"), Metro},
		"Iwate is neither":                    {ByPlace, lives("03"), Elsewhere},
		"willing to be asked":                 {ByStage, Said{Allowed: true, Mentor: true, Thinking: true}, Senior},
		"thinks of it":                        {ByStage, Said{Allowed: true, Thinking: true}, Seeker},
		"thinks of nothing":                   {ByStage, Said{Allowed: true, Settled: true}, Others},
		"has not said":                        {ByStage, Said{Allowed: true}, Unknown},
		"a mentor without consent":            {ByStage, Said{Mentor: true}, Unknown},
		"a technical skill":                   {ByTrade, Said{Allowed: true, Skilled: true, Technical: true}, IT},
		"skills of another kind":              {ByTrade, Said{Allowed: true, Skilled: true}, NonIT},
		"no skill named":                      {ByTrade, Said{Allowed: true}, Unknown},
		"skills without consent":              {ByTrade, Said{Skilled: true, Technical: true}, Unknown},
	} {
		if got := GroupOf(c.cut, "02", c.said); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// town is a book of n people with random ties, and the same as pairs.
func town(seed string, n, ties int) (Book, []Person, []Pair) {
	d := diceFor(seed)
	var people []Person
	for i := range n {
		p := Person{ID: fmt.Sprintf("%04d", i), Groups: map[Cut]Group{}}
		for _, c := range Cuts {
			groups := c.Groups()
			p.Groups[c] = groups[d.below(len(groups))]
		}
		people = append(people, p)
	}
	var pairs []Pair
	for range ties {
		a, b := d.below(n), d.below(n)
		pairs = append(pairs, Pair{people[a].ID, people[b].ID})
	}
	return New(people, pairs), people, pairs
}

func TestATieCountsOnce(t *testing.T) {
	people := []Person{{ID: "b"}, {ID: "a"}, {ID: "c"}, {ID: "a"}}
	b := New(people, []Pair{{"a", "b"}, {"b", "a"}, {"a", "b"}, {"c", "c"}, {"a", "nobody"}})
	if len(b.People) != 3 || !reflect.DeepEqual(b.Ties, []Tie{{0, 1}}) || !slices.Equal(b.Alone(), []int{2}) {
		t.Errorf("%+v, alone %v", b, b.Alone())
	}
}

// TestFiguresAreThoseOfAPlainCount compares with a count that goes over all pairs
// of people, for many towns.
func TestFiguresAreThoseOfAPlainCount(t *testing.T) {
	for round := range 200 {
		b, people, pairs := town(fmt.Sprint("count", round), 1+round%40, round)
		group := map[string]Person{}
		for _, p := range people {
			group[p.ID] = p
		}
		tied := map[string]bool{}
		for _, p := range pairs {
			tied[min(p.A, p.B)+"/"+max(p.A, p.B)] = p.A != p.B
		}
		for _, c := range Cuts {
			m := b.Matrix(c)
			total, persons := 0, 0
			for i, g := range m.Groups {
				persons += m.People[i]
				for j, h := range m.Groups {
					want := 0
					for _, x := range people {
						for _, y := range people {
							if x.ID < y.ID && tied[x.ID+"/"+y.ID] && (group[x.ID].In(c) == g && group[y.ID].In(c) == h || group[x.ID].In(c) == h && group[y.ID].In(c) == g) {
								want++
							}
						}
					}
					if m.Cells[i][j] != want || b.Between(c, g, h) != want || len(b.Joining(c, g, h)) != want {
						t.Fatalf("town %d, %s × %s: %d, %d; want %d", round, g, h, m.Cells[i][j], b.Between(c, g, h), want)
					}
					if i <= j {
						total += want
					}
				}
			}
			if total != m.Total || m.Total != len(b.Ties) || persons != len(b.People) {
				t.Fatalf("town %d: cells sum to %d, total %d; %d of %d people", round, total, m.Total, persons, len(b.People))
			}
		}
		if k := b.Tied(); len(k.People)+len(b.Alone()) != len(b.People) || len(k.Ties) != len(b.Ties) || len(k.Alone()) > 0 {
			t.Fatalf("town %d: %d with ties, %d without", round, len(k.People), len(b.Alone()))
		}
	}
}

func TestSmallGroupsAreGathered(t *testing.T) {
	for round := range 300 {
		b, _, _ := town(fmt.Sprint("gather", round), 1+round%50, 30)
		for _, c := range Cuts {
			m := b.Gather(c, 5).Matrix(c)
			for i, n := range m.People {
				if n < 5 && len(b.People) >= 5 {
					t.Fatalf("town %d has %d people in %s", round, n, m.Groups[i])
				}
			}
			if m.Total != len(b.Ties) {
				t.Fatalf("town %d lost ties", round)
			}
		}
	}
}

func TestThePictureIsTheSameEachTime(t *testing.T) {
	b, people, pairs := town("same", 120, 200)
	one := b.Draw(ByPlace, "event")
	slices.Reverse(people)
	slices.Reverse(pairs)
	for i := range pairs {
		pairs[i].A, pairs[i].B = pairs[i].B, pairs[i].A
	}
	if !reflect.DeepEqual(one, New(people, pairs).Draw(ByPlace, "event")) {
		t.Error("the order of people and pairs moves the picture")
	}
	if reflect.DeepEqual(one, b.Draw(ByPlace, "another")) {
		t.Error("the seed moves nothing")
	}
}

func TestNobodyStandsOnAnotherOrOutside(t *testing.T) {
	for name, c := range map[string]struct{ n, ties int }{
		"one person": {1, 0}, "two strangers": {2, 0}, "a pair": {2, 9}, "a table": {5, 6}, "an evening": {30, 62}, "strangers": {80, 0},
		"a crowd": {120, 300}, "a year": {300, 900}, "a loose year": {300, 160}, "a dense year": {300, 6000}, "the most": {MaxDrawn, 1500},
	} {
		t.Run(name, func(t *testing.T) {
			b, _, _ := town(name, c.n, c.ties)
			d := b.Draw(ByPlace, "seed")
			alone := b.Alone()
			for i, s := range d.Spots {
				if math.IsNaN(s.X) || math.IsNaN(s.Y) || s.R <= 0 || s.X < s.R || s.Y < s.R || s.X > d.W-s.R || s.Y > d.H-s.R {
					t.Fatalf("%d stands outside: %+v in %.0f × %.0f", i, s, d.W, d.H)
				}
				for j := range i {
					o := d.Spots[j]
					if math.Hypot(s.X-o.X, s.Y-o.Y) < s.R+o.R {
						t.Fatalf("%d and %d touch: %+v %+v", i, j, s, o)
					}
				}
				if slices.Contains(alone, i) != (d.Rest > 0 && s.Y > d.Rest) {
					t.Fatalf("%d is on the wrong side of the row at %.0f: %+v", i, d.Rest, s)
				}
			}
		})
	}
}

// A star, a line, a ring and everybody with everybody: shapes that random towns
// do not have.
func TestRegularNetworksCanBeDrawn(t *testing.T) {
	var people []Person
	for i := range 60 {
		people = append(people, Person{ID: fmt.Sprintf("%02d", i)})
	}
	shapes := map[string][]Pair{}
	for i := range 60 {
		shapes["star"] = append(shapes["star"], Pair{"00", people[i].ID})
		shapes["ring"] = append(shapes["ring"], Pair{people[i].ID, people[(i+1)%60].ID})
		if i > 0 {
			shapes["line"] = append(shapes["line"], Pair{people[i-1].ID, people[i].ID})
		}
		for j := range i {
			shapes["all"] = append(shapes["all"], Pair{people[j].ID, people[i].ID})
		}
		if i%2 == 1 {
			shapes["pairs"] = append(shapes["pairs"], Pair{people[i-1].ID, people[i].ID})
		}
	}
	for name, pairs := range shapes {
		d := New(people, pairs).Draw(ByPlace, "")
		for i, s := range d.Spots {
			for j := range i {
				if o := d.Spots[j]; math.Hypot(s.X-o.X, s.Y-o.Y) < s.R+o.R {
					t.Fatalf("%s: %d and %d touch", name, i, j)
				}
			}
			if s.X < s.R || s.Y < s.R || s.X > d.W-s.R || s.Y > d.H-s.R {
				t.Fatalf("%s: %d stands outside", name, i)
			}
		}
		if d.H > 3*d.W {
			t.Errorf("%s is %.0f × %.0f", name, d.W, d.H)
		}
	}
}
