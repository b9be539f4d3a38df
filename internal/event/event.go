package event

import (
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
)

// State is where an event stands. A cancelled event keeps its page.
type State string

// The states of an event.
const (
	Draft     State = "draft"
	Published State = "published"
	Cancelled State = "cancelled"
)

// Visibility says who finds a published event.
type Visibility string

// Public events are listed; Link ones open for whoever has the address; Hidden
// ones open for staff only (participants are entered by staff or import).
const (
	Public Visibility = "public"
	Link   Visibility = "link"
	Hidden Visibility = "hidden"
)

// ClosesRule says how the end of registration follows the start.
type ClosesRule string

const (
	// DayBefore (前日まで) closes at 24:00 of the day before: 00:00 of the event's
	// day is the first refused instant.
	DayBefore ClosesRule = "day_before"
	// AtStart closes when the event begins.
	AtStart ClosesRule = "start"
	// AtTime closes at an instant that the organiser names.
	AtTime ClosesRule = "at"
)

// Place is where people meet: copied from the programme's list (VenueID is then
// set) or typed for this event only.
type Place struct {
	VenueID            string
	Name, NameEn       string
	Area, AreaEn       string // what a visitor calls the place: 八戸市, 上野
	Address, AddressEn string
	Postcode           string // seven digits
	MapURL             string
	Note, NoteEn       string // how to get there, which door
}

// IsZero says that no place is known.
func (p Place) IsZero() bool { return p.VenueID == "" && p.Name == "" && p.Address == "" }

// NameIn returns the name in the language, Japanese where there is no other.
func (p Place) NameIn(l i18n.Lang) string { return in(l, p.Name, p.NameEn) }

// AreaIn returns the area in the language.
func (p Place) AreaIn(l i18n.Lang) string { return in(l, p.Area, p.AreaEn) }

// AddressIn returns the address in the language.
func (p Place) AddressIn(l i18n.Lang) string { return in(l, p.Address, p.AddressEn) }

// NoteIn returns the note in the language.
func (p Place) NoteIn(l i18n.Lang) string { return in(l, p.Note, p.NoteEn) }

// Event is one occasion. Instants that are not known yet (drafts) are zero.
type Event struct {
	ID, OrgID, ProgrammeID string
	Slug                   string // unique in the organisation, part of the address
	Title, TitleEn         string
	Summary, SummaryEn     string // one or two sentences
	Body, BodyEn           string // Markdown
	StartsAt, EndsAt       db.Instant
	OpensAt                db.Instant // zero: as soon as it is published
	ClosesAt               db.Instant // the first refused instant
	ClosesRule             ClosesRule
	PromoteUntil           db.Instant // waiting people move up before this; zero: until ClosesAt
	Place                  Place
	OnlineURL              string // shown to confirmed people only
	OnlineNote             string
	OnlineNoteEn           string
	Hashtag                string
	Visibility             Visibility
	State                  State
	CancelReason           string
	ContactEmail           string
	ImageID, ImageAlt      string
	Seq                    int   // SEQUENCE of the calendar: +1 when time, place or status change
	Revision               int64 // +1 with every edit; Update compares it
	Version                int64 // +1 with every commit that changes the public page, counters included
	CreatedAt, UpdatedAt   db.Instant
	PublishedAt            db.Instant

	Slots     []Slot // in the organiser's order
	Questions []Question
	Speakers  []Speaker
	Agenda    []AgendaItem

	lastNumber int // highest registration number; read under the lock
}

// SlotKind separates those the event is for from those who make it: counts of
// participants leave speakers and staff out.
type SlotKind string

// The kinds of slots.
const (
	ForParticipants SlotKind = "participant"
	ForSpeakers     SlotKind = "speaker"
	ForStaff        SlotKind = "staff"
)

// Mode says how a place is given.
type Mode string

// FirstCome (先着) confirms at once; ByApproval (承認制) leaves each application
// pending until staff decide.
const (
	FirstCome  Mode = "first_come"
	ByApproval Mode = "approval"
)

// Slot is one 参加枠.
type Slot struct {
	ID, EventID                string
	Name, NameEn               string
	Eligibility, EligibilityEn string
	Kind                       SlotKind
	Mode                       Mode
	Capacity                   *int // nil: no limit
	Waitlist                   bool // who comes when it is full may wait
	Taken, Waiting, Pending    int
	Guard                      *int // max(capacity, taken): the wall of the CHECK constraint
	Position                   int
}

// Free returns the free places; limited is false where there is no limit.
func (s Slot) Free() (n int, limited bool) {
	if s.Capacity == nil {
		return 0, false
	}
	return max(0, *s.Capacity-s.Taken), true
}

// Full says that no place is free now.
func (s Slot) Full() bool {
	n, limited := s.Free()
	return limited && n == 0
}

// NameIn returns the slot's name in the language.
func (s Slot) NameIn(l i18n.Lang) string { return in(l, s.Name, s.NameEn) }

// EligibilityIn returns who the slot is for, in the language.
func (s Slot) EligibilityIn(l i18n.Lang) string { return in(l, s.Eligibility, s.EligibilityEn) }

