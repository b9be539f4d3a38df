package profile

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"koryu/internal/kit/db"
	"koryu/internal/profile/skill"
)

// chunk is how many persons go into one statement.
const chunk = 256

const columns = `org_id, person_id, headline, words, prefecture, horizon, talk, seek, mentor, links, photo_id, version, updated_at`

type scanner interface{ Scan(dest ...any) error }

func scan(s scanner) (p Profile, err error) {
	var words, links string
	err = s.Scan(&p.OrgID, &p.PersonID, &p.Headline, &words, &p.Prefecture, &p.Horizon, &p.Talk, &p.Seek, &p.Mentor,
		&links, &p.PhotoID, &p.Version, &p.UpdatedAt)
	if err != nil {
		return p, err
	}
	return p, errors.Join(json.Unmarshal([]byte(words), &p.Words), json.Unmarshal([]byte(links), &p.Links))
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

// load reads what is stored of persons, whoever may see it. Only this package
// calls it: everybody else goes through Find, Visible and ForStaff.
func load(ctx context.Context, q db.Q, org string, persons []string) (map[string]Profile, error) {
	found := make(map[string]Profile, len(persons))
	for part := range slices.Chunk(persons, chunk) {
		marks, args := db.In(2, part)
		args = append([]any{org}, args...)
		rows, err := collect(scan)(q.Query(ctx, `SELECT `+columns+` FROM profile
			WHERE org_id = $1 AND person_id IN (`+marks+`)`, args...))
		if err != nil {
			return nil, err
		}
		some := make(map[string]*Profile, len(rows))
		for i := range rows {
			some[rows[i].PersonID] = &rows[i]
		}
		if len(some) == 0 {
			continue
		}
		if err := loadSkills(ctx, q, marks, args, some); err != nil {
			return nil, err
		}
		if err := loadChoices(ctx, q, marks, args, some); err != nil {
			return nil, err
		}
		for id, p := range some {
			found[id] = *p
		}
	}
	return found, nil
}

type skillRow struct {
	person string
	SkillLevel
}

func loadSkills(ctx context.Context, q db.Q, marks string, args []any, into map[string]*Profile) error {
	rows, err := collect(func(s scanner) (r skillRow, err error) { return r, s.Scan(&r.person, &r.Code, &r.Level) })(
		q.Query(ctx, `SELECT person_id, code, level FROM profile_skill
			WHERE org_id = $1 AND person_id IN (`+marks+`) ORDER BY person_id, code`, args...))
	for _, r := range rows {
		if p := into[r.person]; p != nil {
			p.Skills = append(p.Skills, r.SkillLevel)
		}
	}
	return err
}

// Kinds of profile_choice.
const (
	choiceTie     = "tie"
	choicePattern = "pattern"
)

type choiceRow struct{ person, kind, code string }

func loadChoices(ctx context.Context, q db.Q, marks string, args []any, into map[string]*Profile) error {
	rows, err := collect(func(s scanner) (r choiceRow, err error) { return r, s.Scan(&r.person, &r.kind, &r.code) })(
		q.Query(ctx, `SELECT person_id, kind, code FROM profile_choice
			WHERE org_id = $1 AND person_id IN (`+marks+`)`, args...))
	if err != nil {
		return err
	}
	chosen := map[choiceRow]bool{}
	for _, r := range rows {
		chosen[r] = true
	}
	for id, p := range into { // in the order of the page
		for _, t := range AllTies {
			if chosen[choiceRow{id, choiceTie, string(t)}] {
				p.Ties = append(p.Ties, t)
			}
		}
		for _, t := range AllPatterns {
			if chosen[choiceRow{id, choicePattern, string(t)}] {
				p.Patterns = append(p.Patterns, t)
			}
		}
	}
	return nil
}

func encoded(v any) string {
	b, _ := json.Marshal(v) // lists of texts
	if string(b) == "null" {
		return "[]"
	}
	return string(b)
}

// insert adds a profile, and answers 0 when the person has one already.
func insert(ctx context.Context, tx *db.Tx, p Profile) (int64, error) {
	return tx.Exec(ctx, `INSERT INTO profile (org_id, person_id, headline, words, prefecture, horizon, talk, seek, mentor, links,
			photo_id, skill_version, version, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $13) ON CONFLICT (org_id, person_id) DO NOTHING`,
		p.OrgID, p.PersonID, p.Headline, encoded(p.Words), p.Prefecture, p.Horizon, p.Talk, p.Seek, p.Mentor, encoded(p.Links),
		p.PhotoID, skill.Version, tx.Now())
}

// update saves p if the version that its editor read still stands.
func update(ctx context.Context, tx *db.Tx, p Profile) (int64, error) {
	return tx.Exec(ctx, `UPDATE profile SET headline = $4, words = $5, prefecture = $6, horizon = $7, talk = $8, seek = $9,
			mentor = $10, links = $11, photo_id = $12, skill_version = $13, updated_at = $14, version = version + 1
		WHERE org_id = $1 AND person_id = $2 AND version = $3`,
		p.OrgID, p.PersonID, p.Version, p.Headline, encoded(p.Words), p.Prefecture, p.Horizon, p.Talk, p.Seek, p.Mentor,
		encoded(p.Links), p.PhotoID, skill.Version, tx.Now())
}

// replaceParts writes skills and choices anew.
func replaceParts(ctx context.Context, tx *db.Tx, p Profile) error {
	if err := deleteParts(ctx, tx, p.OrgID, p.PersonID); err != nil {
		return err
	}
	var skills, choices [][]any
	for _, s := range p.Skills {
		skills = append(skills, []any{p.OrgID, p.PersonID, string(s.Code), s.Level})
	}
	for _, t := range p.Ties {
		choices = append(choices, []any{p.OrgID, p.PersonID, choiceTie, string(t)})
	}
	for _, t := range p.Patterns {
		choices = append(choices, []any{p.OrgID, p.PersonID, choicePattern, string(t)})
	}
	if err := db.Insert(ctx, tx, "profile_skill", []string{"org_id", "person_id", "code", "level"}, skills); err != nil {
		return err
	}
	return db.Insert(ctx, tx, "profile_choice", []string{"org_id", "person_id", "kind", "code"}, choices)
}

func deleteParts(ctx context.Context, tx *db.Tx, org, person string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM profile_skill WHERE org_id = $1 AND person_id = $2`, org, person); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM profile_choice WHERE org_id = $1 AND person_id = $2`, org, person)
	return err
}

// exists tells whether anything is stored of the person.
func exists(ctx context.Context, q db.Q, org, person string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM profile WHERE org_id = $1 AND person_id = $2`, org, person).Scan(&n)
	return n, err
}
