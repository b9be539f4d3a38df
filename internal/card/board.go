package card

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
	"koryu/internal/profile"
)

// BoardEntry is one who is in the room and wants to be talked to. View holds what
// they can talk about (Talk), where they let the room see it, and nothing else.
type BoardEntry struct {
	PersonID string
	Name     string
	View     profile.View // audience event
	JoinedAt db.Instant
	Own      bool
}

// BoardPage is the board of an event as somebody in the room sees it.
type BoardPage struct {
	Joined  bool
	Entries []BoardEntry // by reading
	Closes  db.Instant
}

var errNotInRoom = apperr.New(apperr.Forbidden, "card.error.board")

// BoardJoin puts the person onto the board of an event at which they are checked
// in and that is on.
func (s *Service) BoardJoin(ctx context.Context, actor account.Actor, org, event, person string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		ends, ok, err := inRoom(ctx, tx, org, event, person, tx.Now())
		if err != nil || !ok {
			return orNotInRoom(err)
		}
		n, err := insertBoard(ctx, tx, org, event, person)
		if err != nil || n == 0 {
			return err
		}
		if err := record(ctx, tx, actor, org, actJoined, "event", event, nil); err != nil {
			return err
		}
		clear := ends.Day().End()
		return jobs.Enqueue(ctx, tx, jobs.Job{Org: org, Kind: JobBoardEnd, Key: event + ":" + string(clear.Day()), RunAt: clear,
			Payload: letter{Event: event}, Priority: jobs.Bulk})
	})
}

// BoardLeave takes the person off the board; who is not on it leaves all the same.
func (s *Service) BoardLeave(ctx context.Context, actor account.Actor, org, event, person string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := deleteBoard(ctx, tx, org, event, person)
		if err != nil || n == 0 {
			return err
		}
		return record(ctx, tx, actor, org, actLeft, "event", event, nil)
	})
}

// Board shows who wants to be talked to, to those who are checked in, while the
// event is on. Who blocked the viewer, or is blocked, is not on it.
func (s *Service) Board(ctx context.Context, org, event, viewer string) (BoardPage, error) {
	ends, ok, err := inRoom(ctx, s.DB, org, event, viewer, s.DB.Now())
	if err != nil || !ok {
		return BoardPage{}, orNotInRoom(err)
	}
	page, lang := BoardPage{Closes: ends}, i18n.From(ctx).Lang()
	rows, err := listBoard(ctx, s.DB, org, event)
	if err != nil {
		return BoardPage{}, err
	}
	me, err := people.Find(ctx, s.DB, org, viewer)
	if err != nil {
		return BoardPage{}, err
	}
	around, err := blocksAround(ctx, s.DB, org, viewer, s.mailTarget(me.Email))
	if err != nil {
		return BoardPage{}, err
	}
	gone := map[string]bool{}
	for _, b := range around {
		if b.person == viewer {
			gone[b.target] = true
		} else {
			gone[b.person] = true
		}
	}
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.PersonID)
	}
	views, err := s.Profiles.Visible(ctx, s.DB, org, ids, profile.SameEvent)
	if err != nil {
		return BoardPage{}, err
	}
	persons, err := people.FindMany(ctx, s.DB, org, ids)
	if err != nil {
		return BoardPage{}, err
	}
	for _, r := range rows {
		if gone[r.PersonID] {
			continue
		}
		r.Name, r.View.Talk, r.Own = persons[r.PersonID].DisplayName(lang), views[r.PersonID].Talk, r.PersonID == viewer
		page.Joined = page.Joined || r.Own
		page.Entries = append(page.Entries, r)
	}
	return page, nil
}

func orNotInRoom(err error) error {
	if err == nil {
		return errNotInRoom
	}
	return err
}

// MayBoard tells whether the person is in the room of the event now.
func (s *Service) MayBoard(ctx context.Context, org, event, person string) (bool, error) {
	_, ok, err := inRoom(ctx, s.DB, org, event, person, s.DB.Now())
	return ok, err
}
