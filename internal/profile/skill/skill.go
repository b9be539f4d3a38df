// Package skill is the dictionary of skills: the digital skill standard DSS-P
// of METI and IPA (5 types of people, 15 roles, 49 skills in 5 categories), and
// beside it the everyday words with which somebody asks for such a skill. It is
// data and look-ups only.
//
// The codes are ours. A list that was published is not renumbered: a revision of
// the standard is another [Version].
package skill

import "strings"

// Version names the code list; it is stored beside the skills that a person
// names.
const Version = "dss-p-1.2/1"

// Code names a skill: "01" to "49".
type Code string

// Levels are the least and the highest level, by one's own word.
const (
	MinLevel = 1 // has begun to learn it
	MaxLevel = 4 // leads and teaches others
)

// Name is a word in both languages.
type Name struct{ Ja, En string }

// In is the name for a page in lang, "ja" or "en".
func (n Name) In(lang string) string {
	if lang == "en" {
		return n.En
	}
	return n.Ja
}

// Skill is one of the 49.
type Skill struct {
	Code Code
	Name
}

// Group is a sub-category of skills, such as software development.
type Group struct {
	Name
	Skills []Skill
}

// Category is one of the five parts of the list.
type Category struct {
	Code string
	Name
	Groups []Group
}

// Type is one of the five types of people that drive a digital change.
type Type struct {
	Code string
	Name
	Roles []Role
}

// Role is a part that a person of a type plays. Skills are those that it leans
// on most, by our own reading: they are what a search for the role finds.
type Role struct {
	Name
	Skills []Code
}

// Find finds a skill by its code.
func Find(c Code) (Skill, bool) {
	for _, cat := range Categories {
		for _, g := range cat.Groups {
			for _, s := range g.Skills {
				if s.Code == c {
					return s, true
				}
			}
		}
	}
	return Skill{}, false
}

// All lists the skills in the order of their codes.
func All() []Skill {
	var all []Skill
	for _, cat := range Categories {
		for _, g := range cat.Groups {
			all = append(all, g.Skills...)
		}
	}
	return all
}

// Search finds the skills that somebody means who types query: part of a name,
// a role, or a wish in everyday words, such as 「Excelを直してほしい」. key folds
// a text for comparison. The answer is in the order of the codes; an empty query
// finds nothing.
func Search(query string, key func(string) string) []Code {
	want := key(query)
	if want == "" {
		return nil
	}
	found := map[Code]bool{}
	hit := func(words ...string) bool {
		for _, w := range words {
			if k := key(w); k != "" && strings.Contains(k, want) {
				return true
			}
		}
		return false
	}
	mark := func(codes []Code) {
		for _, c := range codes {
			found[c] = true
		}
	}
	for _, s := range All() {
		if hit(s.Ja, s.En) {
			found[s.Code] = true
		}
	}
	for _, t := range Types {
		for _, r := range t.Roles {
			if hit(r.Ja, r.En) {
				mark(r.Skills)
			}
		}
	}
	for _, e := range Everyday {
		if hit(e.Ja, e.En) || e.isMeantBy(want, key) {
			mark(e.Skills)
		}
	}
	var codes []Code
	for _, s := range All() {
		if found[s.Code] {
			codes = append(codes, s.Code)
		}
	}
	return codes
}

// Wish is something that people ask for in their own words, and the skills that
// answer it. Signs are words by which the wish is known in a longer text.
type Wish struct {
	Name
	Signs  []string
	Skills []Code
}

func (w Wish) isMeantBy(want string, key func(string) string) bool {
	for _, sign := range w.Signs {
		k := key(sign)
		if k != "" && (hasWord(want, k) || strings.Contains(k, want)) {
			return true
		}
	}
	return false
}

// hasWord tells whether word stands in s, one in Latin letters not inside a
// longer one: "ai" is in 「aiを使う」 and not in "retail".
func hasWord(s, word string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(word)
		if !(isLatin(s, start-1) && isLatin(s, start)) && !(isLatin(s, end-1) && isLatin(s, end)) {
			return true
		}
		from = start + 1
	}
}

func isLatin(s string, at int) bool {
	return at >= 0 && at < len(s) && (s[at] >= 'a' && s[at] <= 'z' || s[at] >= 'A' && s[at] <= 'Z')
}
