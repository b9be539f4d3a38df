package people

import (
	"strconv"
	"unicode"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
)

// NewPerson is what somebody typed about themselves, or staff about them.
type NewPerson struct {
	Family, Given         string
	KanaFamily, KanaGiven string // ひらがな, カタカナ or ｶﾀｶﾅ
	Email                 string
	Lang                  i18n.Lang // Japanese when empty
	BirthYear             int       // 0 when not given
	Affiliation, Phone    string
}

// Want says what a form demands beside the name.
type Want struct{ Kana, Email bool }

// Lengths are graphemes, as a person counts them. A name is never cut below 200.
const (
	maxName   = 200
	maxLine   = 200
	firstYear = 1900
	lastYear  = 2100
)

// NeedsKana tells whether a name has a reading that must be asked: it holds a
// kanji or a kana. Names in other scripts are never asked for kana.
func NeedsKana(name string) bool {
	for _, r := range name {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			return true
		}
	}
	return false
}

// Validate reports what the person would have to correct: apperr.Fields with
// the fields family, given, kana_family, kana_given, email, birth_year,
// affiliation and phone, or nil.
func (n NewPerson) Validate(w Want) error {
	n.clean()
	var f apperr.Fields
	if n.Family == "" {
		f.Add("family", "people.error.family_required")
	}
	tooLong(&f, "family", n.Family, maxName)
	tooLong(&f, "given", n.Given, maxName)
	kana(&f, "kana_family", n.KanaFamily, w.Kana && NeedsKana(n.Family))
	kana(&f, "kana_given", n.KanaGiven, w.Kana && NeedsKana(n.Given))
	switch _, ok := text.Email(n.Email); {
	case n.Email == "" && w.Email:
		f.Add("email", "people.error.email_required")
	case n.Email != "" && !ok:
		f.Add("email", "people.error.email_shape")
	}
	if n.BirthYear != 0 && (n.BirthYear < firstYear || n.BirthYear > lastYear) {
		f.Add("birth_year", "people.error.birth_year")
	}
	tooLong(&f, "affiliation", n.Affiliation, maxLine)
	if _, ok := text.Phone(n.Phone); n.Phone != "" && !ok {
		f.Add("phone", "people.error.phone")
	}
	return f.Err()
}

func tooLong(f *apperr.Fields, field, value string, limit int) {
	if text.Graphemes(value) > limit {
		f.Add(field, "people.error.too_long", "max", strconv.Itoa(limit))
	}
}

func kana(f *apperr.Fields, field, value string, required bool) {
	switch _, ok := text.ToKatakana(value); {
	case value == "" && required:
		f.Add(field, "people.error.kana_required")
	case value != "" && !ok:
		f.Add(field, "people.error.kana_shape")
	}
	tooLong(f, field, value, maxName)
}

// clean trims what cannot be seen and changes no letter.
func (n *NewPerson) clean() {
	for _, s := range []*string{&n.Family, &n.Given, &n.KanaFamily, &n.KanaGiven, &n.Email, &n.Affiliation, &n.Phone} {
		*s = text.Clean(*s)
	}
	if n.Family == "" {
		n.Family, n.Given = n.Given, ""
		n.KanaFamily, n.KanaGiven = n.KanaFamily+n.KanaGiven, ""
	}
	if n.Lang == "" {
		n.Lang = i18n.Ja
	}
}

// person is the valid n as it is kept.
func (n NewPerson) person(org, id string, now db.Instant) Person {
	p := Person{
		ID: id, OrgID: org, Family: n.Family, Given: n.Given, Email: deliverable(n.Email), Lang: n.Lang,
		BirthYear: n.BirthYear, Affiliation: n.Affiliation, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	p.KanaFamily, _ = text.ToKatakana(n.KanaFamily)
	p.KanaGiven, _ = text.ToKatakana(n.KanaGiven)
	p.Phone, _ = text.Phone(n.Phone)
	return p
}

// deliverable keeps an address as it was typed, since the part before the @ may
// be case-sensitive, unless it holds letters that no mail server takes.
func deliverable(email string) string {
	for _, r := range email {
		if r > unicode.MaxASCII {
			key, _ := text.Email(email)
			return key
		}
	}
	return email
}
