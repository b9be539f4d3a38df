package roster

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

// few is the number of persons up to which a list starts from those whom one
// condition finds. Above it, going through all persons in the order of the list
// fills a page sooner.
const few = 1500

// condition is one part of a filter, in two forms: as a question about the
// person whose id stands in the column who, and as a list of the ids of all for
// whom it holds, each once. A condition that finds nearly everybody has no list,
// but one of the rest. A rough list has some more, and its question is asked of
// each again.
type condition struct {
	holds func(b *builder, who string) string
	list  func(b *builder) string
	rest  func(b *builder) string
	rough bool
}

// builder puts a statement together. Every mark is used, since PostgreSQL does
// not know the type of one that is not.
type builder struct{ args []any }

func newBuilder(org string) *builder { return &builder{args: []any{org}} }

func (b *builder) mark(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

func (b *builder) marks(values []string) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = b.mark(v)
	}
	return strings.Join(list, ", ")
}

// consents is the condition that the person holds a consent for all occasions,
// or for any one where it is asked per occasion.
func consents(code people.ConsentCode) condition {
	return condition{
		holds: func(b *builder, who string) string {
			return `EXISTS (SELECT 1 FROM consent c WHERE c.org_id = $1 AND c.person_id = ` + who + ` AND c.code = ` + b.mark(string(code)) +
				` AND c.revoked_at IS NULL)`
		},
		list: func(b *builder) string {
			return `SELECT DISTINCT c.person_id FROM consent c WHERE c.org_id = $1 AND c.code = ` + b.mark(string(code)) + ` AND c.revoked_at IS NULL`
		},
	}
}

// followed ends a condition on the profile: it is read only while the person
// lets the organiser keep it.
func (b *builder) followed(who string) string {
	return ` AND ` + consents(people.ConsentFollowUp).holds(b, who)
}

// profiled is a condition on a table of the profile, t.
func profiled(table string, where func(b *builder) string) condition {
	return condition{
		holds: func(b *builder, who string) string {
			return `EXISTS (SELECT 1 FROM ` + table + ` t WHERE t.org_id = $1 AND t.person_id = ` + who + ` AND ` + where(b) + `)` + b.followed(who)
		},
		list: func(b *builder) string {
			return `SELECT DISTINCT t.person_id FROM ` + table + ` t WHERE t.org_id = $1 AND ` + where(b) + b.followed("t.person_id")
		},
	}
}

func oneOf(column string, values []string) func(*builder) string {
	return func(b *builder) string { return column + ` IN (` + b.marks(values) + `)` }
}

// did is the condition that a fact of the kind stands; occasion may be empty.
func did(kind people.Kind, occasion string) condition {
	where := func(b *builder) string {
		w := `f.kind = ` + b.mark(string(kind)) + ` AND f.retracted_at IS NULL`
		if occasion != "" {
			w += ` AND f.occasion_id = ` + b.mark(occasion)
		}
		return w
	}
	return condition{
		holds: func(b *builder, who string) string {
			return `EXISTS (SELECT 1 FROM participation f WHERE f.org_id = $1 AND ` + where(b) + ` AND f.person_id = ` + who + `)`
		},
		list: func(b *builder) string {
			return `SELECT DISTINCT f.person_id FROM participation f WHERE f.org_id = $1 AND ` + where(b)
		},
	}
}

// tied is the condition of at least n ties. A tie is one row for two persons.
func tied(n int) condition {
	const side = `SELECT COUNT(*) FROM tie t WHERE t.org_id = $1 AND t.undone_at IS NULL AND t.`
	return condition{
		holds: func(b *builder, who string) string {
			return `(` + side + `low = ` + who + `) + (` + side + `high = ` + who + `) >= ` + b.mark(n)
		},
		list: func(b *builder) string {
			return `SELECT e.person_id FROM (SELECT t.low AS person_id FROM tie t WHERE t.org_id = $1 AND t.undone_at IS NULL
				UNION ALL SELECT t.high FROM tie t WHERE t.org_id = $1 AND t.undone_at IS NULL) e
				GROUP BY e.person_id HAVING COUNT(*) >= ` + b.mark(n)
		},
	}
}

// untied is the condition of no tie; nearly everybody may meet it, so it is no
// list.
func untied() condition {
	return condition{rest: tied(1).list, holds: func(_ *builder, who string) string {
		return `NOT EXISTS (SELECT 1 FROM tie t WHERE t.org_id = $1 AND t.undone_at IS NULL AND t.low = ` + who + `)
			AND NOT EXISTS (SELECT 1 FROM tie t WHERE t.org_id = $1 AND t.undone_at IS NULL AND t.high = ` + who + `)`
	}}
}

