package card

import (
	"slices"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

// State is where an exchange stands.
type State string

// The states of an exchange. Everything but pending and done is over.
const (
	Pending State = "pending" // the typed address has not been confirmed
	Done    State = "done"
	Undone  State = "undone"
	Refused State = "refused" // not for this pair, or "that was not me"
	Expired State = "expired" // nobody confirmed
	Ended   State = "ended"   // another exchange of the same two stands in its place
)

// Limits of an exchange.
const (
	UndoWithin    = 24 * time.Hour
	OldestOffline = 14 * 24 * time.Hour
	confirmWithin = 90 * 24 * time.Hour
	clockSlack    = 5 * time.Minute // a device that is that far ahead means now
	maxPending    = 100             // unconfirmed addresses on one card a day
)

// Exchange is two acts: Owner showed the card, Partner pressed. PartnerID is
// empty while a typed address waits to be confirmed; Family, Given and Email are
// what was typed. At is when it happened, as the device said; CreatedAt is when
// we heard of it. Via is the person who introduced the two.
type Exchange struct {
	OrgID, ID           string
	OwnerID, PartnerID  string
	Family, Given       string
	Email               string
	Lang                i18n.Lang
	State               State
	EventID             string // "" when it was at no event of ours
	Via                 string
	At                  db.Instant
	Offline             bool
	CreatedAt           db.Instant
	DoneAt, EndedAt     db.Instant
	once                string
	emailKey            string
	consentRun, consent int // versions of the texts a and e; 0 for a partner who was known
	serial              int
}

// Live tells that the exchange stands, confirmed or not.
func (e Exchange) Live() bool { return e.State == Pending || e.State == Done }

// CanUndo tells whether either side may still take it back.
func (e Exchange) CanUndo(now db.Instant) bool {
	return e.State == Pending || e.State == Done && now < e.UndoUntil()
}

// UndoUntil is the first instant at which a done exchange stands for good.
func (e Exchange) UndoUntil() db.Instant { return e.DoneAt.Add(UndoWithin) }

// other is the person on the other side, "" while there is none.
func (e Exchange) other(person string) string {
	if person == e.OwnerID {
		return e.PartnerID
	}
	return e.OwnerID
}

// scope is the scope of the consents that a typed exchange carries.
func (e Exchange) scope() string { return "exchange:" + e.ID }

// consentRecipient is who gets the data under consent e of an exchange.
const consentRecipient = "card partner"

// ExchangeRequest asks for an exchange with the card of CardToken. Who presses is
// PersonID where the house knows them (signed in, or holder of a ticket); else
// they type Family, Given and Email (for who is signed in: the address of By) and
// agree to texts a and e. Key is chosen by the page and tells twins apart.
//
// At and Offline are for what happened without a signal: the device's time, not
// in the future and at most 14 days old. Shown is the vCard of the second QR face
// where that is what was scanned; CardToken may then be empty. Org is the
// organisation in whose pages it happens, "" for the card's own. EventID names
// the event where two run at once.
type ExchangeRequest struct {
	Org, CardToken, Key  string
	By                   account.Actor
	PersonID             string
	Family, Given, Email string
	Lang                 i18n.Lang
	Consents             []people.ConsentCode
	At                   db.Instant
	Offline              bool
	EventID              string
	Shown                string
}

// Exchanged is the answer. Token opens, at /x/{Token}, what whoever pressed may
// see now; for a typed address that is no more than the face. Again tells that it
// is an exchange from before, which may be over (State).
type Exchanged struct {
	Exchange
	Token string
	Again bool
}

// meant checks the time that a device tells, and gives the moment that counts.
func (r ExchangeRequest) meant(now db.Instant) (db.Instant, error) {
	switch {
	case r.At == 0 || r.At > now && r.At.Sub(now) <= clockSlack:
		return now, nil
	case r.At > now:
		return 0, errFuture
	case now.Sub(r.At) > OldestOffline:
		return 0, errTooOld
	}
	return r.At, nil
}

// typed is what somebody wrote whom the house does not know by a sign-in.
func (r ExchangeRequest) typed() people.NewPerson {
	n := people.NewPerson{Family: r.Family, Given: r.Given, Email: r.Email, Lang: r.Lang}
	if r.By.SignedIn() {
		n.Email = r.By.Email // the only address of which we know whose it is
	}
	return n
}

// complete reports what is missing of somebody who is not known.
func (r ExchangeRequest) complete() error {
	var f apperr.Fields
	if err := r.typed().Validate(people.Want{Email: true}); err != nil {
		f = append(f, apperr.FieldsOf(err)...)
	}
	if !slices.Contains(r.Consents, people.ConsentRun) {
		f.Add("consent_a", "card.error.consent_run")
	}
	if !slices.Contains(r.Consents, people.ConsentDirectory) {
		f.Add("consent_e", "card.error.consent_show")
	}
	return f.Err()
}

var (
	errKey    = apperr.New(apperr.Invalid, "card.error.key").On("key")
	errFuture = apperr.New(apperr.Invalid, "card.error.at_future").On("at")
	errTooOld = apperr.New(apperr.Invalid, "card.error.at_old").On("at")
)
