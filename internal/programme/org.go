package programme

import (
	"regexp"
	"strconv"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
)

// Org is the body that runs programmes. Slug is its place in addresses
// (/o/<slug>); Accent is the colour its pages are drawn in, "#rrggbb" or empty
// for the house colour; Seed decides its こぎん band.
type Org struct {
	ID, Slug     string
	Name, NameEn string
	Accent, Seed string
	Version      int64
	CreatedAt    db.Instant
	UpdatedAt    db.Instant
}

// NameIn is the name for a page in lang.
func (o Org) NameIn(lang i18n.Lang) string { return pick(lang, o.Name, o.NameEn) }

var slugShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// reservedSlugs would read like a page of the house rather than a body.
var reservedSlugs = map[string]bool{
	"admin": true, "api": true, "assets": true, "koryu": true, "new": true, "setup": true, "system": true,
}

// Validate reports what a person would have to correct before the organisation
// can be saved: apperr.Fields, or nil.
func (o Org) Validate() error {
	var c check
	c.required("name", o.Name, "programme.error.org_name_required")
	c.atMost("name", o.Name, maxName)
	c.atMost("name_en", o.NameEn, maxName)
	switch {
	case len(o.Slug) < 2 || len(o.Slug) > 40 || !slugShape.MatchString(o.Slug):
		c.fields.Add("slug", "programme.error.slug_shape")
	case reservedSlugs[o.Slug]:
		c.fields.Add("slug", "programme.error.slug_reserved")
	}
	if o.Accent != "" && !ReadableAccent(o.Accent) {
		c.fields.Add("accent", "programme.error.accent")
	}
	return c.fields.Err()
}

func (o *Org) clean() { clean(&o.Slug, &o.Name, &o.NameEn, &o.Accent, &o.Seed) }

var colourShape = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// ReadableAccent tells whether white letters on the colour, and letters in the
// colour on white, reach the 4.5:1 of WCAG 2 (1.4.3). A colour that is not
// written as "#rrggbb" is not readable.
func ReadableAccent(colour string) bool {
	if !colourShape.MatchString(colour) {
		return false
	}
	rgb, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		return false
	}
	return 1.05/(luminance(uint32(rgb))+0.05) >= 4.5
}

var (
	errOrgUnknown = apperr.New(apperr.NotFound, "programme.error.org_unknown")
	errSlugTaken  = apperr.New(apperr.Conflict, "programme.error.slug_taken").On("slug")
)
