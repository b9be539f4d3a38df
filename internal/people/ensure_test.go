package people_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/people"
)

func TestABatchIsAnsweredInItsOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		known := w.ensure(people.NewPerson{Family: "見本", Given: "花乃例", Email: "p009@example.com"})[0]
		out := w.ensure(
			people.NewPerson{Family: "例示", Given: "はやて", Email: "z@example.com"},
			people.NewPerson{Family: "名無し"},
			people.NewPerson{Family: "だれか", Given: "べつのひと", Email: "P009@EXAMPLE.com"},
			people.NewPerson{Family: "仮名", Given: "まつり", Email: "a@example.com"},
			people.NewPerson{Family: "例示", Given: "ふたたび", Email: "Z@example.com"},
			people.NewPerson{Family: "名無し"},
		)
		want := []string{"例示 はやて", "名無し", "見本 花乃例", "仮名 まつり", "例示 はやて", "名無し"}
		if got := names(out); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		if out[2] != known {
			t.Errorf("a stranger changed a person: %+v", out[2])
		}
		if out[0].ID != out[4].ID {
			t.Error("one address in one batch became two persons")
		}
		if out[1].ID == out[5].ID {
			t.Error("two persons without an address became one")
		}
		if n := must(t, give(w.Count(t.Context(), w.org))); n != 5 {
			t.Errorf("%d persons", n)
		}
	})
}

func TestAnInvalidEntryFailsItsBatch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := people.Ensure(ctx, tx, w.org, []people.NewPerson{{Family: "見本"}, {Family: "例示", KanaFamily: "漢字"}})
			return err
		})
		if keyOf(err, "kana_family") == "" {
			t.Errorf("%v", err)
		}
		if n := must(t, give(w.Count(t.Context(), w.org))); n != 0 {
			t.Errorf("%d persons", n)
		}
	})
}

func TestABatchOf256(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		var in []people.NewPerson
		for i := range people.MaxEnsure {
			in = append(in, people.NewPerson{Family: "見本", Given: fmt.Sprint(i), Email: fmt.Sprintf("p%03d@example.com", (i*7)%people.MaxEnsure)})
		}
		first, again := w.ensure(in...), w.ensure(in...)
		if !slices.Equal(first, again) || len(first) != people.MaxEnsure {
			t.Error("the second batch met other persons than the first made")
		}
	})
}

func TestBatchesAtTheSameMomentAgreeOnThePersons(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		const batches, size, rounds = 4, 40, 5
		for round := range rounds {
			var group sync.WaitGroup
			answers := make([][]people.Person, batches)
			for b := range batches {
				group.Go(func() {
					in := make([]people.NewPerson, size)
					for i := range in { // each batch in another order
						n := (i*(2*b+1) + b) % size
						in[i] = people.NewPerson{Family: "見本", Email: fmt.Sprintf("r%d-%d@example.com", round, n)}
					}
					answers[b] = w.ensure(in...)
				})
			}
			group.Wait()
			byEmail := map[string]string{}
			for _, batch := range answers {
				for _, p := range batch {
					if id, ok := byEmail[p.Email]; ok && id != p.ID {
						t.Fatalf("%s is two persons", p.Email)
					}
					byEmail[p.Email] = p.ID
				}
			}
		}
		if n := must(t, give(w.Count(t.Context(), w.org))); n != size*rounds {
			t.Errorf("%d persons, want %d", n, size*rounds)
		}
	})
}

func TestAnAddressStandsForOnePerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		first := w.ensure(people.NewPerson{Family: "架空", Given: "りんご", Email: "home@example.com"})[0]
		partner := w.create(people.NewPerson{Family: "架空", Given: "はやて", Email: "home@example.com"})
		meets := func(want people.Person, when string) {
			t.Helper()
			if got := w.ensure(people.NewPerson{Family: "x", Email: "HOME@example.com"})[0]; got.ID != want.ID {
				t.Errorf("%s the address meets %s", when, got.DisplayName("ja"))
			}
		}
		meets(first, "with two owners")
		first.Email = "apple@example.com"
		first = must(t, give(w.Update(t.Context(), w.staff, first)))
		meets(partner, "after the first moved away")
		first.Email = "home@example.com"
		first = must(t, give(w.Update(t.Context(), w.staff, first)))
		meets(partner, "after the first came back")
		third := w.create(people.NewPerson{Family: "架空", Given: "なぎさ", Email: "home@example.com"})
		third.Email = ""
		must(t, give(w.Update(t.Context(), w.staff, third)))
		meets(partner, "after one left who never had it")
		partner.Email = ""
		must(t, give(w.Update(t.Context(), w.staff, partner)))
		meets(first, "after the second gave it up")
	})
}

