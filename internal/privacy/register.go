package privacy

import (
	"slices"
	"strings"
)

// Store says whose data they are (個人情報取扱特記事項). When a commission ends,
// its data are returned or deleted; those of a person's own account stay, as
// long as consent h holds, and nothing goes from one store into the other
// without it.
type Store string

// Stores.
const (
	Commission Store = "commission" // 委託業務
	Own        Store = "own"        // 本人のアカウント
)

// Entry is one line of the register (台帳): columns of a table that say
// something about a person, whose data they are, what for, under which consent
// (empty where the law or the contract is the ground), how long they are kept
// and who sees them. Purpose, Retention and Roles are words that the catalogue
// has under privacy.purpose, privacy.retention and privacy.roles.
type Entry struct {
	Table                     string
	Store                     Store
	Purpose, Consent          string
	Retention, Roles, columns string
}

// Columns are the columns of the line.
func (e Entry) Columns() []string { return strings.Fields(e.columns) }

// ColumnList is the columns in one text.
func (e Entry) ColumnList() string { return strings.Join(e.Columns(), ", ") }

// Register is the whole register, by table. A column that is neither in it nor
// among the [Impersonal] fails a test: nothing about a person is stored before
// it is written down here.
func Register() []Entry { return slices.Clone(personal) }

// Impersonal are the columns of a table that say nothing about a person:
// identifiers of things, counters, what is published by the organiser.
func Impersonal(table string) []string { return strings.Fields(impersonal[table]) }