// QuestionKind is the shape of an answer.
type QuestionKind string

// The kinds of questions.
const (
	AskText   QuestionKind = "text"
	AskChoice QuestionKind = "choice"
	AskMany   QuestionKind = "many"
	AskNumber QuestionKind = "number"
	AskDate   QuestionKind = "date"
)

// Option is one choice of a question; Value is what is stored.
type Option struct {
	Value   string `json:"value"`
	Label   string `json:"label"`
	LabelEn string `json:"label_en,omitempty"`
}

// LabelIn returns the option's label in the language.
func (o Option) LabelIn(l i18n.Lang) string { return in(l, o.Label, o.LabelEn) }

// Question is one of the organiser's own questions. Why is shown beside it:
// what cannot be explained is not asked.
type Question struct {
	ID             string
	Label, LabelEn string
	Why, WhyEn     string
	Kind           QuestionKind
	Options        []Option
	Required       bool
	Retired        bool // answered before, asked no more
	Position       int
}

// LabelIn returns the question in the language.
func (q Question) LabelIn(l i18n.Lang) string { return in(l, q.Label, q.LabelEn) }

// WhyIn returns the reason for asking, in the language.
func (q Question) WhyIn(l i18n.Lang) string { return in(l, q.Why, q.WhyEn) }

// Speaker is somebody who talks at the event.
type Speaker struct {
	ID             string
	Name, NameEn   string
	Title, TitleEn string // 所属・肩書き
	Bio, BioEn     string
	URL            string
	Position       int
}

// NameIn returns the speaker's name in the language.
func (s Speaker) NameIn(l i18n.Lang) string { return in(l, s.Name, s.NameEn) }

// TitleIn returns the speaker's affiliation in the language.
func (s Speaker) TitleIn(l i18n.Lang) string { return in(l, s.Title, s.TitleEn) }

// BioIn returns what the speaker says of themselves, in the language.
func (s Speaker) BioIn(l i18n.Lang) string { return in(l, s.Bio, s.BioEn) }

// AgendaItem is one line of the timetable, Offset minutes after the start, so
// that it moves with the event.
type AgendaItem struct {
	ID             string
	Offset         int // minutes after StartsAt
	Label, LabelEn string
	Note, NoteEn   string
	Position       int
}

// LabelIn returns the line in the language.
func (a AgendaItem) LabelIn(l i18n.Lang) string { return in(l, a.Label, a.LabelEn) }

// NoteIn returns the note in the language.
func (a AgendaItem) NoteIn(l i18n.Lang) string { return in(l, a.Note, a.NoteEn) }

// TitleIn returns the title in the language.
func (e Event) TitleIn(l i18n.Lang) string { return in(l, e.Title, e.TitleEn) }

// SummaryIn returns the summary in the language.
func (e Event) SummaryIn(l i18n.Lang) string { return in(l, e.Summary, e.SummaryEn) }

// BodyIn returns the Markdown text in the language.
func (e Event) BodyIn(l i18n.Lang) string { return in(l, e.Body, e.BodyEn) }

// OnlineNoteIn returns how to join from afar, in the language.
func (e Event) OnlineNoteIn(l i18n.Lang) string { return in(l, e.OnlineNote, e.OnlineNoteEn) }

// Asked returns the questions that are put to people now.
func (e Event) Asked() []Question {
	var asked []Question
	for _, q := range e.Questions {
		if !q.Retired {
			asked = append(asked, q)
		}
	}
	return asked
}

// Online says that the event can be followed from afar.
func (e Event) Online() bool { return e.OnlineURL != "" || e.OnlineNote != "" }

// Slot returns the slot with the id.
func (e Event) Slot(id string) (Slot, bool) {
	for _, s := range e.Slots {
		if s.ID == id {
			return s, true
		}
	}
	return Slot{}, false
}

// OpenSlots returns the slots a visitor can choose: those for participants.
func (e Event) OpenSlots() []Slot {
	var open []Slot
	for _, s := range e.Slots {
		if s.Kind == ForParticipants {
			open = append(open, s)
		}
	}
	return open
}

// Day returns the event's day in Asia/Tokyo.
func (e Event) Day() db.Day { return db.DayOf(e.StartsAt.Time()) }

// Over says that the event has ended.
func (e Event) Over(now db.Instant) bool { return e.EndsAt != 0 && now >= e.EndsAt }

// promotesUntil returns the first instant at which nobody moves up any more.
func (e Event) promotesUntil() db.Instant {
	if e.PromoteUntil != 0 {
		return e.PromoteUntil
	}
	return e.ClosesAt
}

// closes returns the end of registration that the rule asks for.
func (e Event) closes() db.Instant {
	switch {
	case e.ClosesRule == AtTime || e.StartsAt == 0:
		return e.ClosesAt
	case e.ClosesRule == AtStart:
		return e.StartsAt
	default:
		return db.FromTime(midnight(e.StartsAt.Time()))
	}
}

func midnight(t time.Time) time.Time {
	y, m, d := t.In(clock.JST).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, clock.JST)
}

func in(l i18n.Lang, ja, en string) string {
	if l == "en" && en != "" {
		return en
	}
	return ja
}
