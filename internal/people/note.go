package people

import (
	"context"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

// Note is what staff wrote down about a person. Author names the writer as the
// list shows it, AuthorID is what [Recorder] says of them.
type Note struct {
	ID, OrgID, PersonID string
	Body                string
	Author, AuthorID    string
	CreatedAt           db.Instant
}

const maxNote = 4000

// AddNote writes a note in the name of the actor.
func AddNote(ctx context.Context, tx *db.Tx, actor account.Actor, org, personID, body string) (Note, error) {
	body = text.Clean(body)
	var f apperr.Fields
	if body == "" {
		f.Add("body", "people.error.note_required")
	}
	if text.Graphemes(body) > maxNote {
		f.Add("body", "people.error.too_long", "max", strconv.Itoa(maxNote))
	}
	if err := f.Err(); err != nil {
		return Note{}, err
	}
	if _, err := Find(ctx, tx, org, personID); err != nil {
		return Note{}, err
	}
	author := actor.Name
	if author == "" {
		author = actor.Email
	}
	n := Note{ID: tx.NewID(), OrgID: org, PersonID: personID, Body: body,
		Author: author, AuthorID: Recorder(actor), CreatedAt: tx.Now()}
	if err := insertNote(ctx, tx, n); err != nil {
		return Note{}, err
	}
	return n, audit(ctx, tx, actor, org, "person.note_add", "person", personID, map[string]any{"note": n.ID})
}

// RemoveNote deletes a note for good; that it was there stays in the audit
// trail, what it said does not.
func RemoveNote(ctx context.Context, tx *db.Tx, actor account.Actor, org, personID, id string) error {
	n, err := deleteNote(ctx, tx, org, personID, id)
	if err != nil {
		return err
	}
	if n == 0 {
		return errNoteUnknown
	}
	return audit(ctx, tx, actor, org, "person.note_remove", "person", personID, map[string]any{"note": id})
}

var errNoteUnknown = apperr.New(apperr.NotFound, "people.error.note_unknown")
