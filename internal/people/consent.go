package people

import (
	"context"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
)

// ConsentCode names a purpose; the letters are those of the privacy notice.
type ConsentCode string

const (
	ConsentRun       ConsentCode = "a" // run the programme (運営)
	ConsentBody      ConsentCode = "b" // give to the commissioning body (委託元への提供)
	ConsentSite      ConsentCode = "c" // give to the place of a stay (滞在先への提供)
	ConsentCompany   ConsentCode = "d" // give to one company (企業への紹介)
	ConsentDirectory ConsentCode = "e" // show in the directory (名簿・名刺の公開)
	ConsentPhoto     ConsentCode = "f" // photos and name in publicity (写真)
	ConsentNews      ConsentCode = "g" // announcements (次回案内)
	ConsentFollowUp  ConsentCode = "h" // contact after the contract (継続連絡)
	ConsentSensitive ConsentCode = "i" // sensitive data (配慮事項)
)

// PerOccasion tells whether the consent is given for one occasion only: who
// lets one evening take photos has not said so for the next.
func (c ConsentCode) PerOccasion() bool { return c == ConsentRun || c == ConsentPhoto }

// Channels over which a consent comes.
const (
	ChannelWeb   = "web"
	ChannelPaper = "paper" // signed; staff enter it
	ChannelPhone = "phone" // said to staff
	ChannelDoor  = "door"  // said at the door
)

// Consent is a person's yes to one purpose. Scope is the id of the occasion for
// which it holds, empty for all; Recipient names who gets the data where a
// purpose hands it on. TextVersion and TextHash say which words were agreed to,
// in which language. GivenBy is what [Recorder] says of who entered it.
type Consent struct {
	ID, OrgID, PersonID string
	Code                ConsentCode
	Scope, Recipient    string
	TextVersion         int
	TextHash            string
	Lang                i18n.Lang
	Channel, GivenBy    string
	GivenAt             db.Instant
	RevokedAt           db.Instant // zero while it holds
	RevokedBy           string
}

// GiveConsents records consents, many in one statement. The caller names
// person, code, scope, language, channel and author; the version and hash are
// those of the text in force. A consent to the same text that already holds is
// left as it is. A code without a text is refused: nobody can have read it.
func GiveConsents(ctx context.Context, tx *db.Tx, consents ...Consent) error {
	rows := make([]Consent, len(consents))
	for i, c := range consents {
		words, ok := ConsentTextOf(c.Code)
		if !ok {
			return apperr.New(apperr.Invalid, "people.error.consent_code").On("consents")
		}
		if !c.Code.keepsScope() {
			c.Scope = ""
		}
		if c.Lang == "" {
			c.Lang = i18n.Ja
		}
		c.ID, c.GivenAt = tx.NewID(), tx.Now()
		c.TextVersion, c.TextHash = words.Version, words.Hash(c.Lang)
		rows[i] = c
	}
	return insertConsents(ctx, tx, rows)
}

// Revocation withdraws the consents of a person to one purpose: in Scope, or
// everywhere when Scope is empty.
type Revocation struct {
	OrgID, PersonID string
	Code            ConsentCode
	Scope, By       string
}

// RevokeConsent ends all uses of the consent from now on; the rows stay as the
// proof of what was lawful until then. It tells whether one held.
func RevokeConsent(ctx context.Context, tx *db.Tx, r Revocation) (bool, error) {
	n, err := revokeConsents(ctx, tx, r, tx.Now())
	return n > 0, err
}
