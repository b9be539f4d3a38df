package event

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Limits of a page of attendees.
const (
	usualPage   = 50
	largestPage = 500
)

// Attendees returns a page of the list. Every filter may be combined; Query
// takes kana, names and the part of an address before the @.
func (s *Service) Attendees(ctx context.Context, org, event string, f AttendeeFilter) (AttendeePage, error) {
	if f.Limit <= 0 {
		f.Limit = usualPage
	}
	f.Limit = min(f.Limit, largestPage)
	e, err := findEvent(ctx, s.db, org, event)
	if err != nil {
		return AttendeePage{}, err
	}
	asked := f.Limit
	f.Limit++
	list, err := listAttendees(ctx, s.db, e, f)
	if err != nil {
		return AttendeePage{}, err
	}
	var page AttendeePage
	if len(list) > asked {
		list = list[:asked]
		page.Next = f.cursor(list[asked-1])
	}
	page.Rows = list
	return page, placeWaiting(ctx, s.db, e, page.Rows)
}

// EachAttendee hands all that match to fn, for exports; an error of fn ends it.
// The order is settled once, over numbers only; the lines are then read a few
// hundred at a time, so that neither memory nor a lock grows with the list. Who
// is gone by then is left out.
func (s *Service) EachAttendee(ctx context.Context, org, event string, f AttendeeFilter, fn func(Attendee) error) error {
	e, err := findEvent(ctx, s.db, org, event)
	if err != nil {
		return err
	}
	numbers, err := listNumbers(ctx, s.db, e, f)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(numbers, largestPage) {
		rows, err := listNumbered(ctx, s.db, e, part)
		if err == nil {
			err = placeWaiting(ctx, s.db, e, rows)
		}
		if err != nil {
			return err
		}
		for _, a := range rows {
			if err := fn(a); err != nil {
				return err
			}
		}
	}
	return nil
}

// CountAttendees counts what the filter matches, for the total above the list.
func (s *Service) CountAttendees(ctx context.Context, org, event string, f AttendeeFilter) (int, error) {
	e, err := findEvent(ctx, s.db, org, event)
	if err != nil {
		return 0, err
	}
	return countAttendees(ctx, s.db, e, f)
}

// placeWaiting fills in the positions of those who wait.
func placeWaiting(ctx context.Context, q db.Q, e Event, rows []Attendee) error {
	waiting := false
	for _, a := range rows {
		waiting = waiting || a.Registration.State == Waiting
	}
	if !waiting {
		return nil
	}
	places, err := positions(ctx, q, e, rows)
	for i := range rows {
		rows[i].Position = places[rows[i].Registration.ID]
	}
	return err
}

// cursor is the place of a line in the list's order, opaque to callers.
func (f AttendeeFilter) cursor(a Attendee) string {
	at := strconv.Itoa(a.Registration.Number)
	if f.Order == ByKana {
		at += "\x00" + a.Person.SortKey()
	}
	return base64.RawURLEncoding.EncodeToString([]byte(at))
}

// after reads a cursor; anything else is the beginning of the list.
func (f AttendeeFilter) after() (number int, sortKey string, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(f.After)
	if err != nil || f.After == "" {
		return 0, "", false
	}
	first, key, _ := strings.Cut(string(b), "\x00")
	number, err = strconv.Atoi(first)
	return number, key, err == nil
}

// words are the keys that a query is searched by.
func (f AttendeeFilter) words() []string { return people.SearchWords(f.Query) }
