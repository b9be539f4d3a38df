package event

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"koryu/internal/kit/db"
)

// checkinRow is a scan as it is stored.
type checkinRow struct {
	ID, Event, Registration string
	Sequence                int // 1 for the first admission of a ticket, 0 for a refusal
	OK                      bool
	Reason                  Reason
	Device, Nonce           string
	ScannedAt, ReceivedAt   db.Instant
	Offline, Forced         bool
	ForceReason             string
	FirstAt                 db.Instant
	FirstDevice             string
	UndoneAt                db.Instant
}

const checkinColumns = `k.id, k.event_id, COALESCE(k.registration_id, ''), COALESCE(k.sequence, 0), k.ok, k.reason,
	k.device, k.nonce, k.scanned_at, k.received_at, k.offline, k.forced, k.force_reason,
	k.first_at, k.first_device, k.undone_at`

func scanCheckin(row scanner) (checkinRow, error) {
	var k checkinRow
	err := row.Scan(&k.ID, &k.Event, &k.Registration, &k.Sequence, &k.OK, &k.Reason,
		&k.Device, &k.Nonce, &k.ScannedAt, &k.ReceivedAt, &k.Offline, &k.Forced, &k.ForceReason,
		&k.FirstAt, &k.FirstDevice, &k.UndoneAt)
	return k, err
}

// replayScan reads the answer that the device got for this nonce before.
func replayScan(ctx context.Context, q db.Q, c CheckIn) (checkinRow, bool, error) {
	k, err := scanCheckin(q.QueryRow(ctx, `SELECT `+checkinColumns+` FROM checkin k
		WHERE k.org_id = $1 AND k.event_id = $2 AND k.device = $3 AND k.nonce = $4`, c.Org, c.EventID, c.Device, c.Nonce))
	if errors.Is(err, sql.ErrNoRows) {
		return k, false, nil
	}
	return k, err == nil, err
}

func findScan(ctx context.Context, q db.Q, org, event, id string) (checkinRow, error) {
	k, err := scanCheckin(q.QueryRow(ctx, `SELECT `+checkinColumns+` FROM checkin k
		WHERE k.org_id = $1 AND k.event_id = $2 AND k.id = $3`, org, event, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = errScanUnknown
	}
	return k, err
}

func insertScan(ctx context.Context, tx *db.Tx, org string, k checkinRow) error {
	sequence := sql.NullInt64{Int64: int64(k.Sequence), Valid: k.Sequence > 0}
	_, err := tx.Exec(ctx, `
		INSERT INTO checkin (org_id, id, event_id, registration_id, type, sequence, ok, reason, device, nonce,
			scanned_at, received_at, offline, forced, force_reason, first_at, first_device, replays, undone_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 0)`,
		org, k.ID, k.Event, orNull(k.Registration), entryType, sequence, k.OK, string(k.Reason), k.Device, k.Nonce,
		int64(k.ScannedAt), int64(k.ReceivedAt), k.Offline, k.Forced, k.ForceReason, int64(k.FirstAt), k.FirstDevice)
	return err
}

// countReplay writes even though the answer is an old one, so that the answer
// waits for a commit.
func countReplay(ctx context.Context, tx *db.Tx, org, id string) error {
	_, err := tx.Exec(ctx, `UPDATE checkin SET replays = replays + 1 WHERE org_id = $1 AND id = $2`, org, id)
	return err
}

func undoScan(ctx context.Context, tx *db.Tx, org, id string) error {
	_, err := tx.Exec(ctx, `UPDATE checkin SET undone_at = $3 WHERE org_id = $1 AND id = $2`, org, id, int64(tx.Now()))
	return err
}

// countAdmissions counts the admissions of a ticket, those taken back included.
func countAdmissions(ctx context.Context, q db.Q, org, registration string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COALESCE(MAX(sequence), 0) FROM checkin
		WHERE org_id = $1 AND registration_id = $2 AND type = 'entry'`, org, registration).Scan(&n)
	return n, err
}

// firstAdmission is the device that let the guest in.
func firstAdmission(ctx context.Context, q db.Q, org, registration string) (device string, err error) {
	err = q.QueryRow(ctx, `SELECT device FROM checkin
		WHERE org_id = $1 AND registration_id = $2 AND type = 'entry' AND ok AND undone_at = 0
		ORDER BY sequence LIMIT 1`, org, registration).Scan(&device)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return device, err
}

func countArrivals(ctx context.Context, tx *db.Tx, org, event string, arrived, helpers, walkIns int) error {
	_, err := tx.Exec(ctx, `
		UPDATE event_live SET seq = seq + 1, arrived = arrived + $3, helpers = helpers + $4, walk_ins = walk_ins + $5
		WHERE org_id = $1 AND event_id = $2`, org, event, arrived, helpers, walkIns)
	return err
}

func findLiveFigures(ctx context.Context, q db.Q, org, event string) (Live, error) {
	var l Live
	err := q.QueryRow(ctx, `
		SELECT l.seq, l.version, l.arrived, l.helpers, l.walk_ins,
			(SELECT COALESCE(SUM(s.taken), 0) FROM event_slot s
				WHERE s.org_id = $1 AND s.event_id = $2 AND s.kind = 'participant')
		FROM event_live l WHERE l.org_id = $1 AND l.event_id = $2`, org, event).
		Scan(&l.Seq, &l.Version, &l.Arrived, &l.Helpers, &l.WalkIns, &l.Expected)
	if errors.Is(err, sql.ErrNoRows) {
		err = errUnknown
	}
	return l, err
}

func listScans(ctx context.Context, q db.Q, org, event string, limit int) ([]Scan, error) {
	return collect(func(row scanner) (Scan, error) {
		var k checkinRow
		var family, given string
		err := row.Scan(&k.ID, &k.Event, &k.Registration, &k.Sequence, &k.OK, &k.Reason,
			&k.Device, &k.Nonce, &k.ScannedAt, &k.ReceivedAt, &k.Offline, &k.Forced, &k.ForceReason,
			&k.FirstAt, &k.FirstDevice, &k.UndoneAt, &family, &given)
		return Scan{ID: k.ID, RegistrationID: k.Registration, At: k.ScannedAt, ReceivedAt: k.ReceivedAt, Device: k.Device,
			OK: k.OK, Reason: k.Reason, Offline: k.Offline, Forced: k.Forced, UndoneAt: k.UndoneAt,
			Name: strings.TrimSpace(family + " " + given)}, err
	})(q.Query(ctx, `
		SELECT `+checkinColumns+`, COALESCE(p.family, ''), COALESCE(p.given, '')
		FROM checkin k
			LEFT JOIN registration r ON r.org_id = $1 AND r.id = k.registration_id
			LEFT JOIN person p ON p.org_id = $1 AND p.id = r.person_id
		WHERE k.org_id = $1 AND k.event_id = $2
		ORDER BY k.received_at DESC, k.id DESC LIMIT $3`, org, event, limit))
}
