package programme_test

import (
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/programme"
)

func TestAnOrganisationsSlug(t *testing.T) {
	for name, c := range map[string]struct{ slug, want string }{
		"is short and plain":           {"aomori", ""},
		"may hold digits and hyphens":  {"aoit-2024", ""},
		"has at least two characters":  {"a", "programme.error.slug_shape"},
		"has at most forty characters": {"aomori-aomori-aomori-aomori-aomori-aomori", "programme.error.slug_shape"},
		"has no capitals":              {"Aomori", "programme.error.slug_shape"},
		"does not end in a hyphen":     {"aomori-", "programme.error.slug_shape"},
		"has no two hyphens in a row":  {"aomori--it", "programme.error.slug_shape"},
		"has no kanji":                 {"青森", "programme.error.slug_shape"},
		"is not a page of the house":   {"setup", "programme.error.slug_reserved"},
	} {
		t.Run(name, func(t *testing.T) {
			err := programme.Org{Slug: c.slug, Name: "見本"}.Validate()
			if got := keyOf(err, "slug"); got != c.want {
				t.Errorf("%q: %q, want %q", c.slug, got, c.want)
			}
		})
	}
}

func TestReadableAccent(t *testing.T) {
	for name, c := range map[string]struct {
		colour string
		want   bool
	}{
		"indigo can be read":                    {"#1f4e79", true},
		"black can be read":                     {"#000000", true},
		"the lightest grey of 4.5:1":            {"#767676", true},
		"the grey after it cannot":              {"#777777", false},
		"apple red in capitals":                 {"#B3202A", true},
		"yellow vanishes on white":              {"#ffd400", false},
		"a name is no colour":                   {"navy", false},
		"three digits are not enough":           {"#123", false},
		"nothing after the colour gets through": {"#1f4e79;}", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := programme.ReadableAccent(c.colour); got != c.want {
				t.Errorf("%s: %v", c.colour, got)
			}
		})
	}
}

// keyOf is the catalogue key with which err refuses the field, or "".
func keyOf(err error, field string) string {
	if e := apperr.FieldsOf(err).For(field); e != nil {
		return e.Key
	}
	return ""
}
