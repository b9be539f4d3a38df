package card

import (
	"koryu/internal/people"
	"koryu/internal/profile"
)

// Face is a card as somebody sees it: Person holds the name, and whatever else of
// the people record they may see; View the fields of the profile. Everything that
// is empty is not shown. Version changes with what is seen.
type Face struct {
	Card    Card
	Person  people.Person // name; Affiliation, Email, Phone, kana where permitted
	View    profile.View
	Own     bool   // the viewer's own card
	MadeID  string // the viewer's living exchange with the owner, "" for none
	Pressed bool   // a copy of an exchange: more than a stranger sees
}