func TestTheLaterOfTwoEditsOfAPersonIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.create(people.NewPerson{Family: "林檎畑", Given: "ゆき", Email: "yuki@example.com"})
		p.Affiliation = "架空りんご加工"
		if got := must(t, give(w.Update(t.Context(), w.staff, p))); got.Version != 2 || got.Affiliation != p.Affiliation {
			t.Errorf("%+v", got)
		}
		p.Affiliation = "見本水産"
		_, err := w.Update(t.Context(), w.staff, p)
		if e, ok := apperr.As(err); !ok || e.Category != apperr.Conflict || !slices.Equal(e.Args, []any{"version", "2"}) {
			t.Errorf("%+v", err)
		}
		same := must(t, give(w.Find(t.Context(), w.org, p.ID)))
		if got := must(t, give(w.Update(t.Context(), w.staff, same))); got.Version != 2 {
			t.Error("saving without a change makes no version")
		}
	})
}

func TestOfEditsAtTheSameMomentOneIsSaved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "sample")
		p := w.create(people.NewPerson{Family: "帆立沢", Given: "みなみ例"})
		const rounds, editors = 20, 8
		for round := range rounds {
			var saved atomic.Int32
			var group sync.WaitGroup
			start := make(chan struct{})
			for i := range editors {
				group.Go(func() {
					<-start
					edit := p
					edit.Affiliation = fmt.Sprint(round, ".", i)
					if _, err := w.Update(t.Context(), w.staff, edit); err == nil {
						saved.Add(1)
					} else if apperr.CategoryOf(err) != apperr.Conflict {
						t.Error(err)
					}
				})
			}
			close(start)
			group.Wait()
			if n := saved.Load(); n != 1 {
				t.Fatalf("%d of %d edits were saved", n, editors)
			}
			p = must(t, give(w.Find(t.Context(), w.org, p.ID)))
		}
	}, dbtest.WithMaxConns(8))
}

func TestPersonsOfAnotherOrganisationDoNotExist(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ours, theirs := newWorld(t, d, "ours"), newWorld(t, d, "theirs")
		p := theirs.ensure(people.NewPerson{Family: "霧氷", Given: "ほたて", Email: "hotate@example.com"})[0]
		theirs.record(people.Fact{PersonID: p.ID, Kind: people.Attended, Occasion: people.Occasion{Kind: people.OccasionEvent, ID: "E1"}})
		theirs.runJobs()
		moved := p
		moved.OrgID = ours.org
		for name, err := range map[string]error{
			"reading":  give(ours.Find(t.Context(), ours.org, p.ID)).err,
			"by email": give(ours.FindByEmail(t.Context(), ours.org, p.Email)).err,
			"editing":  give(ours.Update(t.Context(), ours.staff, moved)).err,
			"a note":   give(ours.AddNote(t.Context(), ours.staff, ours.org, p.ID, "?")).err,
		} {
			if apperr.CategoryOf(err) != apperr.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := ours.search("霧氷"); len(got) != 0 {
			t.Errorf("the search finds %v", got)
		}
		if got := must(t, give(ours.Thread(t.Context(), ours.org, p.ID))); len(got) != 0 {
			t.Errorf("their thread is read: %v", got)
		}
		if own := ours.ensure(people.NewPerson{Family: "霧氷", Email: "hotate@example.com"})[0]; own.ID == p.ID {
			t.Error("one address in two organisations is two persons")
		}
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return people.RecordFacts(ctx, tx, people.Fact{OrgID: ours.org, PersonID: p.ID, Kind: people.Attended})
		})
		if !db.IsForeignKey(err) {
			t.Errorf("a fact was put on a foreign thread: %v", err)
		}
	})
}
