package card

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

// MetFilter narrows the list of people met. Query is searched in names, readings
// and the reader's own notes and tags. After is the Next of the page before.
type MetFilter struct {
	Event, Query, Tag string
	After             string
	Limit             int // 50 when 0, 500 at most
}

// MetPage is a part of the list, latest first, with all events and tags by which
// the list can be narrowed. Total counts what the filter lets through.
type MetPage struct {
	Copies []Copy
	Next   string
	Total  int
	Events []MetEvent
	Tags   []string
}

// MetEvent is an event at which the reader met People.
type MetEvent struct {
	ID, Title, TitleEn string
	StartsAt           db.Instant
	People             int
}

// Blocked is somebody whom the person does not want to meet again.
type Blocked struct {
	ID, Name  string
	CreatedAt db.Instant
}

const (
	usualPage   = 50
	largestPage = 500
	maxNote     = 1000
	maxTags     = 10
	maxTag      = 30
)

// Met lists the people whom the person met: who pressed on their card, whose card
// they pressed on, and what somebody typed and has not proved yet.
func (s *Service) Met(ctx context.Context, org, person string, f MetFilter) (MetPage, error) {
	list, err := listMet(ctx, s.DB, org, person, "")
	if err != nil {
		return MetPage{}, err
	}
	if list, err = s.unblocked(ctx, org, person, list); err != nil {
		return MetPage{}, err
	}
	page := MetPage{Events: eventsOf(list), Tags: tagsOf(list)}
	if list, err = s.matching(ctx, org, person, list, f); err != nil {
		return MetPage{}, err
	}
	page.Total = len(list)
	if i := slices.IndexFunc(list, func(m met) bool { return m.ID == f.After }); f.After != "" && i >= 0 {
		list = list[i+1:]
	}
	limit := f.Limit
	if limit <= 0 {
		limit = usualPage
	}
	if limit = min(limit, largestPage); len(list) > limit {
		list = list[:limit]
		page.Next = list[limit-1].ID
	}
	page.Copies, err = s.copies(ctx, s.DB, org, person, list)
	return page, err
}

// matching keeps those that the filter lets through. Who withdrew is found by
// nothing that was theirs.
func (s *Service) matching(ctx context.Context, org, person string, list []met, f MetFilter) ([]met, error) {
	list = slices.DeleteFunc(list, func(m met) bool {
		return f.Event != "" && m.EventID != f.Event || f.Tag != "" && !slices.Contains(m.tags, f.Tag)
	})
	words := people.SearchWords(f.Query)
	if len(words) == 0 || len(list) == 0 {
		return list, nil
	}
	var ids []string
	var typed []Exchange
	for _, m := range list {
		ids = append(ids, m.other(person))
		if m.mine && m.consentRun > 0 && m.State == Done {
			typed = append(typed, m.Exchange)
		}
	}
	persons, err := people.FindMany(ctx, s.DB, org, ids)
	if err != nil {
		return nil, err
	}
	live, err := liveScopes(ctx, s.DB, org, typed)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(m met) bool {
		keys := []string{text.SearchKey(m.note), text.SearchKey(strings.Join(m.tags, "\n"))}
		switch p := persons[m.other(person)]; {
		case m.State == Pending:
			keys = append(keys, text.SearchKey(m.Family+m.Given))
		case !m.mine || m.consentRun == 0 || live[m.ID]:
			keys = append(keys, text.SearchKey(p.Family+p.Given), text.SearchKey(p.KanaFamily+p.KanaGiven))
		}
		return !all(words, keys)
	}), nil
}

// all tells whether each word stands in one of the keys.
func all(words, keys []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(keys, func(k string) bool { return strings.Contains(k, w) }) {
			return false
		}
	}
	return true
}

func eventsOf(list []met) []MetEvent {
	var events []MetEvent
	for _, m := range list {
		if m.EventID == "" {
			continue
		}
		i := slices.IndexFunc(events, func(e MetEvent) bool { return e.ID == m.EventID })
		if i < 0 {
			i, events = len(events), append(events, m.event)
		}
		events[i].People++
	}
	slices.SortStableFunc(events, func(a, b MetEvent) int { return cmp.Compare(b.StartsAt, a.StartsAt) })
	return events
}

func tagsOf(list []met) []string {
	var tags []string
	for _, m := range list {
		tags = append(tags, m.tags...)
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// Note saves what the person writes down for themselves about a meeting. The
// other side never sees it, and no download holds it.
func (s *Service) Note(ctx context.Context, actor account.Actor, org, person, exchange, note string, tags []string) error {
	note = text.Clean(note)
	var f apperr.Fields
	if text.Graphemes(note) > maxNote {
		f.Add("note", "people.error.too_long", "max", strconv.Itoa(maxNote))
	}
	tags = cleanTags(tags)
	for _, t := range tags {
		if text.Graphemes(t) > maxTag {
			f.Add("tags", "card.error.tag_long", "max", strconv.Itoa(maxTag))
			break
		}
	}
	if len(tags) > maxTags {
		f.Add("tags", "card.error.tags_many", "max", strconv.Itoa(maxTags))
	}
	if err := f.Err(); err != nil {
		return err
	}
	if _, err := s.CopyOf(ctx, org, person, exchange); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e, ok, err := lockExchange(ctx, tx, org, exchange)
		switch {
		case err != nil || !ok || !e.has(person):
			return orLink(err)
		case !e.Live():
			return errGone
		}
		if err := putMeeting(ctx, tx, org, exchange, person, note, tags); err != nil {
			return err
		}
		return record(ctx, tx, actor, org, actNoted, "exchange", exchange, nil)
	})
}

// cleanTags takes tags as they were typed, also several in one by comma or 、.
func cleanTags(typed []string) []string {
	var tags []string
	for _, line := range typed {
		for _, t := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",、，\n\t", r) }) {
			if t = text.Clean(t); t != "" && !slices.Contains(tags, t) {
				tags = append(tags, t)
			}
		}
	}
	return tags
}
