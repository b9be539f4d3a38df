package programme

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

type scanner interface{ Scan(dest ...any) error }

const orgColumns = `id, slug, name, name_en, accent, seed, version, created_at, updated_at`

func scanOrg(s scanner) (o Org, err error) {
	err = s.Scan(&o.ID, &o.Slug, &o.Name, &o.NameEn, &o.Accent, &o.Seed, &o.Version, &o.CreatedAt, &o.UpdatedAt)
	return o, err
}

// FindOrg fails with not found when there is no such organisation.
func FindOrg(ctx context.Context, q db.Q, id string) (Org, error) {
	o, err := scanOrg(q.QueryRow(ctx, `SELECT `+orgColumns+` FROM organisation WHERE id = $1`, id))
	return o, orUnknown(err, errOrgUnknown)
}

// FindOrgBySlug fails with not found when no organisation has the slug.
func FindOrgBySlug(ctx context.Context, q db.Q, slug string) (Org, error) {
	o, err := scanOrg(q.QueryRow(ctx, `SELECT `+orgColumns+` FROM organisation WHERE slug = $1`, slug))
	return o, orUnknown(err, errOrgUnknown)
}

// ListOrgs lists every organisation of the installation by name.
func ListOrgs(ctx context.Context, q db.Q) ([]Org, error) {
	return collect(scanOrg)(q.Query(ctx, `SELECT `+orgColumns+` FROM organisation ORDER BY name, id`))
}

func insertOrg(ctx context.Context, tx *db.Tx, o Org) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation (`+orgColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		o.ID, o.Slug, o.Name, o.NameEn, o.Accent, o.Seed, o.Version, o.CreatedAt, o.UpdatedAt)
	return err
}

func updateOrg(ctx context.Context, tx *db.Tx, o Org) error {
	n, err := tx.Exec(ctx, `UPDATE organisation
		SET name = $3, name_en = $4, accent = $5, seed = $6, updated_at = $7, version = version + 1
		WHERE id = $1 AND version = $2`,
		o.ID, o.Version, o.Name, o.NameEn, o.Accent, o.Seed, o.UpdatedAt)
	return saved(ctx, tx, n, err, errOrgUnknown, `SELECT version FROM organisation WHERE id = $1`, o.ID)
}

const programmeColumns = `org_id, id, fy, name, name_en, body, body_en, summary, summary_en, hashtag,
	contract_start, contract_end, state, version, created_at, updated_at`

func scanProgramme(s scanner) (p Programme, err error) {
	err = s.Scan(&p.OrgID, &p.ID, &p.FY, &p.Name, &p.NameEn, &p.Body, &p.BodyEn, &p.Summary, &p.SummaryEn, &p.Hashtag,
		&p.ContractStart, &p.ContractEnd, &p.State, &p.Version, &p.CreatedAt, &p.UpdatedAt)
	return p, err
}

// FindProgramme fails with not found when org has no such programme.
func FindProgramme(ctx context.Context, q db.Q, org, id string) (Programme, error) {
	p, err := scanProgramme(q.QueryRow(ctx,
		`SELECT `+programmeColumns+` FROM programme WHERE org_id = $1 AND id = $2`, org, id))
	return p, orUnknown(err, errProgrammeUnknown)
}

// CurrentProgramme finds the programme of org that stands for the fiscal year:
// a running one before a planned one before a closed one, the older first. It
// fails with not found when the year has none.
func CurrentProgramme(ctx context.Context, q db.Q, org string, fy int) (Programme, error) {
	p, err := scanProgramme(q.QueryRow(ctx, `SELECT `+programmeColumns+` FROM programme
		WHERE org_id = $1 AND fy = $2
		ORDER BY CASE state WHEN 'active' THEN 0 WHEN 'planned' THEN 1 ELSE 2 END, created_at, id
		LIMIT 1`, org, fy))
	return p, orUnknown(err, errProgrammeUnknown)
}

// ListProgrammes lists the programmes of org, the newest fiscal year first.
func ListProgrammes(ctx context.Context, q db.Q, org string) ([]Programme, error) {
	return collect(scanProgramme)(q.Query(ctx, `SELECT `+programmeColumns+` FROM programme
		WHERE org_id = $1 ORDER BY fy DESC, created_at, id`, org))
}

func insertProgramme(ctx context.Context, tx *db.Tx, p Programme) error {
	_, err := tx.Exec(ctx, `INSERT INTO programme (`+programmeColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		p.OrgID, p.ID, p.FY, p.Name, p.NameEn, p.Body, p.BodyEn, p.Summary, p.SummaryEn, p.Hashtag,
		p.ContractStart, p.ContractEnd, p.State, p.Version, p.CreatedAt, p.UpdatedAt)
	return err
}

func updateProgramme(ctx context.Context, tx *db.Tx, p Programme) error {
	n, err := tx.Exec(ctx, `UPDATE programme
		SET fy = $4, name = $5, name_en = $6, body = $7, body_en = $8, summary = $9, summary_en = $10, hashtag = $11,
			contract_start = $12, contract_end = $13, state = $14, updated_at = $15, version = version + 1
		WHERE org_id = $1 AND id = $2 AND version = $3`,
		p.OrgID, p.ID, p.Version, p.FY, p.Name, p.NameEn, p.Body, p.BodyEn, p.Summary, p.SummaryEn, p.Hashtag,
		p.ContractStart, p.ContractEnd, p.State, p.UpdatedAt)
	return savedProgramme(ctx, tx, n, err, p.OrgID, p.ID)
}

// touchProgramme gives the programme a new version if version still stands.
func touchProgramme(ctx context.Context, tx *db.Tx, org, id string, version int64, now db.Instant) error {
	n, err := tx.Exec(ctx, `UPDATE programme SET updated_at = $4, version = version + 1
		WHERE org_id = $1 AND id = $2 AND version = $3`, org, id, version, now)
	return savedProgramme(ctx, tx, n, err, org, id)
}

func savedProgramme(ctx context.Context, tx *db.Tx, n int64, err error, org, id string) error {
	return saved(ctx, tx, n, err, errProgrammeUnknown,
		`SELECT version FROM programme WHERE org_id = $1 AND id = $2`, org, id)
}

// saved judges an UPDATE that named the version its editor had read: n rows were
// changed, and standing reads the version that stands now.
func saved(ctx context.Context, tx *db.Tx, n int64, err error, unknown *apperr.Error, standing string, key ...any) error {
	if err != nil || n > 0 {
		return err
	}
	var version int64
	if err := tx.QueryRow(ctx, standing, key...).Scan(&version); err != nil {
		return orUnknown(err, unknown)
	}
	return apperr.New(apperr.Conflict, "programme.error.conflict", "version", strconv.FormatInt(version, 10))
}

func orUnknown(err error, unknown *apperr.Error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return unknown
	}
	return err
}

func collect[T any](scan func(scanner) (T, error)) func(*sql.Rows, error) ([]T, error) {
	return func(rows *sql.Rows, err error) ([]T, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var all []T
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
		return all, rows.Err()
	}
}
