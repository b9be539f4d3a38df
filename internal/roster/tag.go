package roster

import (
	"koryu/internal/kit/db"
)

// Tag is a word that staff sort persons by.
type Tag struct {
	ID, OrgID, Name string
	CreatedAt       db.Instant
}
