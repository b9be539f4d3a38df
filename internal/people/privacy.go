package people

import (
	"context"
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
)

// Dossier is all that this package holds of one person, for the person.
type Dossier struct {
	Person   DossierPerson    `json:"person"`
	Thread   []DossierFact    `json:"thread"`
	Consents []DossierConsent `json:"consents"`
	Notes    []DossierNote    `json:"notes"`
}

// DossierPerson is what stands in the list of people.
type DossierPerson struct {
	ID          string    `json:"id"`
	Family      string    `json:"family"`
	Given       string    `json:"given"`
	KanaFamily  string    `json:"kana_family"`
	KanaGiven   string    `json:"kana_given"`
	Email       string    `json:"email"`
	Lang        string    `json:"language"`
	BirthYear   int       `json:"birth_year"`
	Affiliation string    `json:"affiliation"`
	Phone       string    `json:"phone"`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
}

// DossierFact is one fact of the thread.
type DossierFact struct {
	Kind        string     `json:"kind"`
	Title       string     `json:"title"`
	TitleEn     string     `json:"title_en"`
	At          time.Time  `json:"at"`
	Proof       string     `json:"proof"`
	RetractedAt *time.Time `json:"retracted_at"`
}

// DossierConsent is one consent, with the title of the words agreed to.
type DossierConsent struct {
	Code      string     `json:"code"`
	Title     string     `json:"title"`
	Scope     string     `json:"scope"`
	Recipient string     `json:"recipient"`
	Version   int        `json:"text_version"`
	Hash      string     `json:"text_hash"`
	Channel   string     `json:"channel"`
	GivenAt   time.Time  `json:"given_at"`
	RevokedAt *time.Time `json:"revoked_at"`
}

// DossierNote is what staff wrote about the person; who wrote it is the
// writer's own matter.
type DossierNote struct {
	Body      string    `json:"body"`
	CreatedAt time.Time `json:"created_at"`
}

// Export gives everything that this package holds of a person.
func Export(ctx context.Context, q db.Q, org, person string) (any, error) {
	p, err := Find(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	d := Dossier{Person: DossierPerson{
		ID: p.ID, Family: p.Family, Given: p.Given, KanaFamily: p.KanaFamily, KanaGiven: p.KanaGiven, Email: p.Email,
		Lang: string(p.Lang), BirthYear: p.BirthYear, Affiliation: p.Affiliation, Phone: p.Phone,
		CreatedAt: p.CreatedAt.Time(), UpdatedAt: p.UpdatedAt.Time(),
	}}
	facts, err := ThreadHistory(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	for _, f := range facts {
		d.Thread = append(d.Thread, DossierFact{Kind: string(f.Kind), Title: f.Occasion.Title, TitleEn: f.Occasion.TitleEn,
			At: f.At.Time(), Proof: f.Proof, RetractedAt: unlessZero(f.RetractedAt)})
	}
	consents, err := ConsentHistory(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	for _, c := range consents {
		words, _ := ConsentTextVersion(c.Code, c.TextVersion)
		d.Consents = append(d.Consents, DossierConsent{Code: string(c.Code), Title: words.TitleIn(c.Lang), Scope: c.Scope,
			Recipient: c.Recipient, Version: c.TextVersion, Hash: c.TextHash, Channel: c.Channel,
			GivenAt: c.GivenAt.Time(), RevokedAt: unlessZero(c.RevokedAt)})
	}
	notes, err := ListNotes(ctx, q, org, person)
	for _, n := range notes {
		d.Notes = append(d.Notes, DossierNote{Body: n.Body, CreatedAt: n.CreatedAt.Time()})
	}
	return d, err
}

func unlessZero(at db.Instant) *time.Time {
	if at.IsZero() {
		return nil
	}
	t := at.Time()
	return &t
}

// ErasedName stands where a name was. The table wants one, and a page that shows
// an old fact shows this.
const ErasedName = "—"

// Reasons for which rows stay; the catalogue words them.
const (
	KeptFigures = "privacy.kept.figures" // counts must stay what was reported
	KeptRow     = "privacy.kept.row"     // an empty row to which the figures point
)

// Erase empties the person's row, and deletes search keys, consents and notes.
// The facts stay, as what somebody once did whom nobody can name any more. It
// must come last: it takes away by what the other packages find the person.
func Erase(ctx context.Context, tx *db.Tx, org, person string) ([]Erased, error) {
	p, err := Find(ctx, tx, org, person)
	if err != nil {
		return nil, err
	}
	var list []Erased
	for _, step := range []struct {
		table, kept string
		do          func(context.Context, *db.Tx, string, string) (int64, error)
	}{
		{"person_note", "", deleteNotes},
		{"consent", "", deleteConsents},
		{"person_gram", "", deleteAllGrams},
		{"participation", KeptFigures, emptyFacts},
	} {
		n, err := step.do(ctx, tx, org, person)
		if err != nil {
			return nil, err
		}
		list = append(list, Erased{Table: step.table, Rows: int(n), Kept: step.kept})
	}
	empty := Person{ID: person, OrgID: org, Family: ErasedName, Lang: i18n.Ja}
	if err := emptyPerson(ctx, tx, empty, tx.Now()); err != nil {
		return nil, err
	}
	if key := p.emailKey(); key != "" {
		err = passEmailOn(ctx, tx, org, key)
	}
	return append(list, Erased{Table: "person", Rows: 1}, Erased{Table: "person", Rows: 1, Kept: KeptRow}), err
}

// Close lets nobody but staff be shown the person from now on, or again.
func Close(ctx context.Context, tx *db.Tx, org, person string, closing bool) error {
	at := db.Instant(0)
	if closing {
		at = tx.Now()
	}
	return setClosing(ctx, tx, org, person, at)
}

// Closed tells which of ids want to be erased, or are. Lists that are shown to
// anybody but staff, and everything that is sent, leave them out.
func Closed(ctx context.Context, q db.Q, org string, ids []string) (map[string]bool, error) {
	closed := make(map[string]bool)
	err := inChunks(org, ids, func(marks string, args []any) error {
		found, err := closedAmong(ctx, q, marks, args)
		for _, id := range found {
			closed[id] = true
		}
		return err
	})
	return closed, err
}

// IsErased tells whether the person's row is empty.
func IsErased(ctx context.Context, q db.Q, org, person string) (bool, error) {
	return isErased(ctx, q, org, person)
}
