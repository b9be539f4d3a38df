package roster_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/roster"
	"time"
)

var (
	start = time.Date(2026, time.June, 10, 10, 0, 0, 0, clock.JST)
	staff = account.Actor{Kind: account.KindPerson, IdentityID: "staff", Name: "事務局 見本", Role: account.Organiser}
)

// world is an organisation with the service under test.
type world struct {
	*roster.Service
	t   *testing.T
	org string
}

func newWorld(t *testing.T, d *db.DB, slug string) *world {
	t.Helper()
	o, err := (&programme.Service{DB: d}).CreateOrg(t.Context(), programme.Org{Slug: slug, Name: "あおもりサンプルNPO"})
	if err != nil {
		t.Fatal(err)
	}
	return &world{Service: &roster.Service{DB: d}, t: t, org: o.ID}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) tx(fn func(ctx context.Context, tx *db.Tx) error) {
	w.t.Helper()
	w.must(w.DB.Tx(w.t.Context(), fn))
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}

// person adds somebody whom staff enter.
func (w *world) person(n people.NewPerson) people.Person {
	w.t.Helper()
	var p people.Person
	w.tx(func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = people.Create(ctx, tx, staff, w.org, n)
		return err
	})
	return p
}

func (w *world) fact(person string, kind people.Kind, occasion, ref string, at time.Time) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return people.RecordFacts(ctx, tx, people.Fact{OrgID: w.org, PersonID: person, Kind: kind, Ref: ref, At: db.FromTime(at),
			Occasion: people.Occasion{Kind: people.OccasionEvent, ID: occasion, Title: "見本の会"}, Proof: people.ProofStaff})
	})
}

func (w *world) give(person string, code people.ConsentCode) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return people.GiveConsents(ctx, tx, people.Consent{OrgID: w.org, PersonID: person, Code: code, Channel: people.ChannelWeb, GivenBy: "test"})
	})
}

func (w *world) revoke(person string, code people.ConsentCode) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := people.RevokeConsent(ctx, tx, people.Revocation{OrgID: w.org, PersonID: person, Code: code, By: "person"})
		return err
	})
}

// event adds a published event with one slot, as rows: what matters here is who
// holds a place.
func (w *world) event(id string) {
	w.t.Helper()
	insert := func(table, columns string, values ...any) {
		cols := strings.Fields(columns)
		w.tx(func(ctx context.Context, tx *db.Tx) error { return db.Insert(ctx, tx, table, cols, [][]any{values}) })
	}
	names := `title title_en summary summary_en body body_en place_name place_name_en place_area place_area_en place_address
		place_address_en place_postcode place_map_url place_note place_note_en online_url online_note online_note_en hashtag
		cancel_reason contact_email image_id image_alt`
	zeros := `opens_at closes_at promote_until seq revision created_at updated_at published_at`
	values := []any{w.org, id, id, int64(1), int64(2), "start", "public", "published"}
	for range strings.Fields(names) {
		values = append(values, "")
	}
	for range strings.Fields(zeros) {
		values = append(values, int64(0))
	}
	insert("event", "org_id id slug starts_at ends_at closes_rule visibility state "+names+" "+zeros, values...)
	insert("event_slot", `org_id id event_id name name_en eligibility eligibility_en kind mode waitlist taken waiting pending position`,
		w.org, "slot-"+id, id, "一般", "", "", "", "participant", "first_come", true, 0, 0, 0, 0)
}

func (w *world) registration(id, event, person string, number int, state string) {
	w.t.Helper()
	ended := 0
	if state == "cancelled" {
		ended = number
	}
	w.exec(`INSERT INTO registration (org_id, id, event_id, slot_id, person_id, state, ended, number, idem_key, idem_hash, answers, lang, via, created_at, confirmed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', 'ja', 'web', 1, 1)`, w.org, id, event, "slot-"+event, person, state, ended, number, id)
}

func (w *world) note(person, body string) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := people.AddNote(ctx, tx, staff, w.org, person, body)
		return err
	})
}

// merging is a merge of two persons as they stand, in which the survivor keeps
// what they have.
func (w *world) merging(into, gone string) people.Merging {
	w.t.Helper()
	a, err := people.Find(w.t.Context(), w.DB, w.org, into)
	w.must(err)
	b, err := people.Find(w.t.Context(), w.DB, w.org, gone)
	w.must(err)
	return people.Merging{OrgID: w.org, Into: into, Gone: gone, IntoVersion: a.Version, GoneVersion: b.Version, Reason: "同じ方と電話で確認", Values: valuesOf(a)}
}

func valuesOf(p people.Person) people.NewPerson {
	return people.NewPerson{Family: p.Family, Given: p.Given, KanaFamily: p.KanaFamily, KanaGiven: p.KanaGiven, Email: p.Email,
		Lang: p.Lang, BirthYear: p.BirthYear, Affiliation: p.Affiliation, Phone: p.Phone}
}

func (w *world) wantErr(err error, key string) {
	w.t.Helper()
	if e, ok := apperr.As(err); !ok || e.Key != key {
		w.t.Errorf("got %v, want %s", err, key)
	}
}

// dump is every row of the tables, as text, without the columns that count
// changes.
func (w *world) dump(tables ...string) map[string][]string {
	w.t.Helper()
	all := map[string][]string{}
	for _, table := range tables {
		rows, err := w.DB.Query(w.t.Context(), `SELECT * FROM `+table)
		w.must(err)
		columns, err := rows.Columns()
		w.must(err)
		for rows.Next() {
			values, to := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				to[i] = &values[i]
			}
			w.must(rows.Scan(to...))
			row := map[string]any{}
			for i, c := range columns {
				if c != "version" && c != "updated_at" {
					row[c] = values[i]
				}
			}
			text, err := json.Marshal(row)
			w.must(err)
			all[table] = append(all[table], string(text))
		}
		w.must(rows.Err())
		rows.Close()
		slices.Sort(all[table])
	}
	return all
}

func (w *world) wantSame(before, after map[string][]string) {
	w.t.Helper()
	for _, table := range slices.Sorted(maps.Keys(before)) {
		if !slices.Equal(before[table], after[table]) {
			w.t.Errorf("%s was\n\t%s\nand is\n\t%s", table, strings.Join(before[table], "\n\t"), strings.Join(after[table], "\n\t"))
		}
	}
}

func sample(n int) people.NewPerson {
	return people.NewPerson{Family: "見本", Given: fmt.Sprintf("花%d", n), KanaFamily: "ミホン", KanaGiven: "ハナ", Email: fmt.Sprintf("p%d@example.com", n)}
}

type ctxT = context.Context

// indexed is what the search table has read of a person, which a job writes.
var indexed = regexp.MustCompile(`"indexed_key":"[^"]*"`)

func (w *world) tag(name string, persons ...string) roster.TagAct {
	w.t.Helper()
	act, err := w.Give(w.t.Context(), staff, w.org, name, persons)
	w.must(err)
	return act
}
