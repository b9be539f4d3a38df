package card

import (
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
)

// Copy is what one side of an exchange has of the other. Where Withdrawn, the
// other took their consent back and nothing else of them is in it. Where not
// Confirmed, the names and the address are what somebody typed (on the owner's
// side), or only the face of the card (on the side of whoever typed). Note and
// Tags are the reader's own.
type Copy struct {
	Exchange
	Reader              string // person who reads; "" before the address is confirmed
	Face                Face
	Confirmed           bool
	Withdrawn           bool
	ToConfirm           bool // this link can confirm the exchange
	EventTitle, TitleEn string
	Note                string
	Tags                []string
	Undoable            bool
	UndoUntil           db.Instant
	ViaName             string // who introduced the two
}

// Name is the other's name, empty where it was withdrawn.
func (c Copy) Name(lang i18n.Lang) string { return c.Face.Person.DisplayName(lang) }

// MetFilter narrows the list of people met. Query is searched in names, readings,
// own notes and tags. After is the Next of the page before.
type MetFilter struct {
	Event, Query, Tag string
	After             string
	Limit             int // 50 when 0
}

// MetPage is a part of the list, latest first, with all events and tags that the
// list can be narrowed to.
type MetPage struct {
	Copies []Copy
	Next   string
	Total  int
	Events []MetEvent
	Tags   []string
}

// MetEvent is an event at which the reader met People.
type MetEvent struct {
	ID, Title, TitleEn string
	StartsAt           db.Instant
	People             int
}

// Blocked is somebody whom the person does not want to meet again, by the name
// under which they were met.
type Blocked struct {
	ID, Name  string
	CreatedAt db.Instant
}
