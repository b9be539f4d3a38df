package people

import (
	"context"
	"slices"
	"strings"

	"koryu/internal/kit/db"
)

// MaxEnsure is the largest batch that [Ensure] takes.
const MaxEnsure = 256

// Ensure gives the person behind each of in, in that order: the one whom the
// e-mail address stands for, or a new one. Two entries of one address are one
// person, and the first of them is kept. An entry without an address is always
// a new person. A person that exists stays as it is, whatever was typed.
//
// It costs one SELECT, and one INSERT when somebody is new. Input that
// [NewPerson.Validate] refuses fails the whole batch.
func Ensure(ctx context.Context, tx *db.Tx, org string, in []NewPerson) ([]Person, error) {
	in, err := prepared(in)
	if err != nil {
		return nil, err
	}
	keys := emailKeys(in)
	known, err := findHolders(ctx, tx, org, keys)
	if err != nil {
		return nil, err
	}
	out := make([]Person, len(in))
	created := newcomers(tx, org, in, known, out)
	if len(created) == 0 {
		return out, nil
	}
	n, err := insertPersons(ctx, tx, created, true)
	if err != nil {
		return nil, err
	}
	if int(n) < len(created) {
		if created, err = overtaken(ctx, tx, org, created, out); err != nil {
			return nil, err
		}
	}
	return out, enqueueIndex(ctx, tx, org, created)
}

// newcomers fills out with the persons of in and returns those that are new,
// in the order of their addresses: two transactions that insert the same people
// then wait for each other instead of locking each other out.
func newcomers(tx *db.Tx, org string, in []NewPerson, known map[string]Person, out []Person) []Person {
	var created []Person
	for i, n := range in {
		p := n.person(org, "", tx.Now())
		key := p.emailKey()
		found, ok := known[key]
		if !ok || key == "" {
			p.ID = tx.NewID()
			created = append(created, p)
			known[key], found = p, p
		}
		out[i] = found
	}
	slices.SortStableFunc(created, func(a, b Person) int { return strings.Compare(a.emailKey(), b.emailKey()) })
	return created
}

// overtaken puts the persons in place that another transaction inserted between
// our SELECT and our INSERT, and returns those that are really ours.
func overtaken(ctx context.Context, tx *db.Tx, org string, created, out []Person) ([]Person, error) {
	var keys []string
	for _, p := range created {
		if key := p.emailKey(); key != "" {
			keys = append(keys, key)
		}
	}
	standing, err := findHolders(ctx, tx, org, keys)
	if err != nil {
		return nil, err
	}
	for i, p := range out {
		if other, ok := standing[p.emailKey()]; ok {
			out[i] = other
		}
	}
	return slices.DeleteFunc(created, func(p Person) bool {
		other, ok := standing[p.emailKey()]
		return ok && other.ID != p.ID
	}), nil
}

func prepared(in []NewPerson) ([]NewPerson, error) {
	in = slices.Clone(in)
	for i := range in {
		in[i].clean()
		if err := in[i].Validate(Want{}); err != nil {
			return nil, err
		}
	}
	return in, nil
}

func emailKeys(in []NewPerson) []string {
	var keys []string
	for _, n := range in {
		if key := (Person{Email: n.Email}).emailKey(); key != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
