package internal_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

// owners says which package writes a table. A new table gets its line here.
var owners = map[string]string{
	"goose_db_version": "kit/db", "goose_lock": "kit/db",
	"job": "kit/jobs", "job_turn": "kit/jobs",
	"organisation": "programme", "programme": "programme", "goal": "programme", "venue": "programme", "partner": "programme",
	"identity": "account", "membership": "account", "sign_in_code": "account", "attempt": "account", "session": "account",
	"door_link": "account", "api_token": "account", "audit_entry": "account", "audit_seal": "account", "audit_anchor": "account",
	"person": "people", "person_gram": "people", "participation": "people", "consent": "people", "person_note": "people",
	"privacy_request": "privacy", "privacy_certificate": "privacy",
	"event": "event", "event_live": "event", "event_slot": "event", "event_question": "event", "event_speaker": "event", "event_agenda": "event",
	"event_image": "event", "registration": "event", "checkin": "event",
	"card": "card", "card_hidden": "card", "exchange": "card", "tie": "card", "meeting": "card", "card_block": "card", "introduction": "card", "board_entry": "card",
	"message": "message", "message_delivery": "message", "bounce": "message",
	"profile": "profile", "profile_skill": "profile", "profile_choice": "profile", "profile_photo": "profile",
	"tag": "roster", "person_tag": "roster", "tag_act": "roster", "saved_filter": "roster", "person_merge": "people", "person_apart": "people",
}

// global tables belong to the installation, not to an organisation. They are few
// and small.
var global = []string{"goose_db_version", "goose_lock", "job_turn", "organisation", "identity", "session", "sign_in_code", "attempt"}

// key is a primary key, a unique constraint or a foreign key.
type key struct {
	table, kind string
	columns     []string
	target      string // of a foreign key
	targets     []string
}

func tenant(table string) bool { return !slices.Contains(global, table) }

// wrong says what the key lacks, or "".
func (k key) wrong() string {
	if !tenant(k.table) || k.kind == "foreign" && !tenant(k.target) {
		return ""
	}
	if len(k.columns) == 0 || k.columns[0] != "org_id" {
		return "must begin with org_id"
	}
	if k.kind == "foreign" && (len(k.targets) == 0 || k.targets[0] != "org_id") {
		return "must point at org_id first"
	}
	return ""
}

func TestEveryTenantTableBeginsWithItsOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tables := columns(t, d)
		primary := make(map[string]bool)
		for _, k := range keys(t, d) {
			if wrong := k.wrong(); wrong != "" {
				t.Errorf("%s: the %s key (%s) %s %s", k.table, k.kind, strings.Join(k.columns, ", "), k.target, wrong)
			}
			primary[k.table] = primary[k.table] || k.kind == "primary"
		}
		for table, cols := range tables {
			if owners[table] == "" {
				t.Errorf("%s has no owner; add it to the map in internal/schema_test.go", table)
			}
			if !primary[table] {
				t.Errorf("%s has no primary key", table)
			}
			if tenant(table) && !slices.Contains(cols, "org_id") {
				t.Errorf("%s has no org_id and is not declared as global", table)
			}
			if !tenant(table) && slices.Contains(cols, "org_id") {
				t.Errorf("%s is declared as global and has an org_id", table)
			}
		}
		for table := range owners {
			if tables[table] == nil && table != "goose_lock" {
				t.Errorf("%s has an owner but does not exist", table)
			}
		}
	})
}

func TestBothEnginesHaveTheSameTables(t *testing.T) {
	postgres := columns(t, dbtest.Open(t, db.Postgres))
	lite := columns(t, dbtest.Open(t, db.SQLite))
	delete(postgres, "goose_lock")
	if !maps.EqualFunc(lite, postgres, slices.Equal) {
		for table := range lite {
			if !slices.Equal(lite[table], postgres[table]) {
				t.Errorf("%s: %v on SQLite, %v on PostgreSQL", table, lite[table], postgres[table])
			}
		}
	}
}

