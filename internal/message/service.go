package message

import (
	"koryu/internal/kit/db"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/roster"
)

// Config says what the package stands on.
type Config struct {
	DB     *db.DB
	Keys   *seal.Keys
	Mail   mail.Sender
	Base   string // scheme and host that people type
	Roster *roster.Service
}

// Service writes to many, one by one.
type Service struct{ Config }

// New makes the service.
func New(c Config) *Service { return &Service{c} }
