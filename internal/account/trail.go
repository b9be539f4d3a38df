package account

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"koryu/internal/kit/db"
)

// TrailFilter chooses entries of the trail for its page; empty fields do not
// narrow.
type TrailFilter struct {
	Area             string // of the action: "registration"
	ActorKind        string // KindPerson …
	ActorID          string // as in Actor.ID
	Object, ObjectID string
	From, Until      db.Instant // Until is the first instant outside
	After            string     // TrailPage.Next of the page before
	Limit            int        // 50 if zero, 500 at most
}

// TrailPage is a part of the trail, newest first. Next is empty on the last.
type TrailPage struct {
	Entries []Recorded
	Next    string
}

var areaShape = regexp.MustCompile(`^[a-z_]+$`)

// Trail lists the entries of the organisation that f chooses. Entries of one
// transaction share their instant, so a page ends at instant and identifier.
func (s *Service) Trail(ctx context.Context, actor Actor, org string, f TrailFilter) (TrailPage, error) {
	if err := actor.Require(org, AuditView); err != nil {
		return TrailPage{}, err
	}
	if f.Limit <= 0 {
		f.Limit = 50
	}
	f.Limit = min(f.Limit, 500)
	where, args := f.where(org)
	list, err := trailEntries(ctx, s.DB, where, append(args, f.Limit+1))
	if err != nil {
		return TrailPage{}, err
	}
	page := TrailPage{Entries: list}
	if len(list) > f.Limit {
		page.Entries = list[:f.Limit]
		last := page.Entries[f.Limit-1]
		page.Next = strconv.FormatInt(int64(last.At), 10) + "." + last.ID
	}
	return page, nil
}

// where writes the conditions that are set, and no others, so that each
// filter can use the index that suits it.
func (f TrailFilter) where(org string) (string, []any) {
	terms, args := []string{"e.org_id = $1"}, []any{org}
	add := func(term string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			term = strings.Replace(term, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		terms = append(terms, term)
	}
	if areaShape.MatchString(f.Area) {
		add(`e.action LIKE ?`, f.Area+".%")
	}
	if f.ActorKind != "" {
		add(`e.actor_kind = ?`, f.ActorKind)
	}
	if f.ActorID != "" {
		add(`e.actor_id = ?`, f.ActorID)
	}
	if f.Object != "" {
		add(`e.object = ?`, f.Object)
	}
	if f.ObjectID != "" {
		add(`e.object_id = ?`, f.ObjectID)
	}
	if f.From != 0 {
		add(`e.at >= ?`, f.From)
	}
	if f.Until != 0 {
		add(`e.at < ?`, f.Until)
	}
	if at, id, ok := strings.Cut(f.After, "."); ok {
		if n, err := strconv.ParseInt(at, 10, 64); err == nil && n > 0 {
			add(`(e.at, e.id) < (?, ?)`, db.Instant(n), id)
		}
	}
	return strings.Join(terms, " AND "), args
}

// HeadOf is the newest link of one organisation's chain; ok is false before
// its first sealing.
func (s *Service) HeadOf(ctx context.Context, actor Actor, org string) (h Head, ok bool, err error) {
	if err := actor.Require(org, AuditView); err != nil {
		return Head{}, false, err
	}
	heads, err := s.Heads(ctx)
	for _, h := range heads {
		if h.Org == org {
			return h, true, nil
		}
	}
	return Head{}, false, err
}
