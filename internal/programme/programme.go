package programme

import (
	"strconv"
	"strings"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
	"koryu/internal/kit/wareki"
)

// State says how far a programme has come.
type State string

const (
	Planned State = "planned" // announced or hanging on a budget decision (予定)
	Active  State = "active"  // running (実施中)
	Closed  State = "closed"  // over; its pages stay readable (終了)
)

// States in the order of a programme's life.
var States = []State{Planned, Active, Closed}

// Programme is one commission in one fiscal year. FY is the year in which its
// 1 April lies. Body is the commissioning body (委託元). Contract days are
// inclusive and may be empty while they are not agreed. Hashtag has no "#".
type Programme struct {
	ID, OrgID                  string
	FY                         int
	Name, NameEn               string
	Body, BodyEn               string
	Summary, SummaryEn         string
	Hashtag                    string
	ContractStart, ContractEnd db.Day
	State                      State
	Version                    int64
	CreatedAt, UpdatedAt       db.Instant
}

// NameIn is the name for a page in lang.
func (p Programme) NameIn(lang i18n.Lang) string { return pick(lang, p.Name, p.NameEn) }

// BodyIn is the commissioning body for a page in lang.
func (p Programme) BodyIn(lang i18n.Lang) string { return pick(lang, p.Body, p.BodyEn) }

// SummaryIn is the summary for a page in lang.
func (p Programme) SummaryIn(lang i18n.Lang) string { return pick(lang, p.Summary, p.SummaryEn) }

// Year names the programme's fiscal year, see [YearName].
func (p Programme) Year(lang i18n.Lang) string { return YearName(lang, p.FY) }

// YearName writes a fiscal year with both counts of years, since papers of a
// prefecture use 和暦 and visitors use 西暦: 令和6年度（2024年度）.
func YearName(lang i18n.Lang, fy int) string {
	return i18n.For(lang).T("programme.year", "wareki", wareki.FiscalYearName(fy), "year", strconv.Itoa(fy))
}

// YearBounds is a fiscal year as a span: from its 1 April until the next, in
// Japanese time.
func YearBounds(fy int) (from, until db.Instant) {
	at := func(y int) db.Instant { return db.FromTime(time.Date(y, time.April, 1, 0, 0, 0, 0, clock.JST)) }
	return at(fy), at(fy + 1)
}

// Validate reports what a person would have to correct before the programme can
// be saved: apperr.Fields, or nil.
func (p Programme) Validate() error {
	var c check
	if p.FY < 2000 || p.FY > 2100 {
		c.fields.Add("fy", "programme.error.fy")
	}
	c.required("name", p.Name, "programme.error.name_required")
	c.atMost("name", p.Name, maxLine)
	c.atMost("name_en", p.NameEn, maxLine)
	c.atMost("body", p.Body, maxName)
	c.atMost("body_en", p.BodyEn, maxName)
	c.atMost("summary", p.Summary, maxText)
	c.atMost("summary_en", p.SummaryEn, maxText)
	if strings.ContainsAny(p.Hashtag, " \t\n\u3000#＃") || text.Graphemes(p.Hashtag) > 60 {
		c.fields.Add("hashtag", "programme.error.hashtag")
	}
	c.day("contract_start", p.ContractStart)
	c.day("contract_end", p.ContractEnd)
	if p.ContractStart != "" && p.ContractEnd != "" && p.ContractEnd < p.ContractStart {
		c.fields.Add("contract_end", "programme.error.contract_order")
	}
	if p.State != Planned && p.State != Active && p.State != Closed {
		c.fields.Add("state", "programme.error.state")
	}
	return c.fields.Err()
}

func (p *Programme) clean() {
	clean(&p.Name, &p.NameEn, &p.Body, &p.BodyEn, &p.Summary, &p.SummaryEn, &p.Hashtag)
	p.Hashtag = strings.TrimLeft(p.Hashtag, "#＃")
	if p.State == "" {
		p.State = Planned
	}
}

var (
	errProgrammeUnknown = apperr.New(apperr.NotFound, "programme.error.unknown")
	errProgrammeTwice   = apperr.New(apperr.Conflict, "programme.error.name_taken").On("name")
)
