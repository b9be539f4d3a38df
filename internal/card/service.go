package card

import (
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
	Mail     mail.Sender
	Base     string // scheme and host that people type
	Events   *event.Service
	Profiles *profile.Service
}

// Service lets people show their cards and exchange them.
type Service struct{ Config }

// New makes the service.
func New(c Config) *Service { return &Service{c} }
