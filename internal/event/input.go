package event

import "koryu/internal/kit/db"

// Fields are the texts and times of an event that an editor changes. In Create
// nil means the default, in Update it means "as it is". An instant of zero
// clears it.
type Fields struct {
	ProgrammeID        *string
	Slug               *string
	Title, TitleEn     *string
	Summary, SummaryEn *string
	Body, BodyEn       *string
	StartsAt, EndsAt   *db.Instant
	OpensAt, ClosesAt  *db.Instant // setting ClosesAt also sets ClosesRule to AtTime unless ClosesRule is given
	ClosesRule         *ClosesRule
	PromoteUntil       *db.Instant
	Place              *Place
	OnlineURL          *string
	OnlineNote         *string
	OnlineNoteEn       *string
	Hashtag            *string
	Visibility         *Visibility
	ContactEmail       *string
	ImageAlt           *string
	Revision           int64 // Update: the revision the editor saw; 0 compares nothing
}

// SlotInput describes a slot to keep (ID set) or to add.
type SlotInput struct {
	ID                         string
	Name, NameEn               string
	Eligibility, EligibilityEn string
	Kind                       SlotKind // ForParticipants when empty
	Mode                       Mode     // FirstCome when empty
	Capacity                   *int
	NoWaitlist                 bool
}

// Filter chooses events of an organisation.
type Filter struct {
	ProgrammeID  string
	States       []State
	Visibilities []Visibility
	From, Until  db.Instant // of the start; zero is open
	EndsAfter    db.Instant // not over at this instant
	EndsBy       db.Instant // over by this instant
	Newest       bool       // latest start first; else earliest first
	Limit        int        // 100 when 0
}

// Image is the picture of an event, decoded and encoded anew by us.
type Image struct {
	ID, Type      string // image/jpeg or image/png
	Width, Height int
	Data          []byte
}
