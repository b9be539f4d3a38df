package event

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

var errUnknown = apperr.New(apperr.NotFound, "event.error.unknown")

const eventColumns = `e.org_id, e.id, COALESCE(e.programme_id, ''), e.slug,
	e.title, e.title_en, e.summary, e.summary_en, e.body, e.body_en,
	e.starts_at, e.ends_at, e.opens_at, e.closes_at, e.closes_rule, e.promote_until,
	COALESCE(e.venue_id, ''), e.place_name, e.place_name_en, e.place_area, e.place_area_en,
	e.place_address, e.place_address_en, e.place_postcode, e.place_map_url, e.place_note, e.place_note_en,
	e.online_url, e.online_note, e.online_note_en, e.hashtag, e.visibility, e.state, e.cancel_reason,
	e.contact_email, e.image_id, e.image_alt, e.seq, e.revision, e.created_at, e.updated_at, e.published_at,
	l.version, l.last_number`

const fromEvent = ` FROM event e JOIN event_live l ON l.org_id = e.org_id AND l.event_id = e.id`

type scanner interface{ Scan(...any) error }

func scanEvent(row scanner) (Event, error) {
	var e Event
	err := row.Scan(&e.OrgID, &e.ID, &e.ProgrammeID, &e.Slug,
		&e.Title, &e.TitleEn, &e.Summary, &e.SummaryEn, &e.Body, &e.BodyEn,
		&e.StartsAt, &e.EndsAt, &e.OpensAt, &e.ClosesAt, &e.ClosesRule, &e.PromoteUntil,
		&e.Place.VenueID, &e.Place.Name, &e.Place.NameEn, &e.Place.Area, &e.Place.AreaEn,
		&e.Place.Address, &e.Place.AddressEn, &e.Place.Postcode, &e.Place.MapURL, &e.Place.Note, &e.Place.NoteEn,
		&e.OnlineURL, &e.OnlineNote, &e.OnlineNoteEn, &e.Hashtag, &e.Visibility, &e.State, &e.CancelReason,
		&e.ContactEmail, &e.ImageID, &e.ImageAlt, &e.Seq, &e.Revision, &e.CreatedAt, &e.UpdatedAt, &e.PublishedAt,
		&e.Version, &e.lastNumber)
	if errors.Is(err, sql.ErrNoRows) {
		return Event{}, errUnknown
	}
	return e, err
}

// findEvent reads an event with its slots.
func findEvent(ctx context.Context, q db.Q, org, id string) (Event, error) {
	e, err := scanEvent(q.QueryRow(ctx,
		`SELECT `+eventColumns+fromEvent+` WHERE e.org_id = $1 AND e.id = $2`, org, id))
	if err != nil {
		return Event{}, err
	}
	e.Slots, err = listSlots(ctx, q, org, e.ID)
	return e, err
}

func findEventIDBySlug(ctx context.Context, q db.Q, org, slug string) (id string, version int64, err error) {
	err = q.QueryRow(ctx, `SELECT e.id, l.version`+fromEvent+` WHERE e.org_id = $1 AND e.slug = $2`, org, slug).
		Scan(&id, &version)
	if errors.Is(err, sql.ErrNoRows) {
		err = errUnknown
	}
	return id, version, err
}

// lockEvent takes the event's row for the rest of the transaction and reads
// what decides about places. Every change of a counter begins here, in every
// process, so that two of them never meet on a slot.
func lockEvent(ctx context.Context, tx *db.Tx, org, id string) (Event, error) {
	var version int64
	err := tx.QueryRow(ctx,
		`SELECT version FROM event_live WHERE org_id = $1 AND event_id = $2`+tx.ForUpdate(), org, id).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return Event{}, errUnknown
	}
	if err != nil {
		return Event{}, err
	}
	return findEvent(ctx, tx, org, id)
}

