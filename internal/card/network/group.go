package network

import "strings"

// Cut is one way to tell people apart.
type Cut string

// The cuts, in the order of the pages.
const (
	ByPlace Cut = "place" // where somebody comes from
	ByStage Cut = "stage" // 先輩移住者 and those who consider it
	ByTrade Cut = "trade" // IT or not
)

// Cuts lists the cuts.
var Cuts = []Cut{ByPlace, ByStage, ByTrade}

// Group is one part of a cut.
type Group string

// The groups. Unknown is in each cut: nothing was said.
const (
	Unknown Group = "unknown"

	Metro     Group = "metro"     // 首都圏
	Local     Group = "local"     // 県内
	Elsewhere Group = "elsewhere" // another prefecture
	Hosts     Group = "hosts"     // 講師・運営

	Senior Group = "senior" // 先輩移住者・相談役
	Seeker Group = "seeker" // 関心層
	Others Group = "others" // said that they think of nothing

	IT    Group = "it"
	NonIT Group = "non_it"
)

// Groups lists the groups of a cut in the order of the pages, Unknown last.
func (c Cut) Groups() []Group {
	switch c {
	case ByStage:
		return []Group{Senior, Seeker, Others, Unknown}
	case ByTrade:
		return []Group{IT, NonIT, Unknown}
	}
	return []Group{Metro, Local, Hosts, Elsewhere, Unknown}
}

// Across is the pair of groups between which the programme wants ties.
func (c Cut) Across() (a, b Group) {
	switch c {
	case ByStage:
		return Senior, Seeker
	case ByTrade:
		return IT, NonIT
	}
	return Metro, Local
}

// Slot is a slot in which somebody took part: what it is called and whom it is
// for, in the organiser's words. Host is a slot for speakers or staff.
type Slot struct {
	Name, Eligibility string
	Host              bool
}

// Said is what one person said. Own is the slot at the event of the book, if it
// is that of one event; Others are slots of the same year. What follows Allowed
// is from the person's profile and counts only while they allow it (consent h).
type Said struct {
	Own    *Slot
	Others []Slot

	Allowed    bool
	Prefecture string // "01" to "47", where they live
	Mentor     bool
	Thinking   bool // names a way of life with the region, or a time for it
	Settled    bool // says that they think of neither
	Skilled    bool // names at least one skill
	Technical  bool // one of them is of data, technology or security
}

// capital are the prefectures that the programme calls 首都圏.
var capital = map[string]bool{"11": true, "12": true, "13": true, "14": true}

// GroupOf tells the group of a person in a cut. home is the prefecture of the
// programme, "" while that is not known.
//
// By place: who speaks at the event or runs it is a host; else the slot that they
// chose for the event decides, if its words name one side; else where their
// profile says that they live; else the other slots of the year, if those that
// name a side agree. A book of a year has no slot of its own: there, who was a
// host once is one.
//
// By stage: who is willing to be asked as 先輩移住者 or adviser; who names a way
// of life with the region or a time for it; who says that they think of neither.
//
// By trade: one technical skill makes it IT; skills of which none is technical
// make it not IT.
func GroupOf(c Cut, home string, s Said) Group {
	switch c {
	case ByPlace:
		return s.place(home)
	case ByStage:
		switch {
		case !s.Allowed:
		case s.Mentor:
			return Senior
		case s.Thinking:
			return Seeker
		case s.Settled:
			return Others
		}
	case ByTrade:
		switch {
		case !s.Allowed:
		case s.Technical:
			return IT
		case s.Skilled:
			return NonIT
		}
	}
	return Unknown
}

func (s Said) place(home string) Group {
	if s.Own != nil {
		if s.Own.Host {
			return Hosts
		}
		if g := s.Own.side(); g != Unknown {
			return g
		}
	}
	found := Unknown
	for _, o := range s.Others {
		if o.Host && s.Own == nil {
			return Hosts
		}
	}
	if s.Allowed && s.Prefecture != "" {
		switch {
		case s.Prefecture == home:
			return Local
		case capital[s.Prefecture]:
			return Metro
		}
		return Elsewhere
	}
	for _, o := range s.Others {
		switch g := o.side(); {
		case g == Unknown || g == found:
		case found != Unknown:
			return Unknown
		default:
			found = g
		}
	}
	return found
}

// Words of a slot that name a side. A slot that also takes people who only stay
// or visit does not say where they come from.
var (
	metroWords = []string{"首都圏", "東京圏", "一都三県"}
	localWords = []string{"県内", "地元"}
	stayWords  = []string{"滞在", "訪れる", "県外"}
)

// side reads the name first, then whom the slot is for; words for both sides say
// nothing.
func (s Slot) side() Group {
	if s.Host {
		return Unknown
	}
	for _, words := range []string{s.Name, s.Eligibility} {
		metro, local := names(words, metroWords), names(words, localWords)
		switch {
		case names(words, stayWords) || metro && local:
			return Unknown
		case metro:
			return Metro
		case local:
			return Local
		}
	}
	return Unknown
}

func names(words string, list []string) bool {
	for _, w := range list {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}
