package event

import (
	"context"
	"fmt"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/programme"
)

// Create makes a draft. It takes whatever is known so far; the slug is made
// from the day and the English title where none is given.
func (s *Service) Create(ctx context.Context, actor account.Actor, org string, f Fields) (Event, error) {
	var made Event
	err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e := Event{OrgID: org, ID: tx.NewID(), State: Draft, Visibility: Public, ClosesRule: DayBefore,
			Revision: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		f.apply(&e)
		if e.Slug == "" {
			var err error
			if e.Slug, err = freeSlug(ctx, tx, e); err != nil {
				return err
			}
		}
		if err := settle(ctx, tx, &e); err != nil {
			return err
		}
		if err := insertEvent(ctx, tx, e); err != nil {
			return err
		}
		made = e
		return account.Record(ctx, tx, entry(org, actor, actCreate, "event", e.ID, "", nil))
	})
	if err != nil {
		return Event{}, err
	}
	return s.Find(ctx, org, made.ID)
}

// Update saves part of an event; an editor that saves by itself calls it often.
// It fails with a conflict where Revision is given and somebody saved in
// between, and with field errors where a published event would lack something.
// A published event whose time or place moves tells everybody who is in it.
func (s *Service) Update(ctx context.Context, actor account.Actor, org, id string, f Fields) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		if f.Revision != 0 && f.Revision != e.Revision {
			return errRevision
		}
		before := *e
		f.apply(e)
		if e.Slug != before.Slug && e.State != Draft {
			return apperr.New(apperr.Conflict, "event.error.slug_published").On("slug")
		}
		if err := settle(ctx, tx, e); err != nil {
			return err
		}
		changed := changedFields(before, *e)
		if len(changed) == 0 {
			return nil
		}
		if e.State == Published {
			if err := e.Missing().Err(); err != nil {
				return err
			}
		}
		if err := s.reschedule(ctx, tx, actor, before, e); err != nil {
			return err
		}
		return save(ctx, tx, e, entry(org, actor, actUpdate, "event", id, "", map[string]any{"fields": changed}))
	})
}

// edit runs fn on the event under its lock and returns it as it is afterwards.
func (s *Service) edit(ctx context.Context, org, id string, fn func(context.Context, *db.Tx, *Event) error) (Event, error) {
	err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := lockEvent(ctx, tx, org, id); err != nil {
			return err
		}
		e, err := findWhole(ctx, tx, org, id)
		if err != nil {
			return err
		}
		return fn(ctx, tx, &e)
	})
	if err != nil {
		return Event{}, err
	}
	return s.Find(ctx, org, id)
}

// save writes the event's own row with its next revision.
func save(ctx context.Context, tx *db.Tx, e *Event, done account.Entry) error {
	e.Revision++
	e.UpdatedAt = tx.Now()
	if err := updateEvent(ctx, tx, *e); err != nil {
		return err
	}
	if err := touchEvent(ctx, tx, *e, 1, 0); err != nil {
		return err
	}
	return account.Record(ctx, tx, done)
}

// settle brings an edited event into its final shape: texts trimmed, the place
// copied from the list, the closing time after its rule.
func settle(ctx context.Context, q db.Q, e *Event) error {
	e.clean()
	if e.Place.VenueID != "" && e.Place.Name == "" {
		v, err := programme.FindVenue(ctx, q, e.OrgID, e.Place.VenueID)
		if err != nil {
			return err
		}
		e.Place = PlaceOf(v)
	}
	e.ClosesAt = e.closes()
	return e.Validate()
}

// PlaceOf copies a venue of the list, so that a later change of the list does
// not rewrite where an event took place.
func PlaceOf(v programme.Venue) Place {
	return Place{VenueID: v.ID, Name: v.Name, NameEn: v.NameEn, Area: v.Area, AreaEn: v.AreaEn,
		Address: v.Address, AddressEn: v.AddressEn, Postcode: v.Postcode, MapURL: v.MapURL, Note: v.Note, NoteEn: v.NoteEn}
}

