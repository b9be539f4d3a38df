package people

import (
	"context"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// Create adds a person of whom staff say that they are new, such as one from a
// paper list. If another person has the e-mail address, it goes on to stand for
// that one, and the two show up as a possible duplicate.
func Create(ctx context.Context, tx *db.Tx, actor account.Actor, org string, n NewPerson) (Person, error) {
	n.clean()
	if err := n.Validate(Want{}); err != nil {
		return Person{}, err
	}
	p := n.person(org, tx.NewID(), tx.Now())
	added, err := insertPersons(ctx, tx, []Person{p}, true)
	if err == nil && added == 0 {
		_, err = insertPersons(ctx, tx, []Person{p}, false)
	}
	if err != nil {
		return Person{}, err
	}
	if err := audit(ctx, tx, actor, org, "person.create", "person", p.ID, nil); err != nil {
		return Person{}, err
	}
	return p, enqueueIndex(ctx, tx, org, []Person{p})
}

// Update saves an edit of the person of which the editor read p.Version; if
// somebody saved in between it is a conflict that names the version that
// stands. The audit trail gets the names of the changed fields, not the values.
func Update(ctx context.Context, tx *db.Tx, actor account.Actor, p Person) (Person, error) {
	n := NewPerson{
		Family: p.Family, Given: p.Given, KanaFamily: p.KanaFamily, KanaGiven: p.KanaGiven, Email: p.Email,
		Lang: p.Lang, BirthYear: p.BirthYear, Affiliation: p.Affiliation, Phone: p.Phone,
	}
	n.clean()
	if err := n.Validate(Want{}); err != nil {
		return Person{}, err
	}
	before, err := Find(ctx, tx, p.OrgID, p.ID)
	if err != nil {
		return Person{}, err
	}
	if before.Version != p.Version {
		return Person{}, conflict(before.Version)
	}
	after := n.person(p.OrgID, p.ID, tx.Now())
	after.Version, after.CreatedAt = before.Version+1, before.CreatedAt
	changed := changedFields(before, after)
	if len(changed) == 0 {
		return before, nil
	}
	if err := savePerson(ctx, tx, before, after); err != nil {
		return Person{}, err
	}
	if err := audit(ctx, tx, actor, p.OrgID, "person.update", "person", p.ID, map[string]any{"fields": changed}); err != nil {
		return Person{}, err
	}
	return after, enqueueIndex(ctx, tx, p.OrgID, []Person{after})
}

func savePerson(ctx context.Context, tx *db.Tx, before, after Person) error {
	n, err := updatePerson(ctx, tx, after, before.Version)
	switch {
	case db.IsUnique(err): // somebody took the address at the same moment
		return conflict(before.Version).Because(err)
	case err != nil:
		return err
	case n == 0:
		return conflict(before.Version)
	}
	if old := before.emailKey(); old != "" && old != after.emailKey() {
		return passEmailOn(ctx, tx, after.OrgID, old)
	}
	return nil
}

func conflict(version int64) *apperr.Error {
	e := *errConflict
	e.Args = []any{"version", strconv.FormatInt(version, 10)}
	return &e
}

func changedFields(a, b Person) []string {
	var names []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"family", a.Family == b.Family}, {"given", a.Given == b.Given},
		{"kana_family", a.KanaFamily == b.KanaFamily}, {"kana_given", a.KanaGiven == b.KanaGiven},
		{"email", a.Email == b.Email}, {"lang", a.Lang == b.Lang}, {"birth_year", a.BirthYear == b.BirthYear},
		{"affiliation", a.Affiliation == b.Affiliation}, {"phone", a.Phone == b.Phone},
	} {
		if !f.same {
			names = append(names, f.name)
		}
	}
	return names
}

func audit(ctx context.Context, tx *db.Tx, actor account.Actor, org string, action, object, id string, data any) error {
	return account.Record(ctx, tx, account.Entry{
		Org: org, Actor: actor, Action: action, Object: object, ObjectID: id, Data: data,
	})
}
