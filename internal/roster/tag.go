package roster

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

// Tag is a word that staff sort persons by. People is how many have it, in the
// list of all tags.
type Tag struct {
	ID, OrgID, Name string
	CreatedAt       db.Instant
	People          int
}

// TagAct is a tag that was given to persons or taken from them, all at once.
// People is how many that changed: who had it already is not among them.
type TagAct struct {
	ID     string
	Tag    Tag
	Added  bool
	People int
}

const (
	maxTagName = 40
	maxTags    = 200
	mostTagged = 20000 // persons in one act
)

var (
	errTagUnknown  = apperr.New(apperr.NotFound, "roster.error.tag_unknown")
	errUndone      = apperr.New(apperr.Conflict, "roster.error.tag_undone")
	errTooMany     = apperr.New(apperr.Invalid, "roster.error.too_many", "max", strconv.Itoa(mostTagged))
	errTooManyTags = apperr.New(apperr.Invalid, "roster.error.too_many_tags", "max", strconv.Itoa(maxTags)).On("tag")
)

// ListTags lists the tags of org by name.
func (s *Service) ListTags(ctx context.Context, org string) ([]Tag, error) {
	return listTags(ctx, s.DB, org)
}

// TagsOf lists the tags of a person by name.
func (s *Service) TagsOf(ctx context.Context, org, person string) ([]Tag, error) {
	all, err := tagsOf(ctx, s.DB, org, []string{person})
	return all[person], err
}

// Give gives the tag with the name, new or known, to persons of org: all of
// them, or none where one of them is not of org.
func (s *Service) Give(ctx context.Context, actor account.Actor, org, name string, persons []string) (TagAct, error) {
	name = text.Clean(name)
	var f apperr.Fields
	if name == "" {
		f.Add("tag", "roster.error.tag_required")
	}
	if text.Graphemes(name) > maxTagName {
		f.Add("tag", "people.error.too_long", "max", strconv.Itoa(maxTagName))
	}
	if err := f.Err(); err != nil {
		return TagAct{}, err
	}
	return s.act(ctx, actor, org, persons, true, func(ctx context.Context, tx *db.Tx) (Tag, error) {
		return ensureTag(ctx, tx, org, name)
	})
}

// Take takes a tag from persons of org, all or none. Who does not have it is
// left alone.
func (s *Service) Take(ctx context.Context, actor account.Actor, org, tag string, persons []string) (TagAct, error) {
	return s.act(ctx, actor, org, persons, false, func(ctx context.Context, tx *db.Tx) (Tag, error) {
		return findTag(ctx, tx, org, tag)
	})
}

func (s *Service) act(ctx context.Context, actor account.Actor, org string, persons []string, add bool,
	tag func(context.Context, *db.Tx) (Tag, error)) (TagAct, error) {
	persons = slices.Compact(slices.Sorted(slices.Values(persons)))
	if len(persons) > mostTagged {
		return TagAct{}, errTooMany
	}
	var done TagAct
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		known, err := countKnown(ctx, tx, org, persons)
		if err != nil {
			return err
		}
		if known != len(persons) {
			return apperr.New(apperr.NotFound, "people.error.unknown")
		}
		t, err := tag(ctx, tx)
		if err != nil {
			return err
		}
		changed, err := setTag(ctx, tx, org, t.ID, persons, add, people.Recorder(actor))
		if err != nil {
			return err
		}
		done = TagAct{ID: tx.NewID(), Tag: t, Added: add, People: len(changed)}
		if len(changed) == 0 {
			return nil
		}
		ids, err := json.Marshal(changed)
		if err != nil {
			return err
		}
		if err := insertAct(ctx, tx, org, done, string(ids), people.Recorder(actor)); err != nil {
			return err
		}
		action := "tag.given"
		if !add {
			action = "tag.taken"
		}
		return account.Record(ctx, tx, account.Entry{Org: org, Actor: actor, Action: action, Object: "tag", ObjectID: t.ID,
			Data: map[string]any{"people": len(changed), "act": done.ID}})
	})
	return done, err
}

// Undo takes an act back: from those to whom it gave the tag it takes it, and
// the other way round. Who is gone meanwhile is left out.
func (s *Service) Undo(ctx context.Context, actor account.Actor, org, act string) (TagAct, error) {
	var done TagAct
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, ids, err := endAct(ctx, tx, org, act)
		if err != nil {
			return err
		}
		var persons []string
		if err := json.Unmarshal([]byte(ids), &persons); err != nil {
			return err
		}
		there, err := people.FindMany(ctx, tx, org, persons)
		if err != nil {
			return err
		}
		persons = slices.DeleteFunc(persons, func(id string) bool { return there[id].ID == "" })
		if _, err := setTag(ctx, tx, org, a.Tag.ID, persons, !a.Added, people.Recorder(actor)); err != nil {
			return err
		}
		done = a
		return account.Record(ctx, tx, account.Entry{Org: org, Actor: actor, Action: "tag.undone", Object: "tag", ObjectID: a.Tag.ID,
			Data: map[string]any{"people": len(persons), "act": act}})
	})
	return done, err
}

// RemoveTag deletes a tag from org and from everybody who has it.
func (s *Service) RemoveTag(ctx context.Context, actor account.Actor, org, tag string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := deleteTag(ctx, tx, org, tag)
		if err != nil {
			return err
		}
		return account.Record(ctx, tx, account.Entry{Org: org, Actor: actor, Action: "tag.removed", Object: "tag", ObjectID: tag,
			Data: map[string]any{"people": n}})
	})
}
