package paper

import (
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/people"
)

// Service draws what is printed.
type Service struct {
	Events *event.Service
	People *people.Service
	Cards  *card.Service
	Base   string // scheme and host that people type
}
