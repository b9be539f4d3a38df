package event

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

const slotColumns = `id, event_id, name, name_en, eligibility, eligibility_en, kind, mode,
	capacity, waitlist, taken, waiting, pending, guard, position`

func scanSlot(row scanner) (Slot, error) {
	var s Slot
	var capacity, guard sql.NullInt64
	err := row.Scan(&s.ID, &s.EventID, &s.Name, &s.NameEn, &s.Eligibility, &s.EligibilityEn, &s.Kind, &s.Mode,
		&capacity, &s.Waitlist, &s.Taken, &s.Waiting, &s.Pending, &guard, &s.Position)
	s.Capacity, s.Guard = orNil(capacity), orNil(guard)
	return s, err
}

func listSlots(ctx context.Context, q db.Q, org, event string) ([]Slot, error) {
	return collect(scanSlot)(q.Query(ctx,
		`SELECT `+slotColumns+` FROM event_slot WHERE org_id = $1 AND event_id = $2 ORDER BY position, id`, org, event))
}

// fillSlots reads the slots of a list of events with one statement.
func fillSlots(ctx context.Context, q db.Q, org string, list []Event) error {
	if len(list) == 0 {
		return nil
	}
	at := make(map[string]int, len(list))
	args := []any{org}
	marks := each(list, func(e Event) string {
		at[e.ID] = len(args) - 1
		args = append(args, e.ID)
		return "$" + strconv.Itoa(len(args))
	})
	slots, err := collect(scanSlot)(q.Query(ctx,
		`SELECT `+slotColumns+` FROM event_slot WHERE org_id = $1 AND event_id IN (`+marks+`) ORDER BY position, id`, args...))
	if err != nil {
		return err
	}
	for _, s := range slots {
		i := at[s.EventID]
		list[i].Slots = append(list[i].Slots, s)
	}
	return nil
}

func insertSlot(ctx context.Context, tx *db.Tx, org string, s Slot) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO event_slot (org_id, id, event_id, name, name_en, eligibility, eligibility_en, kind, mode,
			capacity, waitlist, taken, waiting, pending, guard, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, 0, $12, $13)`,
		org, s.ID, s.EventID, s.Name, s.NameEn, s.Eligibility, s.EligibilityEn, string(s.Kind), string(s.Mode),
		nullInt(s.Capacity), s.Waitlist, nullInt(s.Guard), s.Position)
	return err
}

func updateSlot(ctx context.Context, tx *db.Tx, org string, s Slot) error {
	_, err := tx.Exec(ctx, `
		UPDATE event_slot SET name = $3, name_en = $4, eligibility = $5, eligibility_en = $6, kind = $7, mode = $8,
			capacity = $9, waitlist = $10, guard = $11, position = $12
		WHERE org_id = $1 AND id = $2`,
		org, s.ID, s.Name, s.NameEn, s.Eligibility, s.EligibilityEn, string(s.Kind), string(s.Mode),
		nullInt(s.Capacity), s.Waitlist, nullInt(s.Guard), s.Position)
	return err
}

// deleteSlot removes a slot that nobody ever registered for; the foreign key of
// the registrations refuses every other.
func deleteSlot(ctx context.Context, tx *db.Tx, org, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM event_slot WHERE org_id = $1 AND id = $2`, org, id)
	return err
}

func slotHasRegistrations(ctx context.Context, q db.Q, org, id string) (bool, error) {
	return exists(q.QueryRow(ctx, `SELECT 1 FROM registration WHERE org_id = $1 AND event_id =
		(SELECT event_id FROM event_slot WHERE org_id = $1 AND id = $2) AND slot_id = $2 LIMIT 1`, org, id))
}

// countSlot moves a slot's counters. The guard is left alone, so that the CHECK
// constraint refuses one person too many whatever the caller thought.
func countSlot(ctx context.Context, tx *db.Tx, org, id string, taken, waiting, pending int) error {
	_, err := tx.Exec(ctx, `
		UPDATE event_slot SET taken = taken + $3, waiting = waiting + $4, pending = pending + $5
		WHERE org_id = $1 AND id = $2`, org, id, taken, waiting, pending)
	if db.IsCheck(err) {
		return errGuard.Because(err)
	}
	return err
}

// stretchSlot is countSlot where staff let somebody in beyond the capacity, or
// where somebody leaves: the guard follows as max(capacity, taken).
func stretchSlot(ctx context.Context, tx *db.Tx, org, id string, taken, waiting, pending int) error {
	_, err := tx.Exec(ctx, `
		UPDATE event_slot SET taken = taken + $3, waiting = waiting + $4, pending = pending + $5,
			guard = CASE WHEN capacity IS NULL THEN NULL WHEN capacity > taken + $3 THEN capacity ELSE taken + $3 END
		WHERE org_id = $1 AND id = $2`, org, id, taken, waiting, pending)
	return err
}

const questionColumns = `id, label, label_en, why, why_en, kind, options, required, retired, position`

func scanQuestion(row scanner) (Question, error) {
	var q Question
	var options string
	if err := row.Scan(&q.ID, &q.Label, &q.LabelEn, &q.Why, &q.WhyEn, &q.Kind, &options, &q.Required, &q.Retired, &q.Position); err != nil {
		return q, err
	}
	if options == "" {
		return q, nil
	}
	return q, json.Unmarshal([]byte(options), &q.Options)
}

