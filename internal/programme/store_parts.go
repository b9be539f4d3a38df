package programme

import (
	"context"

	"koryu/internal/kit/db"
)

var goalColumns = []string{"org_id", "id", "programme_id", "position", "kind", "label", "label_en",
	"target", "decimals", "unit", "unit_en", "prefecture"}

// ListGoals lists the goals of a programme in their order.
func ListGoals(ctx context.Context, q db.Q, org, programmeID string) ([]Goal, error) {
	return collect(func(s scanner) (g Goal, err error) {
		err = s.Scan(&g.ID, &g.Kind, &g.Label, &g.LabelEn, &g.Target, &g.Decimals, &g.Unit, &g.UnitEn, &g.Prefecture)
		return g, err
	})(q.Query(ctx, `SELECT id, kind, label, label_en, target, decimals, unit, unit_en, prefecture
		FROM goal WHERE org_id = $1 AND programme_id = $2 ORDER BY position`, org, programmeID))
}

func replaceGoals(ctx context.Context, tx *db.Tx, org, programmeID string, goals []Goal) error {
	_, err := tx.Exec(ctx, `DELETE FROM goal WHERE org_id = $1 AND programme_id = $2`, org, programmeID)
	if err != nil || len(goals) == 0 {
		return err
	}
	rows := make([][]any, len(goals))
	for i, g := range goals {
		rows[i] = []any{org, g.ID, programmeID, i, string(g.Kind), g.Label, g.LabelEn,
			g.Target, g.Decimals, g.Unit, g.UnitEn, g.Prefecture}
	}
	return db.Insert(ctx, tx, "goal", goalColumns, rows)
}

const venueColumns = `org_id, id, name, name_en, postcode, prefecture, area, area_en, address, address_en,
	capacity, map_url, note, note_en, retired, version, created_at, updated_at`

func scanVenue(s scanner) (v Venue, err error) {
	err = s.Scan(&v.OrgID, &v.ID, &v.Name, &v.NameEn, &v.Postcode, &v.Prefecture, &v.Area, &v.AreaEn, &v.Address, &v.AddressEn,
		&v.Capacity, &v.MapURL, &v.Note, &v.NoteEn, &v.Retired, &v.Version, &v.CreatedAt, &v.UpdatedAt)
	return v, err
}

// FindVenue fails with not found when org has no such venue.
func FindVenue(ctx context.Context, q db.Q, org, id string) (Venue, error) {
	v, err := scanVenue(q.QueryRow(ctx, `SELECT `+venueColumns+` FROM venue WHERE org_id = $1 AND id = $2`, org, id))
	return v, orUnknown(err, errVenueUnknown)
}

// ListVenues lists the venues of org by name, retired ones last.
func ListVenues(ctx context.Context, q db.Q, org string) ([]Venue, error) {
	return collect(scanVenue)(q.Query(ctx, `SELECT `+venueColumns+` FROM venue
		WHERE org_id = $1 ORDER BY retired, name, id`, org))
}

func insertVenue(ctx context.Context, tx *db.Tx, v Venue) error {
	_, err := tx.Exec(ctx, `INSERT INTO venue (`+venueColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		v.OrgID, v.ID, v.Name, v.NameEn, v.Postcode, v.Prefecture, v.Area, v.AreaEn, v.Address, v.AddressEn,
		v.Capacity, v.MapURL, v.Note, v.NoteEn, v.Retired, v.Version, v.CreatedAt, v.UpdatedAt)
	return err
}

func updateVenue(ctx context.Context, tx *db.Tx, v Venue) error {
	n, err := tx.Exec(ctx, `UPDATE venue
		SET name = $4, name_en = $5, postcode = $6, prefecture = $7, area = $8, area_en = $9, address = $10, address_en = $11,
			capacity = $12, map_url = $13, note = $14, note_en = $15, retired = $16, updated_at = $17, version = version + 1
		WHERE org_id = $1 AND id = $2 AND version = $3`,
		v.OrgID, v.ID, v.Version, v.Name, v.NameEn, v.Postcode, v.Prefecture, v.Area, v.AreaEn, v.Address, v.AddressEn,
		v.Capacity, v.MapURL, v.Note, v.NoteEn, v.Retired, v.UpdatedAt)
	return saved(ctx, tx, n, err, errVenueUnknown,
		`SELECT version FROM venue WHERE org_id = $1 AND id = $2`, v.OrgID, v.ID)
}

const partnerColumns = `org_id, id, name, name_en, url, kind, position, retired, version, created_at, updated_at`

func scanPartner(s scanner) (p Partner, err error) {
	err = s.Scan(&p.OrgID, &p.ID, &p.Name, &p.NameEn, &p.URL, &p.Kind, &p.Position, &p.Retired, &p.Version,
		&p.CreatedAt, &p.UpdatedAt)
	return p, err
}

// FindPartner fails with not found when org has no such partner.
func FindPartner(ctx context.Context, q db.Q, org, id string) (Partner, error) {
	p, err := scanPartner(q.QueryRow(ctx, `SELECT `+partnerColumns+` FROM partner WHERE org_id = $1 AND id = $2`, org, id))
	return p, orUnknown(err, errPartnerUnknown)
}

// ListPartners lists the partners of org in their order, retired ones last.
func ListPartners(ctx context.Context, q db.Q, org string) ([]Partner, error) {
	return collect(scanPartner)(q.Query(ctx, `SELECT `+partnerColumns+` FROM partner
		WHERE org_id = $1 ORDER BY retired, position, created_at, id`, org))
}

func insertPartner(ctx context.Context, tx *db.Tx, p Partner) error {
	_, err := tx.Exec(ctx, `INSERT INTO partner (`+partnerColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		p.OrgID, p.ID, p.Name, p.NameEn, p.URL, p.Kind, p.Position, p.Retired, p.Version, p.CreatedAt, p.UpdatedAt)
	return err
}

func updatePartner(ctx context.Context, tx *db.Tx, p Partner) error {
	n, err := tx.Exec(ctx, `UPDATE partner
		SET name = $4, name_en = $5, url = $6, kind = $7, position = $8, retired = $9, updated_at = $10, version = version + 1
		WHERE org_id = $1 AND id = $2 AND version = $3`,
		p.OrgID, p.ID, p.Version, p.Name, p.NameEn, p.URL, p.Kind, p.Position, p.Retired, p.UpdatedAt)
	return saved(ctx, tx, n, err, errPartnerUnknown,
		`SELECT version FROM partner WHERE org_id = $1 AND id = $2`, p.OrgID, p.ID)
}
