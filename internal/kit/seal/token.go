package seal

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/binary"

	"github.com/google/uuid"
)

// A token is version(1) serial(2) identifier(16) mac(16), 35 bytes, in base64url
// without padding: 47 characters.
const (
	tokenVersion = 1
	bodySize     = 1 + 2 + 16
	macSize      = 16
	tokenSize    = 47

	// MaxSerial is the highest serial that a token can carry.
	MaxSerial = 1<<16 - 1
)

// strict refuses a last character with stray bits, so that one token has one
// spelling.
var strict = base64.RawURLEncoding.Strict()

// Token vouches for the row with the UUID id, in its serial-th issue, for one
// purpose. It panics when id is no UUID or serial is outside 0…[MaxSerial]:
// both come from our own rows.
func (k *Keys) Token(purpose, id string, serial int) string {
	u, err := uuid.Parse(id)
	if err != nil || serial < 0 || serial > MaxSerial {
		panic("seal: a token needs a UUID and a serial of 16 bits")
	}
	body := make([]byte, 0, bodySize+macSize)
	body = append(body, tokenVersion)
	body = binary.BigEndian.AppendUint16(body, uint16(serial))
	body = append(body, u[:]...)
	mac := sum(k.key("token", purpose), body)
	return strict.EncodeToString(append(body, mac[:macSize]...))
}

// ParseToken reads what [Keys.Token] wrote for the same purpose. ok is false
// for everything else; how long that takes tells nothing about the key. Whether
// the row exists and still has this serial is for the caller to see.
func (k *Keys) ParseToken(purpose, token string) (id string, serial int, ok bool) {
	if len(token) != tokenSize {
		return "", 0, false
	}
	raw, err := strict.DecodeString(token)
	if err != nil || len(raw) != bodySize+macSize || raw[0] != tokenVersion {
		return "", 0, false
	}
	body, mac := raw[:bodySize], raw[bodySize:]
	if !hmac.Equal(mac, sum(k.key("token", purpose), body)[:macSize]) {
		return "", 0, false
	}
	return uuid.UUID(body[3:]).String(), int(binary.BigEndian.Uint16(body[1:3])), true
}
