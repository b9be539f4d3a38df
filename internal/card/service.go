package card

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/profile"
)

// Config says what the package stands on.
type Config struct {
	DB       *db.DB
	Keys     *seal.Keys
	Mail     mail.Sender // used by the jobs only
	Base     string      // scheme and host that people type
	Events   *event.Service
	Profiles *profile.Service
}

// Service lets people show their cards and exchange them. It is safe for many
// goroutines.
type Service struct {
	Config
	presses batcher
}

// New makes the service.
func New(c Config) *Service {
	s := &Service{Config: c}
	s.presses.run, s.presses.lanes = s.pressTogether, 1
	if c.DB != nil && c.DB.Engine() == db.Postgres {
		s.presses.lanes = 4
	}
	return s
}

// Close lets exchanges on their way end. Call it before the database is closed.
func (s *Service) Close() { s.presses.close() }

// Purposes of sealed tokens and sums.
const (
	sealCard    = "card"         // a card, in a QR
	sealCopy    = "card_copy"    // a copy, in the browser of whoever pressed
	sealConfirm = "card_confirm" // a copy, in the letter to a typed address
	sumFace     = "card_face"
	sumOnce     = "card_once"
	sumMail     = "card_mail"
)

// What the audit trail calls the acts of this package; the catalogue names them
// under card.audit.<act>.
const (
	actMade      = "card.made"
	actFields    = "card.fields"
	actRotated   = "card.rotated"
	actHidden    = "card.hidden"
	actShown     = "card.shown"
	actAsked     = "card.asked" // an exchange that waits for the address
	actExchanged = "card.exchanged"
	actRefused   = "card.refused"
	actExpired   = "card.expired"
	actUndone    = "card.undone"
	actNoted     = "card.noted"
	actBlocked   = "card.blocked"
	actUnblocked = "card.unblocked"
	actIntroduce = "card.introduced"
	actAnswered  = "card.introduction_answered"
	actJoined    = "card.board_joined"
	actLeft      = "card.board_left"
)

func record(ctx context.Context, tx *db.Tx, actor account.Actor, org, act, object, id string, data any) error {
	return account.Record(ctx, tx, account.Entry{Org: org, Actor: actor, Action: act, Object: object, ObjectID: id, Data: data})
}
