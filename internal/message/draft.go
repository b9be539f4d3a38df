package message

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Find fails with not found when org has no such message.
func (s *Service) Find(ctx context.Context, org, id string) (Message, error) {
	return findMessage(ctx, s.DB, org, id)
}

// Create begins a draft. The same key gives the same draft.
func (s *Service) Create(ctx context.Context, actor account.Actor, key string, m Message) (Message, error) {
	m.clean()
	if err := m.check(); err != nil {
		return m, err
	}
	if m.EventID != "" {
		if _, err := s.Events.Find(ctx, m.OrgID, m.EventID); err != nil {
			return m, asField(err, "event")
		}
	}
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if made, err := findMade(ctx, tx, m.OrgID, key); apperr.CategoryOf(err) != apperr.NotFound {
			m = made
			return err
		}
		m.ID, m.key, m.Version, m.CreatedBy = tx.NewID(), key, 1, people.Recorder(actor)
		m.CreatedAt, m.UpdatedAt, m.ConfirmedAt, m.StartsAt, m.StoppedAt, m.SentBy, m.digest = tx.Now(), tx.Now(), 0, 0, 0, "", ""
		if err := insertMessage(ctx, tx, m); err != nil {
			return err
		}
		return record(ctx, tx, actor, m.OrgID, "message.drafted", m.ID, nil)
	})
	return m, err
}

// Save stores a draft as it is typed. It fails with a conflict when the draft
// was changed since version, or sent. While somebody is typing (loose), an
// unknown merge field is kept and complained of later.
func (s *Service) Save(ctx context.Context, want Message, loose bool) (Message, error) {
	want.clean()
	if err := want.check(); err != nil && (!loose || !storable(err)) {
		return want, err
	}
	if want.EventID != "" {
		if _, err := s.Events.Find(ctx, want.OrgID, want.EventID); err != nil {
			return want, asField(err, "event")
		}
	}
	if a := want.Audience; a.By == ByEvent && a.EventID != "" && a.EventID != want.EventID {
		if _, err := s.Events.Find(ctx, want.OrgID, a.EventID); err != nil {
			return want, asField(err, "audience_event")
		}
	}
	var saved Message
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		now, err := lockMessage(ctx, tx, want.OrgID, want.ID)
		switch {
		case err != nil:
			return err
		case !now.Draft():
			return errSent
		case same(now, want):
			saved = now
			return nil
		case now.Version != want.Version:
			return errStale
		}
		saved = now
		saved.Kind, saved.EventID, saved.Audience, saved.SkipToday = want.Kind, want.EventID, want.Audience, want.SkipToday
		saved.Subject, saved.SubjectEn, saved.Body, saved.BodyEn = want.Subject, want.SubjectEn, want.Body, want.BodyEn
		saved.Version, saved.UpdatedAt = now.Version+1, tx.Now()
		return updateDraft(ctx, tx, saved)
	})
	return saved, err
}

// storable tells that nothing is wrong but merge fields that nobody knows (yet).
func storable(err error) bool {
	for _, e := range apperr.FieldsOf(err) {
		if e.Key != "message.error.unknown_field" {
			return false
		}
	}
	return true
}

// same tells that a save asks for what stands there already, so that one that
// arrives twice is no conflict.
func same(a, b Message) bool {
	return a.sum() == b.sum() && a.SkipToday == b.SkipToday && a.Audience.text() == b.Audience.text()
}

// Duplicate begins a new draft from any message.
func (s *Service) Duplicate(ctx context.Context, actor account.Actor, org, id, key string) (Message, error) {
	m, err := findMessage(ctx, s.DB, org, id)
	if err != nil {
		return m, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if made, err := findMade(ctx, tx, org, key); apperr.CategoryOf(err) != apperr.NotFound {
			m = made
			return err
		}
		m.ID, m.key, m.Version, m.CreatedBy, m.digest = tx.NewID(), key, 1, people.Recorder(actor), ""
		m.CreatedAt, m.UpdatedAt, m.ConfirmedAt, m.StartsAt, m.StoppedAt, m.SentBy = tx.Now(), tx.Now(), 0, 0, 0, ""
		if err := insertMessage(ctx, tx, m); err != nil {
			return err
		}
		return record(ctx, tx, actor, org, "message.duplicated", m.ID, map[string]any{"from": id})
	})
	return m, err
}

// Remove deletes a draft; what was sent stays.
func (s *Service) Remove(ctx context.Context, actor account.Actor, org, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := findMessage(ctx, tx, org, id); err != nil {
			return err
		}
		n, err := deleteDraft(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errSent
		}
		return record(ctx, tx, actor, org, "message.removed", id, nil)
	})
}

func record(ctx context.Context, tx *db.Tx, actor account.Actor, org, action, id string, data any) error {
	return account.Record(ctx, tx, account.Entry{Org: org, Actor: actor, Action: action, Object: "message", ObjectID: id, Data: data})
}

// asField turns "there is no such event" into a refusal of the field.
func asField(err error, field string) error {
	if apperr.CategoryOf(err) != apperr.NotFound {
		return err
	}
	var errs apperr.Fields
	errs.Add(field, "message.error.no_event")
	return errs.Err()
}
