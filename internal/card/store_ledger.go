package card

import (
	"context"

	"koryu/internal/card/network"
	"koryu/internal/event"
	"koryu/internal/kit/db"
)

// seat is the slot that somebody took at an event.
type seat struct {
	person, event string
	slot          network.Slot
	came          bool
}

// listSeats lists the seats at the events of the programme, and at the event of
// the span. The order is that of the events.
func listSeats(ctx context.Context, q db.Q, org string, span Span) ([]seat, error) {
	return collect(func(row scanner) (x seat, err error) {
		var kind event.SlotKind
		err = row.Scan(&x.person, &x.event, &kind, &x.slot.Name, &x.slot.Eligibility, &x.came)
		x.slot.Host = kind != event.ForParticipants
		return x, err
	})(q.Query(ctx, `SELECT r.person_id, r.event_id, s.kind, s.name, s.eligibility, r.arrived_at <> 0
		FROM event e
		JOIN registration r ON r.org_id = e.org_id AND r.event_id = e.id
		JOIN event_slot s ON s.org_id = r.org_id AND s.id = r.slot_id
		WHERE e.org_id = $1 AND (e.id = $2 OR e.programme_id = $3) AND e.state = 'published' AND r.state = 'confirmed'
		ORDER BY e.starts_at, e.id, r.number`, org, span.EventID, span.Programme.ID))
}

// nextEvents tells where people are confirmed next.
func nextEvents(ctx context.Context, q db.Q, org string, persons []string, now db.Instant) (map[string]string, error) {
	next := map[string]string{}
	err := inChunks(persons, []any{org, now}, func(marks string, args []any) error {
		_, err := collect(func(row scanner) (struct{}, error) {
			var person, event string
			err := row.Scan(&person, &event)
			if next[person] == "" {
				next[person] = event
			}
			return struct{}{}, err
		})(q.Query(ctx, `SELECT r.person_id, r.event_id FROM registration r
			JOIN event e ON e.org_id = r.org_id AND e.id = r.event_id
			WHERE r.org_id = $1 AND e.starts_at > $2 AND e.state = 'published' AND r.state = 'confirmed'
				AND r.person_id IN (`+marks+`)
			ORDER BY e.starts_at, e.id`, args...))
		return err
	})
	return next, err
}

// countTies counts the ties of people, from either side.
func countTies(ctx context.Context, q db.Q, org string, persons []string) (map[string]int, error) {
	counts := map[string]int{}
	add := func(row scanner) (struct{}, error) {
		var person string
		var n int
		err := row.Scan(&person, &n)
		counts[person] += n
		return struct{}{}, err
	}
	err := inChunks(persons, []any{org}, func(marks string, args []any) error {
		if _, err := collect(add)(q.Query(ctx, `SELECT low, COUNT(*) FROM tie
			WHERE org_id = $1 AND undone_at IS NULL AND low IN (`+marks+`) GROUP BY low`, args...)); err != nil {
			return err
		}
		_, err := collect(add)(q.Query(ctx, `SELECT high, COUNT(*) FROM tie
			WHERE org_id = $1 AND undone_at IS NULL AND high IN (`+marks+`) GROUP BY high`, args...))
		return err
	})
	return counts, err
}