func (f Fields) apply(e *Event) {
	length := e.EndsAt - e.StartsAt
	if f.StartsAt != nil && f.EndsAt == nil && *f.StartsAt != 0 && e.StartsAt != 0 && e.EndsAt != 0 {
		e.EndsAt = *f.StartsAt + length // it moves as a whole
	}
	set(&e.ProgrammeID, f.ProgrammeID)
	set(&e.Slug, f.Slug)
	set(&e.Title, f.Title)
	set(&e.TitleEn, f.TitleEn)
	set(&e.Summary, f.Summary)
	set(&e.SummaryEn, f.SummaryEn)
	set(&e.Body, f.Body)
	set(&e.BodyEn, f.BodyEn)
	set(&e.StartsAt, f.StartsAt)
	set(&e.EndsAt, f.EndsAt)
	set(&e.OpensAt, f.OpensAt)
	if f.ClosesAt != nil {
		e.ClosesAt, e.ClosesRule = *f.ClosesAt, AtTime
	}
	set(&e.ClosesRule, f.ClosesRule)
	set(&e.PromoteUntil, f.PromoteUntil)
	set(&e.Place, f.Place)
	set(&e.OnlineURL, f.OnlineURL)
	set(&e.OnlineNote, f.OnlineNote)
	set(&e.OnlineNoteEn, f.OnlineNoteEn)
	set(&e.Hashtag, f.Hashtag)
	set(&e.Visibility, f.Visibility)
	set(&e.ContactEmail, f.ContactEmail)
	set(&e.ImageAlt, f.ImageAlt)
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

func changedFields(a, b Event) []string {
	var names []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"programme", a.ProgrammeID == b.ProgrammeID}, {"slug", a.Slug == b.Slug},
		{"title", a.Title == b.Title}, {"title_en", a.TitleEn == b.TitleEn},
		{"summary", a.Summary == b.Summary}, {"summary_en", a.SummaryEn == b.SummaryEn},
		{"body", a.Body == b.Body}, {"body_en", a.BodyEn == b.BodyEn},
		{"starts_at", a.StartsAt == b.StartsAt}, {"ends_at", a.EndsAt == b.EndsAt},
		{"opens_at", a.OpensAt == b.OpensAt}, {"closes_at", a.ClosesAt == b.ClosesAt && a.ClosesRule == b.ClosesRule},
		{"promote_until", a.PromoteUntil == b.PromoteUntil}, {"place", a.Place == b.Place},
		{"online", a.OnlineURL == b.OnlineURL && a.OnlineNote == b.OnlineNote && a.OnlineNoteEn == b.OnlineNoteEn},
		{"hashtag", a.Hashtag == b.Hashtag}, {"visibility", a.Visibility == b.Visibility},
		{"contact_email", a.ContactEmail == b.ContactEmail}, {"image_alt", a.ImageAlt == b.ImageAlt},
	} {
		if !f.same {
			names = append(names, f.name)
		}
	}
	return names
}

// freeSlug is the proposed slug, with the first number behind it that no other
// event of the organisation has.
func freeSlug(ctx context.Context, q db.Q, e Event) (string, error) {
	proposed := proposeSlug(e)
	slug := proposed
	for n := 2; ; n++ {
		_, _, err := findEventIDBySlug(ctx, q, e.OrgID, slug)
		if apperr.CategoryOf(err) == apperr.NotFound {
			return slug, nil
		}
		if err != nil {
			return "", err
		}
		slug = fmt.Sprintf("%s-%d", proposed, n)
	}
}

// proposeSlug makes an address part such as 20241213-exchange-in-hachinohe; the
// end of the identifier keeps two nameless drafts of one day apart.
func proposeSlug(e Event) string {
	day := strings.ReplaceAll(string(e.StartsAt.Day()), "-", "")
	if day == "" {
		day = "event"
	}
	if words := slugWords(e.TitleEn); words != "" {
		return day + "-" + words
	}
	return day + "-" + e.ID[len(e.ID)-4:]
}

func slugWords(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 50 {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}
