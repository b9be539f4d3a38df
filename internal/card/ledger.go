package card

import (
	"context"
	"slices"
	"strings"
	"time"

	"koryu/internal/card/network"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/profile/skill"
	"koryu/internal/programme"
)

// Span is what a ledger covers: one event, or with EventID empty the fiscal year
// of a programme, ties outside any event included. Programme may be empty for an
// event that belongs to none.
type Span struct {
	EventID   string
	Programme programme.Programme
}

// Ledger is who took part and who met whom. The people of its book are the
// participants who came, and everybody with a tie: a speaker or a helper who met
// nobody is not somebody to look after.
type Ledger struct {
	network.Book
	Pairs  []Pair              // by time, each once
	Came   map[string][]string // events of the span, by person
	Events []string            // of the span

	profiles map[string]profile.Profile
}

// Ledger reads the span. The pages of staff show names to it with
// [Ledger.Persons]; the officer's pages never ask for them.
func (s *Service) Ledger(ctx context.Context, org string, span Span) (Ledger, error) {
	l := Ledger{Came: map[string][]string{}}
	seats, err := listSeats(ctx, s.DB, org, span)
	if err != nil {
		return Ledger{}, err
	}
	said := map[string]*network.Said{}
	know := func(person string) *network.Said {
		if said[person] == nil {
			said[person] = &network.Said{}
		}
		return said[person]
	}
	for _, x := range seats {
		if !slices.Contains(l.Events, x.event) && (span.EventID == "" || x.event == span.EventID) {
			l.Events = append(l.Events, x.event)
		}
		k := know(x.person)
		if span.EventID != "" && x.event == span.EventID {
			k.Own = &x.slot
		} else {
			k.Others = append(k.Others, x.slot)
		}
		if x.came && !x.slot.Host && (span.EventID == "" || x.event == span.EventID) {
			l.Came[x.person] = append(l.Came[x.person], x.event)
		}
	}
	if l.Pairs, err = pairsOf(ctx, s.DB, org, span, l.Events); err != nil {
		return Ledger{}, err
	}
	ids := map[string]bool{}
	for person := range l.Came {
		ids[person] = true
	}
	for _, p := range l.Pairs {
		ids[p.A], ids[p.B] = true, true
	}
	return l, s.group(ctx, org, &l, span.home(), ids, know)
}

// pairsOf are the ties of an event, or of the year at the programme's events and
// at none.
func pairsOf(ctx context.Context, q db.Q, org string, span Span, events []string) ([]Pair, error) {
	if span.EventID != "" {
		return Pairs(ctx, q, org, PairFilter{EventID: span.EventID})
	}
	pairs, err := Pairs(ctx, q, org, PairFilter{Period: span.year()})
	return slices.DeleteFunc(pairs, func(p Pair) bool { return p.EventID != "" && !slices.Contains(events, p.EventID) }), err
}

// group makes the book: what people said decides their groups, profiles only
// where they may be used.
func (s *Service) group(ctx context.Context, org string, l *Ledger, home string, ids map[string]bool, know func(string) *network.Said) error {
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	slices.Sort(list)
	var err error
	if l.profiles, err = s.Profiles.ForStaff(ctx, org, list); err != nil {
		return err
	}
	persons := make([]network.Person, 0, len(list))
	for _, id := range list {
		k := know(id)
		if p, ok := l.profiles[id]; ok {
			tell(k, p)
		}
		groups := map[network.Cut]network.Group{}
		for _, c := range network.Cuts {
			groups[c] = network.GroupOf(c, home, *k)
		}
		persons = append(persons, network.Person{ID: id, Groups: groups})
	}
	pairs := make([]network.Pair, len(l.Pairs))
	for i, p := range l.Pairs {
		pairs[i] = network.Pair{A: p.A, B: p.B}
	}
	l.Book = network.New(persons, pairs)
	return nil
}

// tell adds what a profile says. It is there only under a live consent h.
func tell(k *network.Said, p profile.Profile) {
	k.Allowed, k.Prefecture, k.Mentor = true, p.Prefecture, p.Mentor
	k.Thinking = len(p.Patterns) > 0 || p.Horizon != "" && p.Horizon != profile.NoHorizon
	k.Settled = p.Horizon == profile.NoHorizon
	k.Skilled = len(p.Skills) > 0
	k.Technical = slices.ContainsFunc(p.Skills, func(s profile.SkillLevel) bool { return technical[s.Code] })
}

// technical are the skills of data, technology and security.
var technical = func() map[skill.Code]bool {
	codes := map[skill.Code]bool{}
	for _, c := range skill.Categories {
		if c.Code != "data" && c.Code != "technology" && c.Code != "security" {
			continue
		}
		for _, g := range c.Groups {
			for _, s := range g.Skills {
				codes[s.Code] = true
			}
		}
	}
	return codes
}()

// year is the fiscal year of the programme.
func (s Span) year() people.Period {
	begin := func(fy int) db.Instant {
		return db.FromTime(time.Date(fy, time.April, 1, 0, 0, 0, 0, clock.JST))
	}
	return people.Period{From: begin(s.Programme.FY), Until: begin(s.Programme.FY + 1)}
}

// home is the prefecture that commissions the programme, by its name in front of
// the body's: 青森県DX推進課.
func (s Span) home() string {
	p := i18n.For(i18n.Ja)
	for n := 1; n <= 47; n++ {
		code := string(rune('0'+n/10)) + string(rune('0'+n%10))
		if strings.HasPrefix(s.Programme.Body, p.T("programme.prefecture."+code)) {
			return code
		}
	}
	return ""
}

// Seek is what the person said they look for, "" without a live consent.
func (l Ledger) Seek(person string) string { return l.profiles[person].Seek }

// Persons are the people of the ledger with their names: for staff who may see
// ties.
func (s *Service) Persons(ctx context.Context, org string, l Ledger) (map[string]people.Person, error) {
	ids := make([]string, len(l.People))
	for i, p := range l.People {
		ids[i] = p.ID
	}
	return people.FindMany(ctx, s.DB, org, ids)
}

// Ahead tells of people where they are next expected: the event, by person.
func (s *Service) Ahead(ctx context.Context, org string, persons []string) (map[string]event.Event, error) {
	next, err := nextEvents(ctx, s.DB, org, persons, s.DB.Now())
	if err != nil || len(next) == 0 {
		return nil, err
	}
	events, err := s.Events.List(ctx, org, event.Filter{States: []event.State{event.Published}, EndsAfter: s.DB.Now(), Limit: 500})
	if err != nil {
		return nil, err
	}
	ahead := map[string]event.Event{}
	for person, id := range next {
		if i := slices.IndexFunc(events, func(e event.Event) bool { return e.ID == id }); i >= 0 {
			ahead[person] = events[i]
		}
	}
	return ahead, nil
}

// EverTied counts all the ties of people, whenever they were made.
func (s *Service) EverTied(ctx context.Context, org string, persons []string) (map[string]int, error) {
	return countTies(ctx, s.DB, org, persons)
}

// CountTies counts ties by event, those of no event under "", in the year of a
// programme.
func (s *Service) CountTies(ctx context.Context, org string, p programme.Programme) (TieCount, error) {
	return TieCounts(ctx, s.DB, org, PairFilter{Period: Span{Programme: p}.year()})
}
