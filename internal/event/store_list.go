package event

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"koryu/internal/kit/db"
)

const attendeeColumns = registrationColumns + `, p.family, p.given, p.kana_family, p.kana_given, p.email, p.lang,
	p.birth_year, p.affiliation, p.phone, p.version, p.created_at, p.updated_at`

func scanAttendee(e Event) func(scanner) (Attendee, error) {
	return func(row scanner) (Attendee, error) {
		var a Attendee
		var answers string
		r, p := &a.Registration, &a.Person
		err := row.Scan(append(r.fields(&answers), &p.Family, &p.Given, &p.KanaFamily, &p.KanaGiven, &p.Email, &p.Lang,
			&p.BirthYear, &p.Affiliation, &p.Phone, &p.Version, &p.CreatedAt, &p.UpdatedAt)...)
		if err != nil {
			return a, err
		}
		p.ID, p.OrgID = r.PersonID, r.OrgID
		a.Slot, _ = e.Slot(r.SlotID)
		return a, r.read(answers)
	}
}

// fewHits is the number of persons up to which a search starts from its grams.
// Above it, going through the event in order finds a page sooner.
const fewHits = 1500

// attendeeQuery builds the text of a list. CROSS JOIN keeps SQLite to the order
// in which the tables are named; PostgreSQL chooses for itself.
type attendeeQuery struct {
	from, where strings.Builder
	args        []any
}

