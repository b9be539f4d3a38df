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
	asked, err := askedFor(tx, org, in)
	if err != nil {
		return nil, err
	}
	known, err := findHolders(ctx, tx, org, keysOf(asked))
	if err != nil {
		return nil, err
	}
	out, created := resolve(tx, asked, known)
	if len(created) == 0 {
		return out, nil
	}
	n, err := insertPersons(ctx, tx, persons(created), true)
	if err != nil {
		return nil, err
	}
	if int(n) < len(created) {
		if created, err = overtaken(ctx, tx, org, created, out); err != nil {
			return nil, err
		}
	}
	return out, enqueueIndex(ctx, tx, org, persons(created))
}

// asked is one entry of a batch: the person as they would be new, with the
// comparison key of the address.
type asked struct {
	Person
	key string
}

func askedFor(tx *db.Tx, org string, in []NewPerson) ([]asked, error) {
	all := make([]asked, len(in))
	for i, n := range in {
		n.clean()
		if err := n.Validate(Want{}); err != nil {
			return nil, err
		}
		p := n.person(org, "", tx.Now())
		all[i] = asked{Person: p, key: p.emailKey()}
	}
	return all, nil
}

// resolve answers each entry with the person who is known, or with a new one.
// The new ones come in the order of their addresses: two transactions that
// insert the same people then wait for each other instead of locking each other
// out.
func resolve(tx *db.Tx, batch []asked, known map[string]Person) (out []Person, created []asked) {
	out = make([]Person, len(batch))
	for i, a := range batch {
		found, ok := known[a.key]
		if !ok {
			a.ID = tx.NewID()
			created = append(created, a)
			found = a.Person
			if a.key != "" {
				known[a.key] = found
			}
		}
		out[i] = found
	}
	slices.SortStableFunc(created, func(a, b asked) int { return strings.Compare(a.key, b.key) })
	return out, created
}

// overtaken puts the persons in place that another transaction inserted between
// our SELECT and our INSERT, and returns those that are really ours.
func overtaken(ctx context.Context, tx *db.Tx, org string, created []asked, out []Person) ([]asked, error) {
	standing, err := findHolders(ctx, tx, org, keysOf(created))
	if err != nil {
		return nil, err
	}
	for i, p := range out {
		if other, ok := standing[p.emailKey()]; ok {
			out[i] = other
		}
	}
	return slices.DeleteFunc(created, func(a asked) bool {
		other, ok := standing[a.key]
		return ok && other.ID != a.ID
	}), nil
}

// keysOf gives the addresses of a batch, each once.
func keysOf(batch []asked) []string {
	var keys []string
	for _, a := range batch {
		if a.key != "" {
			keys = append(keys, a.key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func persons(batch []asked) []Person {
	out := make([]Person, len(batch))
	for i, a := range batch {
		out[i] = a.Person
	}
	return out
}