// listEvents returns events with their slots.
func listEvents(ctx context.Context, q db.Q, org string, f Filter) ([]Event, error) {
	where, args := f.where(org)
	order := ` ORDER BY e.starts_at, e.id`
	if f.Newest {
		order = ` ORDER BY e.starts_at DESC, e.id DESC`
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 100
	}
	args = append(args, limit)
	rows, err := q.Query(ctx, `SELECT `+eventColumns+fromEvent+where+order+` LIMIT $`+strconv.Itoa(len(args)), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return list, fillSlots(ctx, q, org, list)
}

func (f Filter) where(org string) (string, []any) {
	var b strings.Builder
	args := []any{org}
	add := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	b.WriteString(` WHERE e.org_id = $1`)
	if f.ProgrammeID != "" {
		b.WriteString(` AND e.programme_id = ` + add(f.ProgrammeID))
	}
	if len(f.States) > 0 {
		b.WriteString(` AND e.state IN (` + each(f.States, func(s State) string { return add(string(s)) }) + `)`)
	}
	if len(f.Visibilities) > 0 {
		b.WriteString(` AND e.visibility IN (` + each(f.Visibilities, func(v Visibility) string { return add(string(v)) }) + `)`)
	}
	if f.From != 0 {
		b.WriteString(` AND e.starts_at >= ` + add(int64(f.From)))
	}
	if f.Until != 0 {
		b.WriteString(` AND e.starts_at < ` + add(int64(f.Until)))
	}
	if f.EndsAfter != 0 {
		b.WriteString(` AND e.ends_at > ` + add(int64(f.EndsAfter)))
	}
	if f.EndsBy != 0 {
		b.WriteString(` AND e.ends_at <= ` + add(int64(f.EndsBy)))
	}
	return b.String(), args
}

func each[T any](list []T, mark func(T) string) string {
	marks := make([]string, len(list))
	for i, v := range list {
		marks[i] = mark(v)
	}
	return strings.Join(marks, ", ")
}

func insertEvent(ctx context.Context, tx *db.Tx, e Event) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO event (org_id, id, programme_id, slug, title, title_en, summary, summary_en, body, body_en,
			starts_at, ends_at, opens_at, closes_at, closes_rule, promote_until,
			venue_id, place_name, place_name_en, place_area, place_area_en, place_address, place_address_en,
			place_postcode, place_map_url, place_note, place_note_en,
			online_url, online_note, online_note_en, hashtag, visibility, state, cancel_reason,
			contact_email, image_id, image_alt, seq, revision, created_at, updated_at, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
			$22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42)`,
		append([]any{e.OrgID, e.ID}, e.values()...)...)
	if db.IsUnique(err) {
		return errSlugTaken
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO event_live (org_id, event_id, version, last_number, repeats, seq, arrived, helpers, walk_ins)
		VALUES ($1, $2, 1, 0, 0, 0, 0, 0, 0)`, e.OrgID, e.ID)
	return err
}

func updateEvent(ctx context.Context, tx *db.Tx, e Event) error {
	_, err := tx.Exec(ctx, `
		UPDATE event SET programme_id = $3, slug = $4, title = $5, title_en = $6, summary = $7, summary_en = $8,
			body = $9, body_en = $10, starts_at = $11, ends_at = $12, opens_at = $13, closes_at = $14,
			closes_rule = $15, promote_until = $16, venue_id = $17, place_name = $18, place_name_en = $19,
			place_area = $20, place_area_en = $21, place_address = $22, place_address_en = $23, place_postcode = $24,
			place_map_url = $25, place_note = $26, place_note_en = $27, online_url = $28, online_note = $29,
			online_note_en = $30, hashtag = $31, visibility = $32, state = $33, cancel_reason = $34,
			contact_email = $35, image_id = $36, image_alt = $37, seq = $38, revision = $39, created_at = $40,
			updated_at = $41, published_at = $42
		WHERE org_id = $1 AND id = $2`,
		append([]any{e.OrgID, e.ID}, e.values()...)...)
	if db.IsUnique(err) {
		return errSlugTaken
	}
	return err
}

// values are the columns of an event after its key, in the order of insertEvent.
func (e Event) values() []any {
	p := e.Place
	return []any{orNull(e.ProgrammeID), e.Slug, e.Title, e.TitleEn, e.Summary, e.SummaryEn, e.Body, e.BodyEn,
		int64(e.StartsAt), int64(e.EndsAt), int64(e.OpensAt), int64(e.ClosesAt), string(e.ClosesRule), int64(e.PromoteUntil),
		orNull(p.VenueID), p.Name, p.NameEn, p.Area, p.AreaEn, p.Address, p.AddressEn,
		p.Postcode, p.MapURL, p.Note, p.NoteEn,
		e.OnlineURL, e.OnlineNote, e.OnlineNoteEn, e.Hashtag, string(e.Visibility), string(e.State), e.CancelReason,
		e.ContactEmail, e.ImageID, e.ImageAlt, e.Seq, e.Revision, int64(e.CreatedAt), int64(e.UpdatedAt), int64(e.PublishedAt)}
}

// touchEvent notes that n commits changed the public page, and how many requests
// were answered with an earlier result. It writes even where both are 0: an
// answer that only repeats waits for a commit of its own, and so for whatever
// the first one left behind.
func touchEvent(ctx context.Context, tx *db.Tx, e Event, n, repeats int) error {
	_, err := tx.Exec(ctx, `
		UPDATE event_live SET version = version + $3, repeats = repeats + $4, last_number = $5
		WHERE org_id = $1 AND event_id = $2`, e.OrgID, e.ID, n, repeats, e.lastNumber)
	return err
}

func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