func TestKeysWithoutOrganisationAreSeen(t *testing.T) {
	for name, c := range map[string]struct {
		key key
		ok  bool
	}{
		"a key of the organisation":            {key{table: "event", kind: "primary", columns: []string{"org_id", "id"}}, true},
		"a key that forgets it":                {key{table: "event", kind: "primary", columns: []string{"id"}}, false},
		"a key that has it last":               {key{table: "event", kind: "unique", columns: []string{"slug", "org_id"}}, false},
		"a pointer inside the organisation":    {key{table: "event", kind: "foreign", columns: []string{"org_id", "venue_id"}, target: "venue", targets: []string{"org_id", "id"}}, true},
		"a pointer into any organisation":      {key{table: "event", kind: "foreign", columns: []string{"venue_id"}, target: "venue", targets: []string{"id"}}, false},
		"a pointer at the organisation":        {key{table: "event", kind: "foreign", columns: []string{"org_id"}, target: "organisation", targets: []string{"id"}}, true},
		"a pointer at a person who signs in":   {key{table: "membership", kind: "foreign", columns: []string{"identity_id"}, target: "identity", targets: []string{"id"}}, true},
		"a key of a table of the installation": {key{table: "session", kind: "unique", columns: []string{"token_mac"}}, true},
	} {
		if got := c.key.wrong() == ""; got != c.ok {
			t.Errorf("%s: %q", name, c.key.wrong())
		}
	}
}

const postgresColumns = `
	SELECT table_name, '', column_name, '', '', '' FROM information_schema.columns
	WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`

const liteColumns = `
	SELECT m.name, '', c.name, '', '', '' FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
	WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid`

// liteKeys gives table, kind, column, name of the key, target, target column.
const liteKeys = `
	SELECT * FROM (
		SELECT m.name AS t, 'primary' AS kind, c.name AS col, '' AS k, '' AS target, '' AS target_col, c.pk AS n
		FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' AND c.pk > 0
		UNION ALL
		SELECT m.name, 'unique', COALESCE(c.name, ''), i.name, '', '', c.seqno
		FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i JOIN pragma_index_info(i.name) AS c
		WHERE m.type = 'table' AND i."unique" AND i.origin <> 'pk'
		UNION ALL
		SELECT m.name, 'foreign', f."from", CAST(f.id AS TEXT), f."table", COALESCE(f."to", ''), f.seq
		FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'
	) AS keys WHERE t NOT LIKE 'sqlite%' ORDER BY t, kind, k, n`

const postgresKeys = `
	SELECT * FROM (
		SELECT r.relname AS t, CASE WHEN i.indisprimary THEN 'primary' ELSE 'unique' END AS kind,
			COALESCE(a.attname, '') AS col, x.relname AS k, '' AS target, '' AS target_col, p.n
		FROM pg_index AS i
		JOIN pg_class AS r ON r.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid
		CROSS JOIN LATERAL unnest(CAST(i.indkey AS smallint[])) WITH ORDINALITY AS p (attnum, n)
		LEFT JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum = p.attnum
		WHERE i.indisunique AND r.relnamespace = CAST(current_schema() AS regnamespace)
		UNION ALL
		SELECT r.relname, 'foreign', a.attname, c.conname, f.relname, b.attname, p.n
		FROM pg_constraint AS c
		JOIN pg_class AS r ON r.oid = c.conrelid JOIN pg_class AS f ON f.oid = c.confrelid
		CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS p (attnum, target, n)
		JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum = p.attnum
		JOIN pg_attribute AS b ON b.attrelid = f.oid AND b.attnum = p.target
		WHERE c.contype = 'f' AND c.connamespace = CAST(current_schema() AS regnamespace)
	) AS keys ORDER BY t, kind, k, n`

// columns gives the columns of every table in their order.
func columns(t *testing.T, d *db.DB) map[string][]string {
	t.Helper()
	query := liteColumns
	if d.Engine() == db.Postgres {
		query = postgresColumns
	}
	tables := make(map[string][]string)
	for _, r := range read(t, d, query, 6) {
		tables[r[0]] = append(tables[r[0]], r[2])
	}
	return tables
}

func keys(t *testing.T, d *db.DB) []key {
	t.Helper()
	query := liteKeys
	if d.Engine() == db.Postgres {
		query = postgresKeys
	}
	var list []key
	var last string
	for _, r := range read(t, d, query, 7) {
		if this := r[0] + "/" + r[1] + "/" + r[3]; this != last {
			last = this
			list = append(list, key{table: r[0], kind: r[1], target: r[4]})
		}
		k := &list[len(list)-1]
		k.columns = append(k.columns, r[2])
		k.targets = append(k.targets, r[5])
	}
	return list
}

func read(t *testing.T, d *db.DB, query string, width int) [][]string {
	t.Helper()
	rows, err := d.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list [][]string
	for rows.Next() {
		row, to := make([]string, width), make([]any, width)
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil || len(list) < 20 {
		t.Fatalf("%d rows, %v", len(list), err)
	}
	return list
}
