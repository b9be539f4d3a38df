package card

import (
	"koryu/internal/kit/db"
	"koryu/internal/profile"
)

// BoardEntry is one who is in the room and wants to be talked to.
type BoardEntry struct {
	PersonID string
	Name     string
	View     profile.View // audience event; Talk is what the board is for
	JoinedAt db.Instant
	Own      bool
}

// BoardPage is the board of an event as one of the room sees it.
type BoardPage struct {
	Joined  bool
	Entries []BoardEntry // by reading
	Closes  db.Instant
}
