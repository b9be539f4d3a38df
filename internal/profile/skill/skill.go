// Package skill is the dictionary of skills: the digital skill standard DSS-P
// of METI and IPA (5 types of people, 15 roles, 49 skills, by category), and
// beside it the everyday words with which somebody asks for such a skill. It is
// data and look-ups only.
//
// The codes are ours. A list that was published is not renumbered: a revision of
// the standard is another [Version].
package skill

// Version names the code list; it is stored beside every skill that a person
// names.
const Version = "dss-p-1.2/1"

// Code names a skill: "01" to "49".
type Code string

// Levels are the least and the highest level, by one's own word.
const (
	MinLevel = 1 // I have begun to learn it
	MaxLevel = 4 // I can lead and teach others
)

// Find finds a skill by its code.
func Find(c Code) (Code, bool) { return c, len(c) == 2 }
