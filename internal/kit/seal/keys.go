package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sync"
)

// masterSize is the least length of a master key in bytes.
const masterSize = 32

// Keys derives and keeps the keys of all purposes. It is safe for concurrent use.
type Keys struct {
	master  []byte
	mu      sync.RWMutex
	derived map[string][]byte // use and purpose → 32 bytes
}

// NewKeys takes the master key, at least 32 bytes; it fails on a shorter one.
func NewKeys(master []byte) (*Keys, error) {
	if len(master) < masterSize {
		return nil, fmt.Errorf("seal: the master key has %d bytes, at least %d are needed", len(master), masterSize)
	}
	return &Keys{master: append([]byte(nil), master...), derived: map[string][]byte{}}, nil
}

// key derives the key for one use ("mac", "token", "field") of a purpose.
func (k *Keys) key(use, purpose string) []byte {
	info := "koryu/" + use + "/" + purpose
	k.mu.RLock()
	key := k.derived[info]
	k.mu.RUnlock()
	if key != nil {
		return key
	}
	key, err := hkdf.Key(sha256.New, k.master, nil, info, sha256.Size)
	if err != nil {
		panic("seal: " + err.Error()) // only a length beyond 255 hashes can fail
	}
	k.mu.Lock()
	k.derived[info] = key
	k.mu.Unlock()
	return key
}

// Sum authenticates parts for a purpose: 32 bytes of HMAC-SHA-256. Each part is
// preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
func (k *Keys) Sum(purpose string, parts ...[]byte) []byte {
	return sum(k.key("mac", purpose), parts...)
}

// Equal tells in constant time whether mac is the [Keys.Sum] of parts.
func (k *Keys) Equal(purpose string, mac []byte, parts ...[]byte) bool {
	return hmac.Equal(mac, k.Sum(purpose, parts...))
}

func sum(key []byte, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(p))))
		h.Write(p)
	}
	return h.Sum(nil)
}