func listQuestions(ctx context.Context, q db.Q, org, event string) ([]Question, error) {
	return collect(scanQuestion)(q.Query(ctx,
		`SELECT `+questionColumns+` FROM event_question WHERE org_id = $1 AND event_id = $2 ORDER BY retired, position, id`, org, event))
}

func deleteQuestions(ctx context.Context, tx *db.Tx, org, event string) error {
	_, err := tx.Exec(ctx, `DELETE FROM event_question WHERE org_id = $1 AND event_id = $2`, org, event)
	return err
}

func insertQuestions(ctx context.Context, tx *db.Tx, org, event string, list []Question) error {
	rows := make([][]any, len(list))
	for i, q := range list {
		options := ""
		if len(q.Options) > 0 {
			b, err := json.Marshal(q.Options)
			if err != nil {
				return err
			}
			options = string(b)
		}
		rows[i] = []any{org, q.ID, event, q.Label, q.LabelEn, q.Why, q.WhyEn, string(q.Kind), options, q.Required, q.Retired, q.Position}
	}
	return db.Insert(ctx, tx, "event_question", []string{"org_id", "id", "event_id", "label", "label_en", "why", "why_en",
		"kind", "options", "required", "retired", "position"}, rows)
}

func scanSpeaker(row scanner) (Speaker, error) {
	var s Speaker
	err := row.Scan(&s.ID, &s.Name, &s.NameEn, &s.Title, &s.TitleEn, &s.Bio, &s.BioEn, &s.URL, &s.Position)
	return s, err
}

func listSpeakers(ctx context.Context, q db.Q, org, event string) ([]Speaker, error) {
	return collect(scanSpeaker)(q.Query(ctx, `SELECT id, name, name_en, title, title_en, bio, bio_en, url, position
		FROM event_speaker WHERE org_id = $1 AND event_id = $2 ORDER BY position, id`, org, event))
}

func replaceSpeakers(ctx context.Context, tx *db.Tx, org, event string, list []Speaker) error {
	if _, err := tx.Exec(ctx, `DELETE FROM event_speaker WHERE org_id = $1 AND event_id = $2`, org, event); err != nil {
		return err
	}
	rows := make([][]any, len(list))
	for i, s := range list {
		rows[i] = []any{org, s.ID, event, s.Name, s.NameEn, s.Title, s.TitleEn, s.Bio, s.BioEn, s.URL, s.Position}
	}
	return db.Insert(ctx, tx, "event_speaker", []string{"org_id", "id", "event_id", "name", "name_en", "title", "title_en",
		"bio", "bio_en", "url", "position"}, rows)
}

func scanAgenda(row scanner) (AgendaItem, error) {
	var a AgendaItem
	err := row.Scan(&a.ID, &a.Offset, &a.Label, &a.LabelEn, &a.Note, &a.NoteEn, &a.Position)
	return a, err
}

func listAgenda(ctx context.Context, q db.Q, org, event string) ([]AgendaItem, error) {
	return collect(scanAgenda)(q.Query(ctx, `SELECT id, after_minutes, label, label_en, note, note_en, position
		FROM event_agenda WHERE org_id = $1 AND event_id = $2 ORDER BY after_minutes, position, id`, org, event))
}

func replaceAgenda(ctx context.Context, tx *db.Tx, org, event string, list []AgendaItem) error {
	if _, err := tx.Exec(ctx, `DELETE FROM event_agenda WHERE org_id = $1 AND event_id = $2`, org, event); err != nil {
		return err
	}
	rows := make([][]any, len(list))
	for i, a := range list {
		rows[i] = []any{org, a.ID, event, a.Offset, a.Label, a.LabelEn, a.Note, a.NoteEn, a.Position}
	}
	return db.Insert(ctx, tx, "event_agenda", []string{"org_id", "id", "event_id", "after_minutes", "label", "label_en",
		"note", "note_en", "position"}, rows)
}

func insertImage(ctx context.Context, tx *db.Tx, org, event string, m Image) error {
	return db.Insert(ctx, tx, "event_image", []string{"org_id", "id", "event_id", "media_type", "width", "height", "data", "created_at"},
		[][]any{{org, m.ID, event, m.Type, m.Width, m.Height, m.Data, int64(tx.Now())}})
}

// deleteImages removes the event's pictures but the one that is kept.
func deleteImages(ctx context.Context, tx *db.Tx, org, event, keep string) error {
	_, err := tx.Exec(ctx, `DELETE FROM event_image WHERE org_id = $1 AND event_id = $2 AND id <> $3`, org, event, keep)
	return err
}

func findImage(ctx context.Context, q db.Q, org, id string) (Image, error) {
	m := Image{ID: id}
	err := q.QueryRow(ctx, `SELECT media_type, width, height, data FROM event_image WHERE org_id = $1 AND id = $2`, org, id).
		Scan(&m.Type, &m.Width, &m.Height, &m.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return Image{}, apperr.New(apperr.NotFound, "event.error.unknown_image")
	}
	return m, err
}

// collect returns a reader of all rows of a query.
func collect[T any](scan func(scanner) (T, error)) func(*sql.Rows, error) ([]T, error) {
	return func(rows *sql.Rows, err error) ([]T, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var list []T
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, rows.Err()
	}
}

func exists(row scanner) (bool, error) {
	var one int
	err := row.Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func orNil(n sql.NullInt64) *int {
	if !n.Valid {
		return nil
	}
	v := int(n.Int64)
	return &v
}

func nullInt(n *int) sql.NullInt64 {
	if n == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: int64(*n), Valid: true}
}
