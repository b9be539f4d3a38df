//go:build !unix

package app

import "koryu/internal/kit/db"

func diskSpace(Config) db.Finding {
	return careful("disk", "its space is not read on this system", "look at it yourself")
}
