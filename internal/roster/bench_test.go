package roster_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/text"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/roster"
)

// city is how many persons the list is asked about.
const city = 50_000

// BenchmarkList asks for one page of 50,000 persons and for their number, with
// the filters that staff use; SQLite unless TEST_POSTGRES_URL is set too.
func BenchmarkList(b *testing.B) {
	for _, engine := range engines() {
		b.Run(engine.String(), func(b *testing.B) {
			d := dbtest.Open(b, engine)
			s, org, tag := build(b, d)
			for _, c := range []struct {
				name string
				roster.Filter
			}{
				{"everybody", roster.Filter{}},
				{"event", roster.Filter{Event: "event-7", Came: roster.CameAttended}},
				{"event without tie", roster.Filter{Event: "event-7", Came: roster.CameAttended, Ties: roster.TiesNone}},
				{"event skill consent", roster.Filter{Event: "event-7", Came: roster.CameAttended, Skills: []string{"07"}, Consents: []people.ConsentCode{people.ConsentNews}}},
				{"tag prefecture", roster.Filter{Tags: []string{tag}, Prefectures: []string{"13"}}},
				{"skill", roster.Filter{Skills: []string{"07"}}},
				{"words", roster.Filter{Words: string([]rune{0x4E00 + 11, 0x5200 + 49})}},
				{"no tie", roster.Filter{Ties: roster.TiesNone}},
				{"consent", roster.Filter{Consents: []people.ConsentCode{people.ConsentNews}}},
				{"year", roster.Filter{FY: 2025}},
			} {
				b.Run("page/"+c.name, func(b *testing.B) {
					for b.Loop() {
						if _, err := s.Page(b.Context(), org, c.Filter, "", 50); err != nil {
							b.Fatal(err)
						}
					}
				})
				b.Run("count/"+c.name, func(b *testing.B) {
					for b.Loop() {
						if _, err := s.Count(b.Context(), org, c.Filter); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}

// build fills an organisation: every fourth person agrees to letters, every
// third to contact and has a profile, every fifth has a tie; 300 came to each of
// 160 events.
func build(b *testing.B, d *db.DB) (*roster.Service, string, string) {
	b.Helper()
	o, err := (&programme.Service{DB: d}).CreateOrg(b.Context(), programme.Org{Slug: "city", Name: "あおもりサンプルNPO"})
	if err != nil {
		b.Fatal(err)
	}
	rows := map[string][][]any{}
	id := func(i int) string { return fmt.Sprintf("person-%05d", i) }
	for i := range city {
		name := string([]rune{rune(0x4E00 + i*7919%400), rune(0x5200 + i*104729%300), rune(0x6000 + i%250)})
		key := text.SearchKey(name)
		rows["person"] = append(rows["person"], []any{o.ID, id(i), name, "", "", "", "", "", false, "ja", 0, "", "", key, key, key, key, "他", 1, 1, 1})
		for _, gram := range text.Grams(key) {
			rows["person_gram"] = append(rows["person_gram"], []any{o.ID, gram, id(i)})
		}
		rows["participation"] = append(rows["participation"], []any{o.ID, "f" + id(i), id(i), "attended", "event", fmt.Sprintf("event-%d", i%160), "", "会", "",
			int64(1_600_000_000_000_000 + i*7919%city*4_000_000_000), "scan", "", "x", 1})
		if i%4 == 0 {
			rows["consent"] = append(rows["consent"], []any{o.ID, "g" + id(i), id(i), "g", "", "", 1, "x", "ja", "web", "x", 1})
		}
		if i%3 == 0 {
			rows["consent"] = append(rows["consent"], []any{o.ID, "h" + id(i), id(i), "h", "", "", 1, "x", "ja", "web", "x", 1})
			rows["profile"] = append(rows["profile"], []any{o.ID, id(i), "", "[]", fmt.Sprintf("%02d", 1+i%47), "open", "", "", false, "[]", "x", 1, 1, 1})
			rows["profile_skill"] = append(rows["profile_skill"], []any{o.ID, id(i), fmt.Sprintf("%02d", 1+i%49), 2})
		}
		if i%5 == 0 && i+1 < city {
			rows["tie"] = append(rows["tie"], []any{o.ID, "t" + id(i), id(i), id(i + 1), "", "", "", 1})
		}
	}
	columns := map[string][]string{
		"person": {"org_id", "id", "family", "given", "kana_family", "kana_given", "email", "email_key", "holds_email", "lang", "birth_year", "affiliation", "phone",
			"sort_key", "kana_key", "search_key", "indexed_key", "initial", "version", "created_at", "updated_at"},
		"person_gram":   {"org_id", "gram", "person_id"},
		"participation": {"org_id", "id", "person_id", "kind", "occasion_kind", "occasion_id", "series", "title", "title_en", "at", "proof", "ref", "recorded_by", "recorded_at"},
		"consent":       {"org_id", "id", "person_id", "code", "scope", "recipient", "text_version", "text_hash", "lang", "channel", "given_by", "given_at"},
		"profile":       {"org_id", "person_id", "headline", "words", "prefecture", "horizon", "talk", "seek", "mentor", "links", "skill_version", "version", "created_at", "updated_at"},
		"profile_skill": {"org_id", "person_id", "code", "level"},
		"tie":           {"org_id", "id", "low", "high", "exchange_id", "event_id", "via", "at"},
	}
	for _, table := range []string{"person", "person_gram", "participation", "consent", "profile", "profile_skill", "tie"} {
		err := d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := db.InsertWith(ctx, tx, table, columns[table], rows[table], "ON CONFLICT DO NOTHING")
			return err
		})
		if err != nil {
			b.Fatal(table, err)
		}
	}
	s := &roster.Service{DB: d}
	var some []string
	for i := range 1000 {
		some = append(some, id(i*40))
	}
	act, err := s.Give(b.Context(), staff, o.ID, "登壇候補", some)
	if err != nil {
		b.Fatal(err)
	}
	if d.Engine() == db.Postgres {
		if _, err := d.Exec(b.Context(), `ANALYZE`); err != nil {
			b.Fatal(err)
		}
	}
	return s, o.ID, act.Tag.ID
}

func engines() []db.Engine {
	if os.Getenv("TEST_POSTGRES_URL") == "" {
		return []db.Engine{db.SQLite}
	}
	return []db.Engine{db.SQLite, db.Postgres}
}
