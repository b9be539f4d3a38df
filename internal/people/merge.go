package people

import (
	"context"
	"strconv"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

// Merging makes two persons one. Gone becomes part of Into, which gets Values;
// the versions are those that staff compared.
type Merging struct {
	OrgID                    string
	Into, Gone               string
	IntoVersion, GoneVersion int64
	Values                   NewPerson
	Reason                   string
}

// Merged is the record of two persons who became one.
type Merged struct {
	ID, OrgID    string
	Gone, Into   string
	Reason       string
	By           string // what [Recorder] says of who did it
	At           db.Instant
	UndoneAt     db.Instant
	CanTakeBack  bool // the rows are kept
	keptTogether string
}

// MergeUndo is how long a merge can be taken back.
const MergeUndo = 30 * 24 * time.Hour

// mergeMark is the author of what a merge itself ended, such as the second of
// two equal consents; nobody withdrew them.
const mergeMark = "merge"

const maxReason = 400

// Refusals of a merge.
var (
	errMergeSelf    = apperr.New(apperr.Invalid, "people.error.merge_self")
	errMergeGone    = apperr.New(apperr.Conflict, "people.error.merge_gone")
	errMergeClosing = apperr.New(apperr.Conflict, "people.error.merge_closing")
	errUndoLate     = apperr.New(apperr.Conflict, "people.error.merge_undo_late")
	errUndoOver     = apperr.New(apperr.Conflict, "people.error.merge_undo_over")
	errUndoLater    = apperr.New(apperr.Conflict, "people.error.merge_undo_later")
)

// LockForMerge locks the two persons and tells whether they can become one:
// both are of the organisation and as staff saw them, neither is about to be
// erased.
func LockForMerge(ctx context.Context, tx *db.Tx, m Merging) (into, gone Person, err error) {
	if m.Into == m.Gone {
		return into, gone, errMergeSelf
	}
	var f apperr.Fields
	if text.Clean(m.Reason) == "" {
		f.Add("reason", "people.error.merge_reason")
	}
	if text.Graphemes(m.Reason) > maxReason {
		f.Add("reason", "people.error.too_long", "max", strconv.Itoa(maxReason))
	}
	if err := f.Err(); err != nil {
		return into, gone, err
	}
	found, closing, err := lockPair(ctx, tx, m.OrgID, m.Into, m.Gone)
	if err != nil {
		return into, gone, err
	}
	into, gone = found[m.Into], found[m.Gone]
	for _, id := range []string{m.Into, m.Gone} {
		if found[id].ID != "" {
			continue
		}
		if _, err := MergedInto(ctx, tx, m.OrgID, id); err == nil {
			return into, gone, errMergeGone
		}
		return into, gone, errUnknown
	}
	switch {
	case into.Version != m.IntoVersion:
		return into, gone, conflict(into.Version)
	case gone.Version != m.GoneVersion:
		return into, gone, conflict(gone.Version)
	case closing:
		return into, gone, errMergeClosing
	}
	return into, gone, letGoOfEmail(ctx, tx, m.OrgID, m.Gone)
}

// Repoint moves what this package keeps of a person to another: facts, consents
// and notes. Of two equal facts and of two equal consents one is ended and stays
// as a row. A consent ends if the other withdrew the same one later: what
// somebody said last counts, whichever of the two records they said it to.
func Repoint(ctx context.Context, tx *db.Tx, org, from, to string) error {
	for _, step := range []func(context.Context, *db.Tx, string, string, string) error{
		retractTwins, moveFacts, endWithdrawn, endTwins, moveConsents, moveNotes, moveApart,
	} {
		if err := step(ctx, tx, org, from, to); err != nil {
			return err
		}
	}
	return nil
}

// Merge removes the person who is gone and gives the other the chosen values.
// All rows that point at the first must have moved before; the database refuses
// otherwise.
func Merge(ctx context.Context, tx *db.Tx, into, gone Person, values NewPerson) (Person, error) {
	values.clean()
	if err := values.Validate(Want{}); err != nil {
		return Person{}, err
	}
	if err := deletePerson(ctx, tx, gone.OrgID, gone.ID); err != nil {
		return Person{}, err
	}
	after := values.person(into.OrgID, into.ID, tx.Now())
	after.Version, after.CreatedAt = into.Version+1, into.CreatedAt
	if err := savePerson(ctx, tx, into, after); err != nil {
		return Person{}, err
	}
	for _, key := range []string{into.emailKey(), gone.emailKey()} {
		if key != "" {
			if err := passEmailOn(ctx, tx, into.OrgID, key); err != nil {
				return Person{}, err
			}
		}
	}
	return after, enqueueIndex(ctx, tx, into.OrgID, []Person{after})
}

// RecordMerge writes the record, with what is needed for the way back, and the
// audit entry, which names no field's value.
func RecordMerge(ctx context.Context, tx *db.Tx, actor account.Actor, m Merging, kept string) (Merged, error) {
	r := Merged{ID: tx.NewID(), OrgID: m.OrgID, Gone: m.Gone, Into: m.Into, Reason: text.Clean(m.Reason), By: Recorder(actor),
		At: tx.Now(), CanTakeBack: true, keptTogether: kept}
	if err := insertMerge(ctx, tx, r); err != nil {
		return r, err
	}
	return r, account.Record(ctx, tx, account.Entry{Org: m.OrgID, Actor: actor, Action: "person.merged", Object: "person",
		ObjectID: m.Into, Reason: r.Reason, Data: map[string]string{"gone": m.Gone, "merge": r.ID}})
}

// LockMerge finds a merge that can still be taken back, with what was kept for
// it. A merge on top of it has to be taken back first.
func LockMerge(ctx context.Context, tx *db.Tx, org, id string) (Merged, string, error) {
	r, err := lockMerge(ctx, tx, org, id)
	switch {
	case err != nil:
		return r, "", orUnknown(err)
	case !r.UndoneAt.IsZero():
		return r, "", errUndoOver
	case r.keptTogether == "" || tx.Now() > r.At.Add(MergeUndo):
		return r, "", errUndoLate
	}
	if later, err := laterMerge(ctx, tx, r); err != nil || later {
		if err == nil {
			err = errUndoLater
		}
		return r, "", err
	}
	_, closing, err := lockPair(ctx, tx, org, r.Into, r.Into)
	if err == nil && closing {
		err = errMergeClosing
	}
	return r, r.keptTogether, err
}

// MergeTakenBack ends the way back: both persons are found again, and forms that
// show either of them are out of date.
func MergeTakenBack(ctx context.Context, tx *db.Tx, actor account.Actor, r Merged) error {
	if err := endMerge(ctx, tx, r, Recorder(actor)); err != nil {
		return err
	}
	ids := []string{r.Into, r.Gone}
	if err := renew(ctx, tx, r.OrgID, r.Gone, ids); err != nil {
		return err
	}
	both, err := FindMany(ctx, tx, r.OrgID, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if key := both[id].emailKey(); key != "" {
			if err := passEmailOn(ctx, tx, r.OrgID, key); err != nil {
				return err
			}
		}
	}
	if err := reindex(ctx, tx, r.OrgID, ids); err != nil {
		return err
	}
	return account.Record(ctx, tx, account.Entry{Org: r.OrgID, Actor: actor, Action: "person.merge_undone", Object: "person",
		ObjectID: r.Into, Data: map[string]string{"gone": r.Gone, "merge": r.ID}})
}

// Holdings are the tables of this package in which a person stands, for the
// image of a merge.
func Holdings() []db.Holding {
	return []db.Holding{
		{Table: "person", Key: []string{"id"}, Columns: []string{"id"}},
		{Table: "participation", Key: []string{"id"}, Columns: []string{"person_id"}},
		{Table: "consent", Key: []string{"id"}, Columns: []string{"person_id"}},
		{Table: "person_note", Key: []string{"id"}, Columns: []string{"person_id"}},
		{Table: "person_apart", Key: []string{"a_id", "b_id"}, Columns: []string{"a_id", "b_id"}},
	}
}
