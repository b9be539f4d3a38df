package roster

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"koryu/internal/people"
)

// Came says what a person did about the event of a filter.
type Came string

const (
	CameAttended   Came = "attended"   // was there
	CameMissed     Came = "missed"     // held a place and did not come
	CameRegistered Came = "registered" // registered, whatever came of it
)

// Ways of asking for ties.
const (
	TiesAny  = 0  // does not ask
	TiesNone = -1 // has no tie yet
)

// Filter chooses persons of an organisation. The zero filter is everybody.
// Conditions of different kinds must all hold. Of Skills, Consents and Tags the
// person must have each; of Patterns, Horizons, Prefectures and Regions one.
//
// Skills, Patterns, Horizons, Prefectures and Regions ask the person's own
// profile, so they find only those who let the organiser keep it (consent h).
type Filter struct {
	Event string // id of an event, with Came
	Came  Came   // attended when empty
	Ties  int    // TiesAny, TiesNone, or at least so many

	Skills      []string // codes of profile/skill
	Patterns    []string // of profile.Pattern
	Horizons    []string
	Prefectures []string // 01 … 47
	Regions     []string // ties to the region: profile.Tie

	Consents []people.ConsentCode // held now
	Tags     []string             // ids
	FY       int                  // has a fact in this fiscal year
	Words    string               // as typed into the search box
}

// Limits of what an address may ask for.
const (
	mostValues = 12
	mostWords  = 100
	mostTies   = 1000
)

// Parse reads a filter from the parameters of an address. What it does not
// understand it leaves out: an old bookmark shows more, never an error.
func Parse(v url.Values) Filter {
	f := Filter{
		Skills: list(v, "skill"), Patterns: list(v, "pattern"), Horizons: list(v, "horizon"),
		Prefectures: list(v, "pref"), Regions: list(v, "region"), Tags: list(v, "tag"),
		Words: cut(strings.TrimSpace(v.Get("q")), mostWords),
	}
	if event := v.Get("event"); plain(event) {
		f.Event = event
		switch c := Came(v.Get("came")); c {
		case CameMissed, CameRegistered:
			f.Came = c
		default:
			f.Came = CameAttended
		}
	}
	switch ties := v.Get("ties"); ties {
	case "none":
		f.Ties = TiesNone
	default:
		if n, err := strconv.Atoi(ties); err == nil && n > 0 {
			f.Ties = min(n, mostTies)
		}
	}
	for _, code := range list(v, "consent") {
		if len(code) == 1 && code >= "a" && code <= "i" {
			f.Consents = append(f.Consents, people.ConsentCode(code))
		}
	}
	if fy, err := strconv.Atoi(v.Get("fy")); err == nil && fy >= 1900 && fy <= 2200 {
		f.FY = fy
	}
	return f
}

// Encode writes the filter as the parameters that [Parse] reads, each once.
func (f Filter) Encode() url.Values {
	v := url.Values{}
	for name, values := range map[string][]string{
		"skill": f.Skills, "pattern": f.Patterns, "horizon": f.Horizons, "pref": f.Prefectures, "region": f.Regions, "tag": f.Tags,
	} {
		if len(values) > 0 {
			v.Set(name, strings.Join(values, ","))
		}
	}
	if len(f.Consents) > 0 {
		codes := make([]string, len(f.Consents))
		for i, c := range f.Consents {
			codes[i] = string(c)
		}
		v.Set("consent", strings.Join(codes, ","))
	}
	if f.Event != "" {
		v.Set("event", f.Event)
		if f.Came != "" && f.Came != CameAttended {
			v.Set("came", string(f.Came))
		}
	}
	switch {
	case f.Ties == TiesNone:
		v.Set("ties", "none")
	case f.Ties > 0:
		v.Set("ties", strconv.Itoa(f.Ties))
	}
	if f.FY != 0 {
		v.Set("fy", strconv.Itoa(f.FY))
	}
	if f.Words != "" {
		v.Set("q", f.Words)
	}
	return v
}

// Everybody tells that the filter leaves nobody out.
func (f Filter) Everybody() bool { return len(f.Encode()) == 0 }

// AsksProfile tells that the filter reads what persons say of themselves.
func (f Filter) AsksProfile() bool {
	return len(f.Skills)+len(f.Patterns)+len(f.Horizons)+len(f.Prefectures)+len(f.Regions) > 0
}

// list gives the values of a parameter that can be codes or ids, each once. They
// stand between commas, or in parameters of one name as boxes of a form send them.
func list(v url.Values, name string) []string {
	var values []string
	for s := range strings.SplitSeq(strings.Join(v[name], ","), ",") {
		if plain(s) && !slices.Contains(values, s) && len(values) < mostValues {
			values = append(values, s)
		}
	}
	return values
}

// plain tells that a text can be a code or an id: databases refuse some others.
func plain(s string) bool {
	return s != "" && len(s) <= 64 && utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' }) < 0
}

// cut takes the first n letters of a valid text without control characters.
func cut(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n]))
	}
	return s
}
