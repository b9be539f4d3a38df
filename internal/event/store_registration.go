package event

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

var errRegistrationUnknown = apperr.New(apperr.NotFound, "event.error.unknown_registration")

const registrationColumns = `r.org_id, r.id, r.event_id, r.slot_id, r.person_id, r.state, r.number, r.wait_rank,
	r.idem_hash, r.answers, r.lang, r.via, r.serial, r.link_serial, r.revision,
	r.created_at, r.confirmed_at, r.cancelled_at, r.cancel_reason, r.arrived_at, r.late_at, r.late_note`

func (r *Registration) fields(answers *string) []any {
	return []any{&r.OrgID, &r.ID, &r.EventID, &r.SlotID, &r.PersonID, &r.State, &r.Number, &r.WaitRank,
		&r.idemHash, answers, &r.Lang, &r.Via, &r.Serial, &r.LinkSerial, &r.Revision,
		&r.CreatedAt, &r.ConfirmedAt, &r.CancelledAt, &r.CancelReason, &r.ArrivedAt, &r.LateAt, &r.LateNote}
}

func scanRegistration(row scanner) (Registration, error) {
	var r Registration
	var answers string
	if err := row.Scan(r.fields(&answers)...); err != nil {
		return r, err
	}
	return r, r.read(answers)
}

func (r *Registration) read(answers string) error {
	if answers == "" {
		return nil
	}
	return json.Unmarshal([]byte(answers), &r.Answers)
}

