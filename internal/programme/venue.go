package programme

import (
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
)

// Venue is a place that events return to. Area is what a visitor calls the
// place (八戸市, 上野); Prefecture is its JIS X 0401 code ("02" Aomori, "13"
// Tokyo). Capacity counts people, 0 means not known. Note says how to get there
// and in. A retired venue is kept for the events it had and offered to no new one.
type Venue struct {
	ID, OrgID            string
	Name, NameEn         string
	Postcode             string // seven digits or empty
	Prefecture           string
	Area, AreaEn         string
	Address, AddressEn   string
	Capacity             int
	MapURL               string
	Note, NoteEn         string
	Retired              bool
	Version              int64
	CreatedAt, UpdatedAt db.Instant
}

// NameIn is the name for a page in lang.
func (v Venue) NameIn(lang i18n.Lang) string { return pick(lang, v.Name, v.NameEn) }

// AreaIn is the area for a page in lang.
func (v Venue) AreaIn(lang i18n.Lang) string { return pick(lang, v.Area, v.AreaEn) }

// AddressIn is the address for a page in lang.
func (v Venue) AddressIn(lang i18n.Lang) string { return pick(lang, v.Address, v.AddressEn) }

// NoteIn is the access note for a page in lang.
func (v Venue) NoteIn(lang i18n.Lang) string { return pick(lang, v.Note, v.NoteEn) }

// Validate reports what a person would have to correct before the venue can be
// saved: apperr.Fields, or nil.
func (v Venue) Validate() error {
	var c check
	c.required("name", v.Name, "programme.error.venue_name_required")
	c.atMost("name", v.Name, maxName)
	c.atMost("name_en", v.NameEn, maxName)
	if _, ok := text.Postcode(v.Postcode); v.Postcode != "" && !ok {
		c.fields.Add("postcode", "programme.error.postcode")
	}
	c.prefecture("prefecture", v.Prefecture)
	c.atMost("area", v.Area, 60)
	c.atMost("area_en", v.AreaEn, 60)
	c.atMost("address", v.Address, maxLine)
	c.atMost("address_en", v.AddressEn, maxLine)
	if v.Capacity < 0 || v.Capacity > 100_000 {
		c.fields.Add("capacity", "programme.error.venue_capacity")
	}
	c.link("map_url", v.MapURL)
	c.atMost("note", v.Note, maxText)
	c.atMost("note_en", v.NoteEn, maxText)
	return c.fields.Err()
}

func (v *Venue) clean() {
	clean(&v.Name, &v.NameEn, &v.Postcode, &v.Prefecture, &v.Area, &v.AreaEn,
		&v.Address, &v.AddressEn, &v.MapURL, &v.Note, &v.NoteEn)
	if digits, ok := text.Postcode(v.Postcode); ok {
		v.Postcode = digits
	}
}

var errVenueUnknown = apperr.New(apperr.NotFound, "programme.error.venue_unknown")
