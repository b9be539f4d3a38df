package db

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// fileLock says that this process serves an SQLite file. The system takes it
// back when the process ends, however it ends.
type fileLock struct{ f *os.File }

// lockFile takes the lock beside the database at path. It fails when another
// process has it.
func lockFile(path string) (*fileLock, error) {
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("db: the lock file cannot be written: %w", err)
	}
	if err := tryLock(f); err != nil {
		defer f.Close()
		return nil, fmt.Errorf("db: %s is being served by another koryu (%s); stop that one first, or give this one its own data folder", path, holder(f))
	}
	if err := f.Truncate(0); err == nil {
		f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return &fileLock{f}, nil
}

func holder(f *os.File) string {
	b := make([]byte, 32)
	n, _ := f.ReadAt(b, 0)
	if pid, err := strconv.Atoi(strings.TrimSpace(string(b[:n]))); err == nil {
		return "process " + strconv.Itoa(pid)
	}
	return "unknown process"
}

func (l *fileLock) release() error { return l.f.Close() }