// active is the condition of a fact within a fiscal year.
func active(fy int) condition {
	from := db.FromTime(time.Date(fy, time.April, 1, 0, 0, 0, 0, clock.JST))
	until := db.FromTime(time.Date(fy+1, time.April, 1, 0, 0, 0, 0, clock.JST))
	during := func(b *builder, at string) string {
		return at + ` >= ` + b.mark(from) + ` AND ` + at + ` < ` + b.mark(until) + ` AND f.retracted_at IS NULL`
	}
	return condition{
		holds: func(b *builder, who string) string { // + 0: looked up by person, not by time
			return `EXISTS (SELECT 1 FROM participation f WHERE f.org_id = $1 AND ` + during(b, "f.at + 0") + ` AND f.person_id = ` + who + `)`
		},
		list: func(b *builder) string {
			return `SELECT DISTINCT f.person_id FROM participation f WHERE f.org_id = $1 AND ` + during(b, "f.at")
		},
	}
}

func tagged(tag string) condition {
	return condition{
		holds: func(b *builder, who string) string {
			return `EXISTS (SELECT 1 FROM person_tag t WHERE t.org_id = $1 AND t.tag_id = ` + b.mark(tag) + ` AND t.person_id = ` + who + `)`
		},
		list: func(b *builder) string {
			return `SELECT t.person_id FROM person_tag t WHERE t.org_id = $1 AND t.tag_id = ` + b.mark(tag)
		},
	}
}

// named is the condition that a word occurs in the name, the reading or the
// address. The list comes from the table of grams and finds too many, so the
// question is asked of each again.
func named(word string) condition {
	return condition{
		rough: true,
		holds: func(b *builder, who string) string {
			return `EXISTS (SELECT 1 FROM person n WHERE n.org_id = $1 AND n.id = ` + who +
				` AND REPLACE(n.search_key, ` + b.mark(word) + `, '') <> n.search_key)`
		},
		list: func(b *builder) string {
			grams := slices.Sorted(slices.Values(text.Grams(word)))
			if utf8.RuneCountInString(word) < 2 {
				return `SELECT DISTINCT g.person_id FROM person_gram g WHERE g.org_id = $1 AND g.gram >= ` + b.mark(word) +
					` AND g.gram < ` + b.mark(word+string(utf8.MaxRune))
			}
			grams = slices.Compact(grams)
			grams = grams[max(0, len(grams)-mostGrams):] // kanji before kana before Latin letters, the rarest first
			return `SELECT g.person_id FROM person_gram g WHERE g.org_id = $1 AND g.gram IN (` + b.marks(grams) + `)
				GROUP BY g.person_id HAVING COUNT(*) = ` + b.mark(len(grams))
		},
	}
}

// mostGrams bounds the look-ups for one word.
const mostGrams = 3

// addressed is the condition of an address that was typed as a whole.
func addressed(key string) condition {
	return condition{
		holds: func(b *builder, who string) string {
			return `EXISTS (SELECT 1 FROM person n WHERE n.org_id = $1 AND n.id = ` + who + ` AND n.email_key = ` + b.mark(key) + `)`
		},
		list: func(b *builder) string {
			return `SELECT n.id AS person_id FROM person n WHERE n.org_id = $1 AND n.email_key = ` + b.mark(key) + ` AND n.holds_email
				UNION ALL SELECT n.id FROM person n WHERE n.org_id = $1 AND n.email_key = ` + b.mark(key) + ` AND NOT n.holds_email`
		},
	}
}

// plan is a filter as conditions, and which of them leads: its list is walked
// through and the others are asked of each. Without a leader all persons are
// walked through in the order of the list.
type plan struct {
	conditions []condition
	leader     int
}

// planOf lets the condition that finds the fewest lead, if it finds few.
func planOf(ctx context.Context, q db.Q, org string, f Filter) (plan, error) {
	p := plan{conditions: f.conditions(), leader: -1}
	least := few + 1
	for i, c := range p.conditions {
		if c.list == nil {
			continue
		}
		b := newBuilder(org)
		var n int
		query := `SELECT COUNT(*) FROM (SELECT 1 FROM (` + c.list(b) + `) who LIMIT ` + b.mark(least) + `) found`
		if err := q.QueryRow(ctx, query, b.args...).Scan(&n); err != nil {
			return p, err
		}
		if n < least {
			p.leader, least = i, n
		}
		if least == 0 {
			break
		}
	}
	return p, nil
}

// from gives the persons p whom the filter chooses, without the empty rows that
// erasures leave. CROSS JOIN keeps SQLite to
// the order in which the tables are named.
func (p plan) from(b *builder) string {
	tables, where := `person p`, ` WHERE p.org_id = $1 AND p.erased_at = 0`
	if p.leader >= 0 {
		tables = `(` + p.conditions[p.leader].list(b) + `) who CROSS JOIN person p`
		where += ` AND p.id = who.person_id`
	}
	var rest strings.Builder
	for _, c := range p.conditions {
		rest.WriteString(` AND ` + c.holds(b, "p.id"))
	}
	return tables + where + rest.String()
}

