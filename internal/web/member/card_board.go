package member

import (
	"net/http"

	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// boardModel is who is in the room and wants to be talked to.
type boardModel struct {
	Event event.Event
	Path  string
	Page  card.BoardPage
	Rows  []ui.MetProps
	Talk  string // own words that the board shows; empty while none may be shown
}

func (s Services) board(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		e, err := s.heldEvent(r)
		if err != nil {
			return err
		}
		m := boardModel{Event: e, Path: myPath(r, "events", e.Slug, "board")}
		if m.Page, err = s.Cards.Board(r.Context(), r.Org.ID, e.ID, who.ID); err != nil {
			return s.noBoard(w, r, e, err)
		}
		own, err := s.Profiles.Find(r.Context(), r.Org.ID, who.ID)
		if err != nil {
			return err
		}
		if own.Audience(profile.Talk).Sees(profile.SameEvent) {
			m.Talk = own.Talk
		}
		for _, b := range m.Page.Entries {
			m.Rows = append(m.Rows, boardRow(r, b))
		}
		return web.Render(w, r, http.StatusOK, boardPage(s.myChrome(r), r, m))
	})
}

func boardRow(r *web.Request, b card.BoardEntry) ui.MetProps {
	row := ui.MetProps{Name: b.Name, Kana: b.View.Kana, Affiliation: b.View.Affiliation, Met: b.View.Headline}
	if b.Own {
		row.Status = &ui.StatusProps{Tone: ui.Info, Label: r.P.T("member.board.you")}
	}
	return row
}

// onBoard puts the person on the board or takes them off it.
func (s Services) onBoard(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		e, err := s.heldEvent(r)
		if err != nil {
			return err
		}
		word := "member.board.left"
		if f.Bool("join") {
			word = "member.board.joined"
			err = s.Cards.BoardJoin(r.Context(), r.Actor, r.Org.ID, e.ID, who.ID)
		} else {
			err = s.Cards.BoardLeave(r.Context(), r.Actor, r.Org.ID, e.ID, who.ID)
		}
		if err != nil {
			return s.noBoard(w, r, e, err)
		}
		r.Flash(word)
		return web.Redirect(w, r, myPath(r, "events", e.Slug, "board"))
	})
}

// heldEvent is the event of the path, if the public may know of it.
func (s Services) heldEvent(r *web.Request) (event.Event, error) {
	e, err := s.Events.FindBySlug(r.Context(), r.Org.ID, r.Path("event"))
	if err == nil && e.State == event.Draft {
		return event.Event{}, web.ErrNotFound
	}
	return e, err
}

// noBoard says why there is no board for this person: not in the room, or the
// evening is over. To be elsewhere is no want of rights, so it is a conflict.
func (s Services) noBoard(w http.ResponseWriter, r *web.Request, e event.Event, err error) error {
	refusal, ok := apperr.As(err)
	status := map[apperr.Category]int{
		apperr.NotFound: http.StatusNotFound, apperr.Conflict: http.StatusConflict, apperr.Forbidden: http.StatusConflict,
	}[apperr.CategoryOf(err)]
	if !ok || status == 0 {
		return err
	}
	return web.Render(w, r, status, noBoardPage(s.myChrome(r), r, e, r.P.T(refusal.Key, refusal.Args...)))
}