func (b *attendeeQuery) mark(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

func (b *attendeeQuery) and(term string) { b.where.WriteString(" AND " + term) }

func newAttendeeQuery(ctx context.Context, q db.Q, e Event, f AttendeeFilter) (*attendeeQuery, error) {
	b := &attendeeQuery{args: []any{e.OrgID, e.ID}}
	b.from.WriteString(`registration r CROSS JOIN person p`)
	b.where.WriteString(`r.org_id = $1 AND r.event_id = $2 AND p.org_id = $1 AND p.id = r.person_id`)
	if words := f.words(); len(words) > 0 {
		if err := b.search(ctx, q, e, words); err != nil {
			return nil, err
		}
	}
	b.states(f.States)
	if f.Slot != "" {
		b.and(`r.slot_id = ` + b.mark(f.Slot))
	}
	if len(f.Kinds) > 0 {
		var slots []string
		for _, s := range e.Slots {
			if slices.Contains(f.Kinds, s.Kind) {
				slots = append(slots, b.mark(s.ID))
			}
		}
		b.and(`r.slot_id IN (` + strings.Join(append(slots, "''"), ", ") + `)`)
	}
	if f.Initial != "" {
		b.and(`p.initial = ` + b.mark(f.Initial))
	}
	if f.Arrived != nil && *f.Arrived {
		b.and(`r.arrived_at <> 0`)
	} else if f.Arrived != nil {
		b.and(`r.arrived_at = 0`)
	}
	return b, nil
}

// states repeats the condition of the index of rare states word for word, or
// SQLite would not use it.
func (b *attendeeQuery) states(states []RegState) {
	if len(states) == 0 {
		return
	}
	rare := !slices.Contains(states, Confirmed) && !slices.Contains(states, Waiting)
	if rare {
		b.and(`r.state IN ('pending', 'cancelled', 'declined')`)
	}
	b.and(`r.state IN (` + each(states, func(s RegState) string { return b.mark(string(s)) }) + `)`)
}

// search makes every word occur in the person's search key, and starts from the
// gram table where that leads to few people.
func (b *attendeeQuery) search(ctx context.Context, q db.Q, e Event, words []string) error {
	longest := slices.MaxFunc(words, func(a, c string) int { return utf8.RuneCountInString(a) - utf8.RuneCountInString(c) })
	runes := []rune(longest)
	runes = runes[:min(2, len(runes))]
	from := string(runes)
	runes[len(runes)-1]++ // grams have two letters at most: the next one ends those that begin so
	to := string(runes)
	var hits int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM person_gram
		WHERE org_id = $1 AND gram >= $2 AND gram < $3 LIMIT $4) few`, e.OrgID, from, to, fewHits+1).Scan(&hits)
	if err != nil {
		return err
	}
	if hits <= fewHits {
		b.from.Reset()
		b.from.WriteString(`(SELECT DISTINCT person_id FROM person_gram WHERE org_id = $1 AND gram >= ` + b.mark(from) +
			` AND gram < ` + b.mark(to) + `) g CROSS JOIN registration r CROSS JOIN person p`)
		b.and(`r.person_id = g.person_id`)
	}
	for _, w := range words {
		b.and(`REPLACE(p.search_key, ` + b.mark(w) + `, '') <> p.search_key`)
	}
	return nil
}

func listAttendees(ctx context.Context, q db.Q, e Event, f AttendeeFilter) ([]Attendee, error) {
	b, err := newAttendeeQuery(ctx, q, e, f)
	if err != nil {
		return nil, err
	}
	number, sortKey, more := f.after()
	switch {
	case more && f.Order == ByKana:
		b.and(`(p.sort_key, r.number) > (` + b.mark(sortKey) + `, ` + b.mark(number) + `)`)
	case more:
		b.and(`r.number > ` + b.mark(number))
	}
	text := `SELECT ` + attendeeColumns + ` FROM ` + b.from.String() + ` WHERE ` + b.where.String() +
		` ORDER BY ` + f.sorting() + ` LIMIT ` + b.mark(f.Limit)
	return collect(scanAttendee(e))(q.Query(ctx, text, b.args...))
}

func (f AttendeeFilter) sorting() string {
	if f.Order == ByKana {
		return `p.sort_key, r.number`
	}
	return `r.number`
}

// listNumbers gives the numbers of all that match, in the order of the list.
func listNumbers(ctx context.Context, q db.Q, e Event, f AttendeeFilter) ([]int, error) {
	b, err := newAttendeeQuery(ctx, q, e, f)
	if err != nil {
		return nil, err
	}
	text := `SELECT r.number FROM ` + b.from.String() + ` WHERE ` + b.where.String() + ` ORDER BY ` + f.sorting()
	return collect(func(row scanner) (n int, err error) { return n, row.Scan(&n) })(q.Query(ctx, text, b.args...))
}

// listNumbered reads registrations by their numbers and keeps to their order.
func listNumbered(ctx context.Context, q db.Q, e Event, numbers []int) ([]Attendee, error) {
	args, place := []any{e.OrgID, e.ID}, make(map[int]int, len(numbers))
	var marks strings.Builder
	for i, n := range numbers {
		args, place[n] = append(args, n), i
		marks.WriteString(", $" + strconv.Itoa(i+3))
	}
	list, err := collect(scanAttendee(e))(q.Query(ctx, `SELECT `+attendeeColumns+` FROM registration r CROSS JOIN person p
		WHERE r.org_id = $1 AND r.event_id = $2 AND p.org_id = $1 AND p.id = r.person_id
			AND r.number IN (`+marks.String()[2:]+`)`, args...))
	slices.SortFunc(list, func(a, b Attendee) int { return place[a.Registration.Number] - place[b.Registration.Number] })
	return list, err
}

func countAttendees(ctx context.Context, q db.Q, e Event, f AttendeeFilter) (n int, err error) {
	b, err := newAttendeeQuery(ctx, q, e, f)
	if err != nil {
		return 0, err
	}
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM `+b.from.String()+` WHERE `+b.where.String(), b.args...).Scan(&n)
	return n, err
}

// positions numbers the waiting lists of the slots that occur in rows.
func positions(ctx context.Context, q db.Q, e Event, rows []Attendee) (map[string]int, error) {
	wanted := map[string]bool{}
	slots := map[string]bool{}
	for _, a := range rows {
		if a.Registration.State == Waiting {
			wanted[a.Registration.ID], slots[a.Slot.ID] = true, true
		}
	}
	places := map[string]int{}
	for slot := range slots {
		ids, err := collect(func(row scanner) (id string, err error) { return id, row.Scan(&id) })(q.Query(ctx, `SELECT r.id FROM registration r
			WHERE r.org_id = $1 AND r.slot_id = $2 AND r.state = 'waiting' ORDER BY r.wait_rank, r.number`, e.OrgID, slot))
		if err != nil {
			return nil, err
		}
		for i, id := range ids {
			if wanted[id] {
				places[id] = i + 1
			}
		}
	}
	return places, nil
}

