package privacy

import (
	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/roster"
)

// Service answers what the house holds of a person, and ends it.
type Service struct {
	DB       *db.DB
	Accounts *account.Service
	People   *people.Service
	Profiles *profile.Service
	Events   *event.Service
	Cards    *card.Service
	Roster   *roster.Service
	Messages *message.Service
}
