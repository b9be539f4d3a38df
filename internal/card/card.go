package card

import (
	"slices"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/profile"
)

// Card is a person's card. Fields are those that it shows besides the name, to
// the viewers whom the profile lets see them. HiddenAt are the events during
// which nobody can open it.
type Card struct {
	OrgID, ID, PersonID  string
	Serial               int
	Fields               []profile.Field
	HiddenAt             []string
	CreatedAt, UpdatedAt db.Instant
}

// Choices are the fields that a card can show, in the order of the page.
var Choices = []profile.Field{
	profile.Photo, profile.Kana, profile.Affiliation, profile.Headline, profile.Email, profile.Phone,
	profile.Talk, profile.Seek, profile.Skills, profile.Words, profile.Links, profile.Prefecture,
}

// defaults are what a new card shows, once the person lets it be seen.
var defaults = []profile.Field{profile.Affiliation, profile.Headline}

// Shows tells whether the card shows the field.
func (c Card) Shows(f profile.Field) bool { return slices.Contains(c.Fields, f) }

// Hidden tells whether the card is hidden for the event.
func (c Card) Hidden(event string) bool { return slices.Contains(c.HiddenAt, event) }

func joinFields(fields []profile.Field) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = string(f)
	}
	return strings.Join(words, ",")
}

func splitFields(s string) []profile.Field {
	var fields []profile.Field
	for w := range strings.SplitSeq(s, ",") {
		if f := profile.Field(w); slices.Contains(Choices, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

// chosen brings a choice into the order of the page, each field once.
func chosen(fields []profile.Field) ([]profile.Field, error) {
	for _, f := range fields {
		if !slices.Contains(Choices, f) {
			return nil, apperr.New(apperr.Invalid, "card.error.field").On("fields")
		}
	}
	out := []profile.Field{}
	for _, f := range Choices {
		if slices.Contains(fields, f) {
			out = append(out, f)
		}
	}
	return out, nil
}

// What a card, an exchange or a copy is refused with. Each has its own sentence
// and brings no data.
var (
	errForged      = apperr.New(apperr.NotFound, "card.error.forged")      // no code of ours
	errRotated     = apperr.New(apperr.NotFound, "card.error.rotated")     // the owner replaced it
	errHidden      = apperr.New(apperr.NotFound, "card.error.hidden")      // not during this event
	errForeign     = apperr.New(apperr.NotFound, "card.error.foreign")     // another organisation's
	errUnavailable = apperr.New(apperr.NotFound, "card.error.unavailable") // blocked, either way
	errOwn         = apperr.New(apperr.Conflict, "card.error.own")
	errLink        = apperr.New(apperr.NotFound, "card.error.link") // a copy's link that is worth nothing
	errGone        = apperr.New(apperr.NotFound, "card.error.gone") // the exchange was taken back
	errUndoLate    = apperr.New(apperr.Conflict, "card.error.undo_late")
	errCrowded     = apperr.New(apperr.Exhausted, "card.error.crowded")
)
