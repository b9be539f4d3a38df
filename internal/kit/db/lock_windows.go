package db

import (
	"math"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock locks one byte far behind the content, so that others can still read
// who holds it.
func tryLock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
		&windows.Overlapped{Offset: math.MaxInt32})
}
