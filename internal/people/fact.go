package people

import (
	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/wareki"
)

// Kind says what a person did on an occasion. Later parts of the house add
// kinds of their own; the words of a kind stand in the catalogue under
// people.fact.<kind>.
type Kind string

const (
	Registered Kind = "registered" // 申し込んだ
	Waitlisted Kind = "waitlisted" // キャンセル待ちになった
	Promoted   Kind = "promoted"   // 繰り上がった
	Declined   Kind = "declined"   // 見送られた
	Cancelled  Kind = "cancelled"  // 取り消した
	Attended   Kind = "attended"   // 来た
	NoShow     Kind = "no_show"    // 連絡なく来なかった
	Spoke      Kind = "spoke"      // 登壇した
	Staffed    Kind = "staffed"    // 運営した
	Tied       Kind = "tied"       // 名刺を交換した
)

// Kinds in the order in which they happen.
var Kinds = []Kind{Registered, Waitlisted, Promoted, Declined, Cancelled, Attended, NoShow, Spoke, Staffed, Tied}

// Repeats tells whether a person can do it several times on one occasion, told
// apart by Fact.Ref: who cancelled may register again, and an evening brings many
// ties. All else happens once, however often it is reported.
func (k Kind) Repeats() bool {
	switch k {
	case Registered, Waitlisted, Promoted, Declined, Cancelled, Tied:
		return true
	}
	return false
}

// Proofs of a fact.
const (
	ProofForm  = "form"  // the person's own form or link
	ProofScan  = "scan"  // a ticket was read at the door
	ProofStaff = "staff" // staff or a door helper entered it
	ProofRule  = "rule"  // it followed from a rule of the house
)

// OccasionEvent is the occasion kind of an event.
const OccasionEvent = "event"

// Occasion is what a fact happened at. The titles are kept as they stood then.
type Occasion struct {
	Kind, ID       string
	Title, TitleEn string
}

// TitleIn is the title for a page in lang.
func (o Occasion) TitleIn(lang i18n.Lang) string {
	if lang == i18n.En && o.TitleEn != "" {
		return o.TitleEn
	}
	return o.Title
}

// Fact is one dated thing on a person's thread. At is when it happened, zero
// for now. Ref names the record behind it, such as a registration. RecordedBy
// is what [Recorder] says of the actor. A retracted fact keeps its row.
type Fact struct {
	ID, OrgID, PersonID string
	Kind                Kind
	Occasion            Occasion
	At                  db.Instant
	Proof, Ref          string
	RecordedBy          string
	RecordedAt          db.Instant

	RetractedAt   db.Instant // zero while the fact stands
	RetractedBy   string
	RetractReason string
}

// series is what tells facts of one kind and occasion apart.
func (f Fact) series() string {
	if f.Kind.Repeats() {
		return f.Ref
	}
	return ""
}

// Recorder names an actor in a fact, a consent or a note: the kind, and the
// identifier of a person, device or token where there is one.
func Recorder(a account.Actor) string {
	if id := a.ID(); id != "" {
		return a.Kind + ":" + id
	}
	return a.Kind
}

// Year is a fiscal year of a thread. A year without facts stands in it too, so
// that a gap is seen as a gap.
type Year struct {
	FY    int
	Facts []Fact // by time
}

// ByYear groups the facts of a thread, which must be in order of time, by
// fiscal year from the first to the last.
func ByYear(thread []Fact) []Year {
	var years []Year
	for _, f := range thread {
		fy := wareki.FiscalYear(f.At.Time())
		if len(years) == 0 {
			years = append(years, Year{FY: fy})
		}
		for years[len(years)-1].FY < fy {
			years = append(years, Year{FY: years[len(years)-1].FY + 1})
		}
		last := &years[len(years)-1]
		last.Facts = append(last.Facts, f)
	}
	return years
}
