package profile

import (
	"slices"

	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/profile/skill"
)

// Field names one thing that a person says of themselves. The names are those
// of form fields, errors and, behind "field:", of the scopes of consent e.
type Field string

// The fields. Affiliation, Email, Phone and Kana live in the person's record
// (people.Person); who may see them is said here. The name is no field: a card
// without it is none.
const (
	Photo       Field = "photo"
	Headline    Field = "headline" // what I do
	Affiliation Field = "affiliation"
	Email       Field = "email"
	Phone       Field = "phone"
	Kana        Field = "kana"
	Skills      Field = "skills"
	Words       Field = "words" // skills in words of one's own
	Ties        Field = "ties"
	Prefecture  Field = "prefecture"
	Patterns    Field = "pattern"
	Horizon     Field = "horizon"
	Talk        Field = "talk" // what I can talk about
	Seek        Field = "seek" // what I look for
	Mentor      Field = "mentor"
	Links       Field = "links"
)

// Fields lists all of them in the order of the pages.
var Fields = []Field{
	Photo, Kana, Affiliation, Headline, Email, Phone,
	Skills, Words, Ties, Prefecture, Patterns, Horizon, Talk, Seek, Mentor, Links,
}

// scopePrefix leads the scope of consent e for a field.
const scopePrefix = "field:"

// Scope is the scope of consent e (people.ConsentDirectory) for the field.
func (f Field) Scope() string { return scopePrefix + string(f) }

// Audience says who sees a field.
type Audience string

// Audiences. Organiser is "nobody else": the organiser of the programme alone.
// Company stands apart from the others, which are circles around one another.
const (
	Organiser Audience = "organiser"
	Met       Audience = "met"      // people with whom I exchanged cards
	SameEvent Audience = "event"    // who is checked in at an event where I am
	Company   Audience = "company"  // companies, per project
	Everyone  Audience = "everyone" // anybody
)

// Audiences lists the audiences from the narrowest to the widest.
var Audiences = []Audience{Organiser, Met, SameEvent, Company, Everyone}

// Sees tells whether a viewer of the audience to may see what is shown to a.
// Somebody I met sees what participants see, who see what everybody sees; a
// company sees what is for companies and for everybody. What is for the
// organiser is seen by none of them.
func (a Audience) Sees(to Audience) bool {
	switch to {
	case Met:
		return a == Met || a == SameEvent || a == Everyone
	case SameEvent:
		return a == SameEvent || a == Everyone
	case Company:
		return a == Company || a == Everyone
	case Everyone:
		return a == Everyone
	}
	return false
}

// Tie is a bond to the region.
type Tie string

// Ties to the region. NoTie excludes the others.
const (
	Born   Tie = "born"
	Lived  Tie = "lived"
	Family Tie = "family"
	Visits Tie = "visits"
	NoTie  Tie = "none"
)

// AllTies lists the ties in the order of the page.
var AllTies = []Tie{Born, Lived, Family, Visits, NoTie}

// Pattern is a way to live with the region to which somebody feels drawn.
type Pattern string

// Patterns, by the codes of the data model where it has one.
const (
	UTurn       Pattern = "U"
	ITurn       Pattern = "I"
	JTurn       Pattern = "J"
	Grandchild  Pattern = "G"      // 孫ターン
	KeepJob     Pattern = "remote" // 転職なき移住
	TwoHomes    Pattern = "dual"   // 二拠点
	SideJob     Pattern = "side"   // 副業・兼業
	WorkTogeth  Pattern = "work"   // 仕事の連携
	JustAFan    Pattern = "fan"
	patternSize         = 9
)

// AllPatterns lists the patterns in the order of the page.
var AllPatterns = [patternSize]Pattern{UTurn, ITurn, JTurn, Grandchild, KeepJob, TwoHomes, SideJob, WorkTogeth, JustAFan}

// Horizons of time, "" while not said.
const (
	Within1Year  = "within_1y"
	Within3Years = "within_3y"
	Open         = "open"
	NoHorizon    = "none"
)

// Horizons lists the horizons in the order of the page.
var Horizons = []string{Within1Year, Within3Years, Open, NoHorizon}

// SkillLevel is a skill and how far one has come, 1 to 4, by one's own word.
type SkillLevel struct {
	Code  skill.Code `json:"code"`
	Level int        `json:"level"`
}

// Profile is what a person says of themselves. It is the person's own account
// (consent h), apart from the data of a commission: nothing of it is stored or
// shown without a live consent h. Prefecture is "01" to "47". Audiences has all
// fields; without a live consent e a field reads Organiser, whatever was chosen.
// Version is 0 while nothing was saved. Lang is the language of the page on
// which it is saved, for the words of the consents; it is not stored.
type Profile struct {
	OrgID, PersonID string
	Headline        string
	Skills          []SkillLevel
	Words           []string
	Ties            []Tie
	Prefecture      string
	Patterns        []Pattern
	Horizon         string
	Talk, Seek      string
	Mentor          bool
	Links           []Link
	PhotoID         string
	Audiences       map[Field]Audience
	Version         int64
	UpdatedAt       db.Instant
	Lang            i18n.Lang
}

// Audience says who sees the field, Organiser where nothing was chosen.
func (p Profile) Audience(f Field) Audience {
	if a := p.Audiences[f]; a != "" {
		return a
	}
	return Organiser
}

// Level is the level of a skill, 0 when the person does not name it.
func (p Profile) Level(c skill.Code) int {
	if i := slices.IndexFunc(p.Skills, func(s SkillLevel) bool { return s.Code == c }); i >= 0 {
		return p.Skills[i].Level
	}
	return 0
}

// View is what viewers of one audience may see of a person: only the fields for
// which there is a live consent e, under a live consent h. What may not be seen
// is empty, as is what was never said. The name is not in it.
type View struct {
	Profile
	Affiliation, Kana, Email, Phone string
}
