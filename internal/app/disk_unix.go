//go:build unix

package app

import (
	"fmt"
	"syscall"

	"koryu/internal/kit/db"
)

// diskSpace tells how full the disk of the data folder is.
func diskSpace(c Config) db.Finding {
	const name = "disk"
	var s syscall.Statfs_t
	if err := syscall.Statfs(c.Data, &s); err != nil || s.Blocks == 0 {
		return careful(name, "its space cannot be read", "")
	}
	used := 100 - int(100*uint64(s.Bavail)/uint64(s.Blocks))
	free := uint64(s.Bavail) * uint64(s.Bsize) >> 20
	detail := fmt.Sprintf("%d %% used, %d MB free", used, free)
	const remedy = "make room before it is full: a full disk refuses registrations"
	switch {
	case used >= 90 && free < 1024:
		return wrong(name, detail, remedy)
	case used >= 80 && free < 10*1024:
		return careful(name, detail, remedy)
	}
	return fine(name, detail)
}
