package people

import (
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
)

// Person is one human within one organisation. A single name stands in Family
// with an empty Given. Kana is katakana and may be empty. BirthYear is 0 and
// Phone (E.164) is empty while not given.
type Person struct {
	ID, OrgID             string
	Family, Given         string
	KanaFamily, KanaGiven string
	Email                 string
	Lang                  i18n.Lang // in which they are written to
	BirthYear             int
	Affiliation           string
	Phone                 string
	Version               int64
	CreatedAt, UpdatedAt  db.Instant
}

// DisplayName is the name in the order of the reader's language: 見本 花乃例 in
// Japanese and for every name in Japanese script, SAMPLE Hana for a name in
// Latin letters on an English page.
func (p Person) DisplayName(lang i18n.Lang) string {
	if p.Given == "" {
		return p.Family
	}
	if lang == i18n.En && text.IsLatinName(p.Family+" "+p.Given) {
		return strings.ToUpper(p.Family) + " " + p.Given
	}
	return p.Family + " " + p.Given
}

// Kana is the reading in the order of the name, empty when none was given.
func (p Person) Kana() string {
	return strings.TrimSpace(p.KanaFamily + " " + p.KanaGiven)
}

// SortKey orders persons by reading, and those without one by name. It is for
// comparison only.
func (p Person) SortKey() string {
	if p.KanaFamily != "" {
		return joinKeys(p.KanaFamily, p.KanaGiven)
	}
	return joinKeys(p.Family, p.Given)
}

// Initial is the row of the first kana (あ か さ … わ, or 他) under which a list
// at the door shows the person.
func (p Person) Initial() string { return text.Initial(p.KanaFamily) }

// joinKeys keeps the border between the two names below every letter, so that
// all of one family stand together.
func joinKeys(family, given string) string {
	return strings.TrimSpace(text.SearchKey(family) + " " + text.SearchKey(given))
}

// kanaKey is equal for equal readings, however kana was typed and divided.
func (p Person) kanaKey() string { return text.SearchKey(p.KanaFamily + p.KanaGiven) }

// searchParts are the keys in which a search looks.
func (p Person) searchParts() []string {
	local, _, _ := strings.Cut(p.Email, "@")
	var parts []string
	for _, s := range []string{p.Family + p.Given, p.KanaFamily + p.KanaGiven, local} {
		if key := text.SearchKey(s); key != "" {
			parts = append(parts, key)
		}
	}
	return parts
}

func (p Person) emailKey() string {
	key, _ := text.Email(p.Email)
	return key
}

var (
	errUnknown  = apperr.New(apperr.NotFound, "people.error.unknown")
	errConflict = apperr.New(apperr.Conflict, "people.error.conflict")
)
