package message

import (
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/roster"
)

// Config says what the package stands on.
type Config struct {
	DB     *db.DB
	Keys   *seal.Keys
	Mail   mail.Sender // used by the jobs only
	Base   string      // scheme and host that people type
	Roster *roster.Service
	Events *event.Service
}

// Service writes to many, one by one. It is safe for many goroutines.
type Service struct{ Config }

// New makes the service.
func New(c Config) *Service { return &Service{c} }
