package torture

import (
	"testing"
)

// promises are statements that must find nothing.
var promises = map[string]string{
	"a slot is sold beyond its guard": `SELECT COUNT(*) FROM event_slot WHERE org_id = $1 AND guard IS NOT NULL AND taken > guard`,
	"the guard is not the larger of capacity and taken": `SELECT COUNT(*) FROM event_slot
		WHERE org_id = $1 AND capacity IS NOT NULL AND guard <> CASE WHEN capacity > taken THEN capacity ELSE taken END`,
	"a counter is not the number of its rows": `SELECT COUNT(*) FROM event_slot s WHERE s.org_id = $1 AND (
		s.taken   <> (SELECT COUNT(*) FROM registration r WHERE r.org_id = s.org_id AND r.slot_id = s.id AND r.state = 'confirmed') OR
		s.waiting <> (SELECT COUNT(*) FROM registration r WHERE r.org_id = s.org_id AND r.slot_id = s.id AND r.state = 'waiting') OR
		s.pending <> (SELECT COUNT(*) FROM registration r WHERE r.org_id = s.org_id AND r.slot_id = s.id AND r.state = 'pending'))`,
	"a person has two live registrations for one event": `SELECT COUNT(*) FROM (SELECT person_id FROM registration
		WHERE org_id = $1 AND state IN ('confirmed', 'waiting', 'pending') GROUP BY event_id, person_id HAVING COUNT(*) > 1) AS twice`,
	// One set against another: asked row by row it took minutes after a long rush.
	"a registration has no fact on its person's thread": `SELECT COUNT(*) FROM registration r WHERE r.org_id = $1
		AND r.id || r.person_id NOT IN (SELECT COALESCE(f.ref, '') || f.person_id FROM participation f WHERE f.org_id = $1)`,
	"a registration has no mail in the outbox": `SELECT COUNT(*) FROM registration r WHERE r.org_id = $1 AND r.via <> 'walk_in' AND NOT EXISTS
		(SELECT 1 FROM job j WHERE j.org_id = r.org_id AND j.payload LIKE '%' || r.id || '%')`,
}

// slow are promises that scan the outbox for each row; they are asked for small
// databases only.
var slow = map[string]bool{"a registration has no mail in the outbox": true}

func (h *house) check(t *testing.T) {
	t.Helper()
	var rows int
	must(t, h.db.QueryRow(h.ctx, `SELECT COUNT(*) FROM registration WHERE org_id = $1`, h.org.ID).Scan(&rows))
	for promise, text := range promises {
		if slow[promise] && rows > 300 {
			continue
		}
		var n int
		must(t, h.db.QueryRow(h.ctx, text, h.org.ID).Scan(&n))
		if n > 0 {
			t.Errorf("%s: %d times in %d registrations", promise, n, rows)
		}
	}
}