// countEnded counts, by slot and state, the registrations that no counter of the
// slot holds.
func countEnded(ctx context.Context, q db.Q, org, event string, add func(slot string, state RegState, n int)) error {
	rows, err := q.Query(ctx, `SELECT slot_id, state, COUNT(*) FROM registration
		WHERE org_id = $1 AND event_id = $2 AND state IN ('pending', 'cancelled', 'declined')
			AND state <> 'pending' GROUP BY slot_id, state`, org, event)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var slot string
		var state RegState
		var n int
		if err := rows.Scan(&slot, &state, &n); err != nil {
			return err
		}
		add(slot, state, n)
	}
	return rows.Err()
}

func countArrived(ctx context.Context, q db.Q, org, event string) (map[string]int, error) {
	rows, err := q.Query(ctx, `SELECT slot_id, COUNT(*) FROM registration
		WHERE org_id = $1 AND event_id = $2 AND arrived_at <> 0 GROUP BY slot_id`, org, event)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	came := map[string]int{}
	for rows.Next() {
		var slot string
		var n int
		if err := rows.Scan(&slot, &n); err != nil {
			return nil, err
		}
		came[slot] = n
	}
	return came, rows.Err()
}

// Whole minutes and days in microseconds; days begin nine hours before those of
// UTC.
const (
	perMinute = `60000000`
	perDay    = `86400000000`
	nineHours = `32400000000`
)

func registrationsByDay(ctx context.Context, q db.Q, org, event string) (registered, cancelled map[int64]int, err error) {
	if registered, err = countBy(ctx, q, `SELECT (created_at + `+nineHours+`) / `+perDay+` AS day, COUNT(*) FROM registration
		WHERE org_id = $1 AND event_id = $2 GROUP BY 1`, org, event); err != nil {
		return nil, nil, err
	}
	cancelled, err = countBy(ctx, q, `SELECT (cancelled_at + `+nineHours+`) / `+perDay+` AS day, COUNT(*) FROM registration
		WHERE org_id = $1 AND event_id = $2 AND state IN ('pending', 'cancelled', 'declined') AND state = 'cancelled'
		GROUP BY 1`, org, event)
	return registered, cancelled, err
}

func arrivalsByMinute(ctx context.Context, q db.Q, org, event string) (map[int64]int, error) {
	return countBy(ctx, q, `SELECT arrived_at / `+perMinute+` AS minute, COUNT(*) FROM registration
		WHERE org_id = $1 AND event_id = $2 AND arrived_at <> 0 GROUP BY 1`, org, event)
}

func countBy(ctx context.Context, q db.Q, text, org, event string) (map[int64]int, error) {
	rows, err := q.Query(ctx, text, org, event)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[int64]int{}
	for rows.Next() {
		var at int64
		var n int
		if err := rows.Scan(&at, &n); err != nil {
			return nil, err
		}
		counts[at] = n
	}
	return counts, rows.Err()
}

// history reads what the audit trail says of a registration, oldest first.
func history(ctx context.Context, q db.Q, org, id string) ([]Happening, error) {
	return collect(func(row scanner) (Happening, error) {
		var h Happening
		err := row.Scan(&h.At, &h.Action, &h.ActorKind, &h.Reason, &h.Data, &h.Actor)
		return h, err
	})(q.Query(ctx, `
		SELECT a.at, a.action, a.actor_kind, a.reason, a.data, COALESCE(NULLIF(i.name, ''), i.email, NULLIF(s.device, ''), '')
		FROM audit_entry a
			LEFT JOIN identity i ON a.actor_kind = 'person' AND i.id = a.actor_id
			LEFT JOIN session s ON a.actor_kind = 'door' AND s.id = a.actor_id
		WHERE a.org_id = $1 AND a.object = 'registration' AND a.object_id = $2
		ORDER BY a.at, a.id`, org, id))
}
