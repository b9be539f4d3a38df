package roster

import (
	"context"
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Dossier is all that this package holds of one person, for the person.
type Dossier struct {
	Tags   []DossierTag   `json:"tags"`
	Merges []DossierMerge `json:"merges"`
}

// DossierTag is a word by which staff sorted the person.
type DossierTag struct {
	Name    string    `json:"name"`
	GivenAt time.Time `json:"given_at"`
}

// DossierMerge is another record that was made one with the person's.
type DossierMerge struct {
	At time.Time `json:"at"`
}

// Export gives everything that this package holds of a person.
func Export(ctx context.Context, q db.Q, org, person string) (any, error) {
	tags, err := listGiven(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	d := Dossier{Tags: tags, Merges: []DossierMerge{}}
	merges, err := people.Merges(ctx, q, org, person)
	for _, m := range merges {
		d.Merges = append(d.Merges, DossierMerge{At: m.At.Time()})
	}
	return d, err
}

// Erase takes the tags of a person, and what was kept for the way back from
// merges.
func Erase(ctx context.Context, tx *db.Tx, org, person string) ([]people.Erased, error) {
	tags, err := deleteGiven(ctx, tx, org, person)
	if err != nil {
		return nil, err
	}
	merges, err := people.ForgetMerges(ctx, tx, org, person)
	return []people.Erased{{Table: "person_tag", Rows: tags}, {Table: "person_merge", Rows: merges}}, err
}
