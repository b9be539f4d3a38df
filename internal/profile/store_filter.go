package profile

import (
	"strconv"
	"strings"

	"koryu/internal/people"
	"koryu/internal/profile/skill"
)

// Filter narrows a list of persons by what they say of themselves; empty fields
// do not narrow. Several values of one field mean any of them.
type Filter struct {
	Skills      []skill.Code
	MinLevel    int // of the skills; 0 is any
	Patterns    []Pattern
	Ties        []Tie
	Horizons    []string
	Prefectures []string
	Mentor      bool
}

// Empty tells whether the filter keeps everybody.
func (f Filter) Empty() bool {
	return len(f.Skills)+len(f.Patterns)+len(f.Ties)+len(f.Horizons)+len(f.Prefectures) == 0 && !f.Mentor
}

// Where is the filter for a statement of the organiser: conditions on the column
// that holds a person's id, to be joined with AND, and their arguments. org_id is
// $1, the first argument is $first. Persons without a live consent h match no
// filter. It is "" for an empty filter.
func (f Filter) Where(column string, first int) (string, []any) {
	if f.Empty() {
		return "", nil
	}
	w := where{next: first}
	w.add(`EXISTS (SELECT 1 FROM consent h WHERE h.org_id = $1 AND h.person_id = ` + column +
		` AND h.code = ` + w.mark(string(people.ConsentFollowUp)) + ` AND h.revoked_at IS NULL)`)
	if len(f.Skills) > 0 {
		w.add(column + ` IN (SELECT person_id FROM profile_skill WHERE org_id = $1 AND code IN (` + marks(&w, f.Skills) +
			`) AND level >= ` + w.mark(max(f.MinLevel, skill.MinLevel)) + `)`)
	}
	if len(f.Patterns) > 0 {
		w.add(column + ` IN (SELECT person_id FROM profile_choice WHERE org_id = $1 AND kind = '` + choicePattern + `' AND code IN (` + marks(&w, f.Patterns) + `))`)
	}
	if len(f.Ties) > 0 {
		w.add(column + ` IN (SELECT person_id FROM profile_choice WHERE org_id = $1 AND kind = '` + choiceTie + `' AND code IN (` + marks(&w, f.Ties) + `))`)
	}
	if len(f.Horizons) > 0 {
		w.add(column + ` IN (SELECT person_id FROM profile WHERE org_id = $1 AND horizon IN (` + marks(&w, f.Horizons) + `))`)
	}
	if len(f.Prefectures) > 0 {
		w.add(column + ` IN (SELECT person_id FROM profile WHERE org_id = $1 AND prefecture IN (` + marks(&w, f.Prefectures) + `))`)
	}
	if f.Mentor {
		w.add(column + ` IN (SELECT person_id FROM profile WHERE org_id = $1 AND mentor)`)
	}
	return strings.Join(w.conditions, " AND "), w.args
}

type where struct {
	next       int
	conditions []string
	args       []any
}

func (w *where) add(condition string) { w.conditions = append(w.conditions, condition) }

func (w *where) mark(v any) string {
	w.args = append(w.args, v)
	w.next++
	return "$" + strconv.Itoa(w.next-1)
}

func marks[T ~string](w *where, values []T) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = w.mark(string(v))
	}
	return strings.Join(list, ", ")
}
