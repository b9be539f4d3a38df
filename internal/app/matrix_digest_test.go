package app

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"koryu/internal/kit/db"
)

// unseen are columns that say when somebody was last here. Reading may move them.
var unseen = map[string]bool{"session.seen_at": true, "api_token.last_used_at": true}

// digest is a sum over all rows; with an organisation over its rows only. The order of rows does not matter.
func (m *matrix) digest(org string) string {
	m.t.Helper()
	var all []string
	for _, table := range m.tableNames() {
		all = append(all, m.rows(table, org)...)
	}
	slices.Sort(all)
	sum := sha256.Sum256([]byte(strings.Join(all, "\n")))
	return hex.EncodeToString(sum[:])
}

func (m *matrix) tableNames() (names []string) {
	m.t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	if m.DB.Engine() == db.Postgres {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`
	}
	rows, err := m.DB.Query(m.ctx(), query)
	must(m.t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		must(m.t, rows.Scan(&name))
		names = append(names, name)
	}
	must(m.t, rows.Err())
	if len(names) < 20 {
		m.t.Fatalf("only %d tables", len(names))
	}
	return names
}

func (m *matrix) columns(table string) map[string]bool {
	m.t.Helper()
	rows, err := m.DB.Query(m.ctx(), "SELECT * FROM "+table+" WHERE 1 = 0")
	must(m.t, err)
	defer rows.Close()
	names, err := rows.Columns()
	must(m.t, err)
	set := map[string]bool{}
	for _, name := range names {
		set[name] = true
	}
	return set
}

func (m *matrix) rows(table, org string) (list []string) {
	m.t.Helper()
	query, args := "SELECT * FROM "+table, []any{}
	if org != "" && !m.columns(table)["org_id"] {
		return nil
	}
	if org != "" {
		query, args = query+" WHERE org_id = $1", []any{org}
	}
	rows, err := m.DB.Query(m.ctx(), query, args...)
	must(m.t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	must(m.t, err)
	for rows.Next() {
		values, targets := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		must(m.t, rows.Scan(targets...))
		parts := []string{table}
		for i, v := range values {
			if !unseen[table+"."+columns[i]] {
				parts = append(parts, fmt.Sprintf("%q", v))
			}
		}
		list = append(list, strings.Join(parts, "\t"))
	}
	must(m.t, rows.Err())
	return list
}
