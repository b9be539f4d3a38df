package people_test

import (
	"context"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
	"koryu/internal/programme"
)

// world is an organisation with the service under test.
type world struct {
	*people.Service
	t     *testing.T
	org   string
	staff account.Actor
}

func newWorld(t *testing.T, d *db.DB, slug string) world {
	t.Helper()
	o, err := (&programme.Service{DB: d}).CreateOrg(t.Context(), programme.Org{Slug: slug, Name: "あおもりサンプルNPO"})
	if err != nil {
		t.Fatal(err)
	}
	return world{&people.Service{DB: d}, t, o.ID,
		account.Actor{Kind: account.KindPerson, IdentityID: "staff-" + slug, OrgID: o.ID, Name: "事務局 見本", Role: account.Organiser}}
}

func (w world) tx(fn func(ctx context.Context, tx *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Tx(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w world) ensure(in ...people.NewPerson) (out []people.Person) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) (err error) {
		out, err = people.Ensure(ctx, tx, w.org, in)
		return err
	})
	return out
}

func (w world) create(n people.NewPerson) people.Person {
	w.t.Helper()
	return must(w.t, give(w.Create(w.t.Context(), w.staff, w.org, n)))
}

func (w world) record(facts ...people.Fact) {
	w.t.Helper()
	for i := range facts {
		facts[i].OrgID = w.org
	}
	w.tx(func(ctx context.Context, tx *db.Tx) error { return people.RecordFacts(ctx, tx, facts...) })
}

func (w world) thread(p people.Person) []people.Fact {
	w.t.Helper()
	return must(w.t, give(w.Thread(w.t.Context(), w.org, p.ID)))
}

// runJobs does everything that is due.
func (w world) runJobs() {
	w.t.Helper()
	if _, err := jobs.NewWorker(w.DB, w.Handlers(), jobs.Options{}).RunDue(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w world) search(query string) []string {
	w.t.Helper()
	return names(must(w.t, give(w.Search(w.t.Context(), w.org, query, "", 0))).People)
}

func names(people []people.Person) []string {
	out := []string{}
	for _, p := range people {
		out = append(out, p.DisplayName("ja"))
	}
	return out
}

type result[T any] struct {
	v   T
	err error
}

func give[T any](v T, err error) result[T] { return result[T]{v, err} }

func must[T any](t *testing.T, r result[T]) T {
	t.Helper()
	if r.err != nil {
		t.Fatal(r.err)
	}
	return r.v
}

// keyOf is the catalogue key with which err refuses the field, or "".
func keyOf(err error, field string) string {
	if e := apperr.FieldsOf(err).For(field); e != nil {
		return e.Key
	}
	return ""
}
