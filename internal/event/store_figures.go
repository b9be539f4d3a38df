package event

import (
	"context"

	"koryu/internal/kit/db"
)

const countedPeople = `COUNT(DISTINCT CASE WHEN r.via <> 'walk_in' THEN r.person_id END),
	COUNT(DISTINCT CASE WHEN r.arrived_at <> 0 THEN r.person_id END)
	FROM event e
	JOIN registration r ON r.org_id = e.org_id AND r.event_id = e.id
	JOIN event_slot s ON s.org_id = r.org_id AND s.id = r.slot_id
	WHERE e.org_id = $1 AND e.programme_id = $2 AND e.state = 'published' AND s.kind = 'participant'`

func countByEvent(ctx context.Context, q db.Q, org, programmeID string, into map[string]EventFigures) error {
	rows, err := q.Query(ctx, `SELECT e.id, `+countedPeople+` GROUP BY e.id`, org, programmeID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var f EventFigures
		if err := rows.Scan(&id, &f.Applicants, &f.Attendees); err != nil {
			return err
		}
		into[id] = f
	}
	return rows.Err()
}

func countPeople(ctx context.Context, q db.Q, org, programmeID string) (applicants, attendees int, err error) {
	err = q.QueryRow(ctx, `SELECT `+countedPeople, org, programmeID).Scan(&applicants, &attendees)
	return applicants, attendees, err
}
