package roster

import "koryu/internal/kit/db"

// Service finds persons by what they did and said, and makes two of them one.
// Hooks are those of the packages above this one that keep rows about persons.
type Service struct {
	DB    *db.DB
	Hooks []Hook
}