func findRegistration(ctx context.Context, q db.Q, org, id string) (Registration, error) {
	r, err := scanRegistration(q.QueryRow(ctx,
		`SELECT `+registrationColumns+` FROM registration r WHERE r.org_id = $1 AND r.id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = errRegistrationUnknown
	}
	return r, err
}

// lockRegistration reads a registration and holds its row: scans of one ticket
// on two devices follow one another.
func lockRegistration(ctx context.Context, tx *db.Tx, org, id string) (Registration, error) {
	r, err := scanRegistration(tx.QueryRow(ctx,
		`SELECT `+registrationColumns+` FROM registration r WHERE r.org_id = $1 AND r.id = $2`+tx.ForUpdate(), org, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = errRegistrationUnknown
	}
	return r, err
}

// findRegistrationAnywhere resolves an identifier whose organisation is not
// known: a sealed link names the registration only. It tries the primary key of
// each organisation.
func findRegistrationAnywhere(ctx context.Context, q db.Q, id string) (Registration, error) {
	r, err := scanRegistration(q.QueryRow(ctx, `SELECT `+registrationColumns+`
		FROM registration r WHERE r.org_id IN (SELECT o.id FROM organisation o) AND r.id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = errRegistrationUnknown
	}
	return r, err
}

func findRegistrations(ctx context.Context, q db.Q, org string, ids []string) ([]Registration, error) {
	marks, args := db.In(2, ids)
	return collect(scanRegistration)(q.Query(ctx, `SELECT `+registrationColumns+` FROM registration r
		WHERE r.org_id = $1 AND r.id IN (`+marks+`)`, append([]any{org}, args...)...))
}

func registrationsByNumber(ctx context.Context, q db.Q, org, event string, number int) ([]Registration, error) {
	return collect(scanRegistration)(q.Query(ctx, `SELECT `+registrationColumns+` FROM registration r
		WHERE r.org_id = $1 AND r.event_id = $2 AND r.number = $3`, org, event, number))
}

func registrationsOfPerson(ctx context.Context, q db.Q, org, person string) ([]Registration, error) {
	return collect(scanRegistration)(q.Query(ctx, `SELECT `+registrationColumns+` FROM registration r
		WHERE r.org_id = $1 AND r.person_id = $2`, org, person))
}

// findByKeys reads what was answered before under these keys.
func findByKeys(ctx context.Context, q db.Q, org, event string, keys []string) (map[string]Registration, error) {
	marks, args := db.In(3, keys)
	rows, err := q.Query(ctx, `SELECT r.idem_key, `+registrationColumns+` FROM registration r
		WHERE r.org_id = $1 AND r.event_id = $2 AND r.idem_key IN (`+marks+`)`, append([]any{org, event}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]Registration{}
	for rows.Next() {
		var key, answers string
		var r Registration
		if err := rows.Scan(append([]any{&key}, r.fields(&answers)...)...); err != nil {
			return nil, err
		}
		if err := r.read(answers); err != nil {
			return nil, err
		}
		found[key] = r
	}
	return found, rows.Err()
}

// findLive reads, by person, the live registrations of persons for an event.
func findLive(ctx context.Context, q db.Q, org, event string, persons []string) (map[string]Registration, error) {
	marks, args := db.In(3, persons)
	list, err := collect(scanRegistration)(q.Query(ctx, `SELECT `+registrationColumns+` FROM registration r
		WHERE r.org_id = $1 AND r.event_id = $2 AND r.ended = 0 AND r.person_id IN (`+marks+`)`,
		append([]any{org, event}, args...)...))
	live := make(map[string]Registration, len(list))
	for _, r := range list {
		live[r.PersonID] = r
	}
	return live, err
}

func anyLive(ctx context.Context, q db.Q, org, event string) (bool, error) {
	return exists(q.QueryRow(ctx, `SELECT 1 FROM event_slot
		WHERE org_id = $1 AND event_id = $2 AND taken + waiting + pending > 0 LIMIT 1`, org, event))
}

// registrationInsert leaves out what a new registration does not have yet; the
// columns' defaults stand for it.
var registrationInsert = []string{"org_id", "id", "event_id", "slot_id", "person_id", "state", "number",
	"idem_key", "idem_hash", "answers", "lang", "via", "created_at", "confirmed_at"}

// row is a new registration as it is inserted.
func (r Registration) row(key, answers string) []any {
	return []any{r.OrgID, r.ID, r.EventID, r.SlotID, r.PersonID, string(r.State), r.Number,
		key, r.idemHash, answers, string(r.Lang), r.Via, int64(r.CreatedAt), int64(r.ConfirmedAt)}
}

func insertRegistrations(ctx context.Context, tx *db.Tx, rows [][]any) error {
	return db.Insert(ctx, tx, "registration", registrationInsert, rows)
}

// moveRegistration writes the state of a registration and what belongs to it.
// Another live registration of the person refuses a second one.
func moveRegistration(ctx context.Context, tx *db.Tx, r Registration) error {
	ended := 0
	if !r.State.Live() {
		ended = r.Number
	}
	_, err := tx.Exec(ctx, `
		UPDATE registration SET state = $3, ended = $4, wait_rank = $5, confirmed_at = $6, cancelled_at = $7,
			cancel_reason = $8, revision = $9
		WHERE org_id = $1 AND id = $2`,
		r.OrgID, r.ID, string(r.State), ended, r.WaitRank, int64(r.ConfirmedAt), int64(r.CancelledAt), r.CancelReason, r.Revision)
	if db.IsUnique(err) {
		return errTwice
	}
	return err
}

// firstWaiting reads the n people who have waited longest for a slot.
func firstWaiting(ctx context.Context, tx *db.Tx, org, slot string, n int) ([]Registration, error) {
	return collect(scanRegistration)(tx.Query(ctx, `SELECT `+registrationColumns+` FROM registration r
		WHERE r.org_id = $1 AND r.slot_id = $2 AND r.state = 'waiting'
		ORDER BY r.wait_rank, r.number LIMIT $3`, org, slot, n))
}

// position counts who stands before the registration in its waiting list.
func position(ctx context.Context, q db.Q, r Registration) (int, error) {
	if r.State != Waiting {
		return 0, nil
	}
	var before int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM registration
		WHERE org_id = $1 AND slot_id = $2 AND state = 'waiting' AND (wait_rank, number) < ($3, $4)`,
		r.OrgID, r.SlotID, r.WaitRank, r.Number).Scan(&before)
	return before + 1, err
}

func changeAnswers(ctx context.Context, tx *db.Tx, r Registration, answers string) error {
	_, err := tx.Exec(ctx, `UPDATE registration SET answers = $3 WHERE org_id = $1 AND id = $2`, r.OrgID, r.ID, answers)
	return err
}

func markLate(ctx context.Context, tx *db.Tx, r Registration) error {
	_, err := tx.Exec(ctx, `UPDATE registration SET late_at = $3, late_note = $4 WHERE org_id = $1 AND id = $2`,
		r.OrgID, r.ID, int64(r.LateAt), r.LateNote)
	return err
}

func setSerials(ctx context.Context, tx *db.Tx, r Registration) error {
	_, err := tx.Exec(ctx, `UPDATE registration SET serial = $3, link_serial = $4 WHERE org_id = $1 AND id = $2`,
		r.OrgID, r.ID, r.Serial, r.LinkSerial)
	return err
}

func setArrived(ctx context.Context, tx *db.Tx, r Registration) error {
	_, err := tx.Exec(ctx, `UPDATE registration SET arrived_at = $3 WHERE org_id = $1 AND id = $2`,
		r.OrgID, r.ID, int64(r.ArrivedAt))
	return err
}

// registrationsAfter reads an event's registrations in the order of coming.
func registrationsAfter(ctx context.Context, q db.Q, org, event string, after, limit int) ([]Registration, error) {
	return collect(scanRegistration)(q.Query(ctx, `SELECT `+registrationColumns+` FROM registration r
		WHERE r.org_id = $1 AND r.event_id = $2 AND r.number > $3 ORDER BY r.number LIMIT $4`,
		org, event, after, limit))
}
