package roster

import (
	"context"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Row is a person in the list, with what the list tells of them.
type Row struct {
	Person people.Person
	people.Summary
	Ties int
	Tags []Tag // by name
}

// Page is a part of the list, in the order of the readings. Next is the cursor
// of the part after it, empty on the last.
type Page struct {
	Rows []Row
	Next string
}

// Limits of a page.
const (
	usualPage   = 50
	largestPage = 500
)

// Page gives the persons of org that the filter chooses, after the cursor;
// limit is 50 when 0 and 500 at most.
func (s *Service) Page(ctx context.Context, org string, f Filter, after string, limit int) (Page, error) {
	if limit <= 0 {
		limit = usualPage
	}
	limit = min(limit, largestPage)
	sortKey, id := place(after)
	persons, err := listPersons(ctx, s.DB, org, f, sortKey, id, limit+1)
	if err != nil {
		return Page{}, err
	}
	var page Page
	if len(persons) > limit {
		persons = persons[:limit]
		page.Next = cursor(persons[limit-1])
	}
	page.Rows, err = rowsOf(ctx, s.DB, org, persons)
	return page, err
}

// Count counts the persons of org that the filter chooses.
func (s *Service) Count(ctx context.Context, org string, f Filter) (int, error) {
	return countPersons(ctx, s.DB, org, f)
}

// Match gives the ids of the persons of org that the filter chooses, in the
// order of the list.
func Match(ctx context.Context, q db.Q, org string, f Filter) ([]string, error) {
	return listIDs(ctx, q, org, f, 0)
}

// Each hands every person of org that the filter chooses to fn, a page at a
// time; an error of fn ends it.
func (s *Service) Each(ctx context.Context, org string, f Filter, fn func(Row) error) error {
	for after := ""; ; {
		page, err := s.Page(ctx, org, f, after, largestPage)
		if err != nil {
			return err
		}
		for _, row := range page.Rows {
			if err := fn(row); err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		after = page.Next
	}
}

// rowsOf adds what the list tells of each person.
func rowsOf(ctx context.Context, q db.Q, org string, persons []people.Person) ([]Row, error) {
	ids := make([]string, len(persons))
	for i, p := range persons {
		ids[i] = p.ID
	}
	summaries, err := people.Summaries(ctx, q, org, ids)
	if err != nil {
		return nil, err
	}
	ties, err := tieCounts(ctx, q, org, ids)
	if err != nil {
		return nil, err
	}
	tags, err := tagsOf(ctx, q, org, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(persons))
	for i, p := range persons {
		rows[i] = Row{Person: p, Summary: summaries[p.ID], Ties: ties[p.ID], Tags: tags[p.ID]}
	}
	return rows, nil
}

// cursor is the place of a person in the list, opaque to callers.
func cursor(p people.Person) string {
	return base64.RawURLEncoding.EncodeToString([]byte(p.SortKey() + "\x00" + p.ID))
}

// place reads a cursor; anything else is the beginning of the list.
func place(after string) (sortKey, id string) {
	b, err := base64.RawURLEncoding.DecodeString(after)
	sortKey, id, _ = strings.Cut(string(b), "\x00")
	if err != nil || !utf8.Valid(b) || strings.Contains(id, "\x00") {
		return "", ""
	}
	return sortKey, id
}
