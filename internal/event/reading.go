package event

import (
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// AttendeeFilter chooses registrations of an event. Empty fields do not filter.
type AttendeeFilter struct {
	States  []RegState
	Slot    string
	Kinds   []SlotKind
	Query   string // name, kana or e-mail, searched like people
	Initial string // row of the first kana: あ か さ …
	Arrived *bool
	Order   AttendeeOrder
	After   string // cursor of the page before
	Limit   int    // 50 when 0, 500 at most
}

// AttendeeOrder is the order of a list of attendees.
type AttendeeOrder string

// ByNumber is the order of coming; ByKana the order of the names.
const (
	ByNumber AttendeeOrder = ""
	ByKana   AttendeeOrder = "kana"
)

// Attendee is one line of the list.
type Attendee struct {
	Registration Registration
	Person       people.Person
	Slot         Slot
	Position     int // in the waiting list
}

// AttendeePage is a page of the list; Next is empty on the last one.
type AttendeePage struct {
	Rows []Attendee
	Next string
}

// SlotCounts are the registrations of a slot by state.
type SlotCounts struct{ Confirmed, Waiting, Pending, Cancelled, Declined, Arrived int }

// Counts are the registrations of an event: Total over participants only,
// Helpers over speakers and staff, BySlot by slot id.
type Counts struct {
	Total, Helpers SlotCounts
	BySlot         map[string]SlotCounts
}

// Live is what a door or a dashboard watches: it changes with every scan and
// every registration.
type Live struct {
	Seq      int64 // rises with every scan
	Version  int64 // rises with every registration
	Arrived  int   // participants
	Helpers  int   // speakers and staff who came
	Expected int   // confirmed participants
	WalkIns  int
}

// DayCount counts registrations that came in on a day, and those cancelled on it.
type DayCount struct {
	Day                   db.Day
	Registered, Cancelled int
}

// MinuteCount counts arrivals in a minute.
type MinuteCount struct {
	At      db.Instant
	Arrived int
}

// Happening is one line of a registration's history. The catalogue names the
// action under event.audit.<action>.
type Happening struct {
	At        db.Instant
	Action    string // "registration.promoted"
	ActorKind string // person, door, api, system, anonymous
	Actor     string // name of a person or device, as known today; may be empty
	Reason    string // staff's words, or a word under event.reason
	Data      string // JSON
}

// Scan is one line of the door's log.
type Scan struct {
	ID, RegistrationID string
	At, ReceivedAt     db.Instant
	Device             string
	OK                 bool
	Reason             Reason
	Offline, Forced    bool
	Name               string // of the person, where known
	UndoneAt           db.Instant
}
