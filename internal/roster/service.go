package roster

import "koryu/internal/kit/db"

// Service finds persons by what they did and said.
type Service struct{ DB *db.DB }