const personColumns = `p.org_id, p.id, p.family, p.given, p.kana_family, p.kana_given, p.email, p.lang, p.birth_year, p.affiliation,
	p.phone, p.version, p.created_at, p.updated_at`

func scanPerson(s scanner) (p people.Person, err error) {
	err = s.Scan(&p.OrgID, &p.ID, &p.Family, &p.Given, &p.KanaFamily, &p.KanaGiven, &p.Email, &p.Lang, &p.BirthYear,
		&p.Affiliation, &p.Phone, &p.Version, &p.CreatedAt, &p.UpdatedAt)
	return p, err
}

func listPersons(ctx context.Context, q db.Q, org string, f Filter, sortKey, id string, limit int) ([]people.Person, error) {
	p, err := planOf(ctx, q, org, f)
	if err != nil {
		return nil, err
	}
	b := newBuilder(org)
	query := `SELECT ` + personColumns + ` FROM ` + p.from(b) + ` AND (p.sort_key, p.id) > (` + b.mark(sortKey) + `, ` + b.mark(id) + `)
		ORDER BY p.sort_key, p.id LIMIT ` + b.mark(limit)
	return collect(scanPerson)(q.Query(ctx, query, b.args...))
}

// listIDs lists the ids of the persons; limit is none when 0.
func listIDs(ctx context.Context, q db.Q, org string, f Filter, limit int) ([]string, error) {
	p, err := planOf(ctx, q, org, f)
	if err != nil {
		return nil, err
	}
	b := newBuilder(org)
	query := `SELECT p.id FROM ` + p.from(b) + ` ORDER BY p.sort_key, p.id`
	if limit > 0 {
		query += ` LIMIT ` + b.mark(limit)
	}
	return collect(scanText)(q.Query(ctx, query, b.args...))
}

// countPersons counts without reading a person where no condition finds few: it
// counts a list, or everybody but the rest, and takes off the empty rows.
func countPersons(ctx context.Context, q db.Q, org string, f Filter) (n int, err error) {
	p, err := planOf(ctx, q, org, f)
	if err != nil {
		return 0, err
	}
	b := newBuilder(org)
	lead := slices.IndexFunc(p.conditions, func(c condition) bool { return c.list != nil })
	query := `SELECT COUNT(*) FROM ` + p.from(b)
	switch {
	case p.leader >= 0:
	case lead >= 0:
		b = newBuilder(org)
		query = `SELECT COUNT(*)` + minusErased(b, p.conditions) + ` FROM (` + p.conditions[lead].list(b) + `) who WHERE 1 = 1`
		for i, c := range p.conditions {
			if i != lead || c.rough {
				query += ` AND ` + c.holds(b, "who.person_id")
			}
		}
	case len(p.conditions) == 1 && p.conditions[0].rest != nil:
		b = newBuilder(org)
		query = `SELECT (SELECT COUNT(*) FROM person p WHERE p.org_id = $1) - COUNT(*)` + minusErased(b, p.conditions) +
			` FROM (` + p.conditions[0].rest(b) + `) who`
	}
	err = q.QueryRow(ctx, query, b.args...).Scan(&n)
	return n, err
}

// minusErased takes off the empty rows for which the conditions hold.
func minusErased(b *builder, conditions []condition) string {
	query := ` - (SELECT COUNT(*) FROM person p WHERE p.org_id = $1 AND p.erased_at <> 0`
	for _, c := range conditions {
		query += ` AND ` + c.holds(b, "p.id")
	}
	return query + `)`
}

func scanText(s scanner) (v string, err error) { return v, s.Scan(&v) }

// tieCounts counts the ties of persons; who has none is missing.
func tieCounts(ctx context.Context, q db.Q, org string, ids []string) (map[string]int, error) {
	counts := map[string]int{}
	for part := range slices.Chunk(ids, chunk) {
		marks, args := db.In(2, part)
		more, rest := db.In(2+len(args), part)
		_, err := collect(func(s scanner) (id string, err error) {
			var n int
			err = s.Scan(&id, &n)
			counts[id] = n
			return id, err
		})(q.Query(ctx, `SELECT e.person_id, COUNT(*) FROM (
			SELECT t.low AS person_id FROM tie t WHERE t.org_id = $1 AND t.low IN (`+marks+`) AND t.undone_at IS NULL
			UNION ALL SELECT t.high FROM tie t WHERE t.org_id = $1 AND t.high IN (`+more+`) AND t.undone_at IS NULL) e
			GROUP BY e.person_id`, append(append([]any{org}, args...), rest...)...))
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}
