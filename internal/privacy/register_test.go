package privacy_test

import (
	"slices"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/privacy"
)

// schema gives the columns of every table.
func schema(t *testing.T, d *db.DB) map[string][]string {
	t.Helper()
	query := `SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'`
	if d.Engine() == db.Postgres {
		query = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()`
	}
	rows, err := d.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		all[table] = append(all[table], column)
	}
	return all
}

// unregistered are the columns of which the register does not say what they are,
// and those that it knows twice or that do not exist.
func unregistered(tables map[string][]string) (missing, wrong []string) {
	said := map[string]int{}
	for _, e := range privacy.Register() {
		for _, c := range e.Columns() {
			said[e.Table+"."+c]++
		}
	}
	for table, columns := range tables {
		for _, c := range privacy.Impersonal(table) {
			said[table+"."+c]++
		}
		for _, c := range columns {
			if said[table+"."+c] == 0 {
				missing = append(missing, table+"."+c)
			}
			if said[table+"."+c] > 1 {
				wrong = append(wrong, table+"."+c+" twice")
			}
			delete(said, table+"."+c)
		}
	}
	for name := range said {
		wrong = append(wrong, name+" does not exist")
	}
	return missing, wrong
}

func TestEveryColumnIsInTheRegister(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tables := schema(t, d)
		missing, wrong := unregistered(tables)
		for _, c := range missing {
			t.Errorf("%s: say in register_data.go what it is for, under which consent, how long and for whom, or that it is about nobody", c)
		}
		if d.Engine() == db.Postgres {
			wrong = slices.DeleteFunc(wrong, func(s string) bool { return len(s) > 5 && s[:5] == "goose" })
		}
		for _, c := range wrong {
			if len(c) < 10 || c[:10] != "goose_lock" { // goose has it on one engine only
				t.Error(c)
			}
		}
	})
}

func TestAColumnWithoutARowIsSeen(t *testing.T) {
	tables := schema(t, dbtest.Open(t, db.SQLite))
	tables["person"] = append(tables["person"], "blood_type")
	if missing, _ := unregistered(tables); !slices.Equal(missing, []string{"person.blood_type"}) {
		t.Errorf("found %v", missing)
	}
}

func TestTheRegisterIsInWords(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.Ja, i18n.En} {
		p := i18n.For(lang)
		for _, e := range privacy.Register() {
			for _, key := range []string{"privacy.purpose." + e.Purpose, "privacy.retention." + e.Retention, "privacy.roles." + e.Roles,
				"privacy.store." + string(e.Store), "privacy.table." + e.Table} {
				if !p.Has(key) {
					t.Errorf("%s: the catalogue has no %s", lang, key)
				}
			}
		}
	}
}
