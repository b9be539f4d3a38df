package programme

import (
	"slices"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
)

// PartnerKind says in which part a body takes part.
type PartnerKind string

const (
	CoOrganiser PartnerKind = "co_organiser" // 共催
	Cooperator  PartnerKind = "cooperator"   // 協力
	Sponsor     PartnerKind = "sponsor"      // 後援・協賛
	VenueHost   PartnerKind = "venue_host"   // 会場提供
	Media       PartnerKind = "media"        // 広報
)

// PartnerKinds in the order of the page.
var PartnerKinds = []PartnerKind{CoOrganiser, Cooperator, Sponsor, VenueHost, Media}

// Partner is a body that is named on the organisation's pages, in the order of
// Position, then of creation. A retired partner is named no more.
type Partner struct {
	ID, OrgID            string
	Name, NameEn         string
	URL                  string
	Kind                 PartnerKind
	Position             int
	Retired              bool
	Version              int64
	CreatedAt, UpdatedAt db.Instant
}

// NameIn is the name for a page in lang.
func (p Partner) NameIn(lang i18n.Lang) string { return pick(lang, p.Name, p.NameEn) }

// Validate reports what a person would have to correct before the partner can
// be saved: apperr.Fields, or nil.
func (p Partner) Validate() error {
	var c check
	c.required("name", p.Name, "programme.error.partner_name_required")
	c.atMost("name", p.Name, maxName)
	c.atMost("name_en", p.NameEn, maxName)
	c.link("url", p.URL)
	if !slices.Contains(PartnerKinds, p.Kind) {
		c.fields.Add("kind", "programme.error.partner_kind")
	}
	return c.fields.Err()
}

func (p *Partner) clean() {
	clean(&p.Name, &p.NameEn, &p.URL)
	if p.Kind == "" {
		p.Kind = Cooperator
	}
}

var errPartnerUnknown = apperr.New(apperr.NotFound, "programme.error.partner_unknown")
