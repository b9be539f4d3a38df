package privacy

import (
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Kind is what a request asks for.
type Kind string

// Kinds of requests.
const (
	Correction Kind = "correction" // 訂正
	Erasure    Kind = "erasure"    // 消去
)

// State is where a request stands.
type State string

// States. A correction goes from open to done or declined; an erasure is
// confirmed in between, and may be taken back until it is done.
const (
	Open      State = "open"
	Confirmed State = "confirmed"
	Done      State = "done"
	Declined  State = "declined"
	TakenBack State = "taken_back"
)

// Live tells that something is still to be done.
func (s State) Live() bool { return s == Open || s == Confirmed }

const (
	answerWithin = 14 * 24 * time.Hour // a correction; the first answer of any request
	takeBackFor  = 7 * 24 * time.Hour  // an erasure
)

// Channels over which staff learn of a wish.
var Channels = []string{people.ChannelPaper, people.ChannelPhone, people.ChannelDoor}

// Request is what somebody wants done about their data. Words are the person's
// own; for an erasure that staff entered they say how the wish came. DueAt is
// when it should be answered, FinalAt the moment until which an erasure can be
// taken back. AskedBy, ConfirmedBy and DecidedBy are what people.Recorder says.
type Request struct {
	OrgID, ID, PersonID     string
	Kind                    Kind
	State                   State
	Words, Channel, AskedBy string
	AskedAt, DueAt, FinalAt db.Instant
	ConfirmedBy             string
	ConfirmedAt             db.Instant
	Answer, DecidedBy       string
	DecidedAt               db.Instant
	CertificateID           string
	Version                 int64

	suspended string // consents that rest, as JSON
}

// ByPerson tells that the person asked themselves.
func (r Request) ByPerson() bool { return r.Channel == people.ChannelWeb }

// Overdue tells that an answer should have been given.
func (r Request) Overdue(now db.Instant) bool { return r.State.Live() && now >= r.DueAt }

const (
	maxWords  = 2000
	maxReason = 400
)

var (
	errUnknown   = apperr.New(apperr.NotFound, "privacy.error.unknown")
	errState     = apperr.New(apperr.Conflict, "privacy.error.state")
	errSame      = apperr.New(apperr.Forbidden, "privacy.error.same_person")
	errForbidden = apperr.New(apperr.Forbidden, "privacy.error.forbidden")
)
