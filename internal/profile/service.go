package profile

import "koryu/internal/kit/db"

// Service offers the package to callers that hold no transaction.
type Service struct{ DB *db.DB }
