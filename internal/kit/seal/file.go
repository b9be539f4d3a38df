package seal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// LoadOrCreate reads the master key from the file, and makes one of 32 random
// bytes, readable by the owner alone, when there is none. It fails when the file
// is too short, or when others than its owner may read it.
//
// Two processes that start at the same time end with the same key: the file
// appears whole or not at all, and the first one stays.
func LoadOrCreate(path string) (*Keys, error) {
	keys, err := load(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return keys, err
	}
	if err := create(path); err != nil {
		return nil, fmt.Errorf("seal: make %s: %w", path, err)
	}
	return load(path)
}

func load(path string) (*Keys, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("seal: %s has mode %04o, so others may read it; set it to 0600", path, mode)
	}
	master, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	keys, err := NewKeys(master)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return keys, nil
}

// create writes a new key beside the path, syncs it, and links it into place;
// a link, unlike a rename, does not replace a key that came first.
func create(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	master := make([]byte, masterSize)
	rand.Read(master)
	_, err = f.Write(master)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
