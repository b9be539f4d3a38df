package profile

import (
	"context"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// exported is all that the package holds of a person. Who sees which field is
// among the consents of package people.
type exported struct {
	Profile *exportedProfile `json:"profile"`
	Photos  []exportedPhoto  `json:"photos"`
}

type exportedProfile struct {
	Headline   string       `json:"headline"`
	Skills     []SkillLevel `json:"skills"`
	Words      []string     `json:"words"`
	Ties       []Tie        `json:"ties"`
	Prefecture string       `json:"prefecture"`
	Patterns   []Pattern    `json:"patterns"`
	Horizon    string       `json:"horizon"`
	Talk       string       `json:"talk"`
	Seek       string       `json:"seek"`
	Mentor     bool         `json:"mentor"`
	Links      []Link       `json:"links"`
	UpdatedAt  time.Time    `json:"updated_at"`
}

type exportedPhoto struct {
	Type   string `json:"type"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Data   []byte `json:"data"` // base64
}

// Export gives everything that is stored of the person, to the person: hidden
// data too, as long as they are there.
func Export(ctx context.Context, q db.Q, org, person string) (any, error) {
	var out exported
	found, err := load(ctx, q, org, []string{person})
	if err != nil {
		return nil, err
	}
	if p, ok := found[person]; ok {
		out.Profile = &exportedProfile{
			p.Headline, p.Skills, p.Words, p.Ties, p.Prefecture, p.Patterns, p.Horizon, p.Talk, p.Seek, p.Mentor, p.Links, p.UpdatedAt.Time(),
		}
	}
	photos, err := photosOf(ctx, q, org, person)
	for _, m := range photos {
		out.Photos = append(out.Photos, exportedPhoto{m.Type, m.Width, m.Height, m.Data})
	}
	return out, err
}

// Erase deletes everything; no figure is counted from it.
func Erase(ctx context.Context, tx *db.Tx, org, person string) ([]people.Erased, error) {
	return deleteAll(ctx, tx, org, person)
}

// Holdings are the tables of this package in which a person stands, for the
// image of a merge.
func Holdings() []db.Holding {
	return []db.Holding{
		{Table: "profile", Key: []string{"person_id"}, Columns: []string{"person_id"}},
		{Table: "profile_photo", Key: []string{"id"}, Columns: []string{"person_id"}},
		{Table: "profile_skill", Key: []string{"person_id", "code"}, Columns: []string{"person_id"}},
		{Table: "profile_choice", Key: []string{"person_id", "kind", "code"}, Columns: []string{"person_id"}},
	}
}

// Repoint hands the profile over when two records of one person become one.
// Where both were filled in, that of the record that stays is kept, and is shown
// to nobody but the organiser until the person chooses again: what was allowed
// for the one text was not allowed for the other.
func Repoint(ctx context.Context, tx *db.Tx, org, from, to string) error {
	there, err := exists(ctx, tx, org, to)
	if err != nil {
		return err
	}
	if there == 0 {
		return move(ctx, tx, org, from, to)
	}
	gone, err := deleteAll(ctx, tx, org, from)
	if err != nil || len(gone) == 0 {
		return err
	}
	return hideFields(ctx, tx, account.System(org), org, to)
}
