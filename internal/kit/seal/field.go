package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
)

// ErrBroken is the answer of [Keys.Open] to anything but a whole box with the
// right purpose and context.
var ErrBroken = errors.New("seal: the sealed value does not open")

// fieldVersion leads every box, so that another cipher may follow one day.
const fieldVersion = 1

// Seal encrypts plain with AES-256-GCM under the key of the purpose: version(1)
// nonce(12) ciphertext tag(16). The context aad, such as organisation, row and
// field, is not stored; the box opens with the same aad only, so that it cannot
// be moved to another row.
func (k *Keys) Seal(purpose string, aad, plain []byte) []byte {
	return k.gcm(purpose).Seal([]byte{fieldVersion}, nil, plain, aad)
}

// Open decrypts a box of [Keys.Seal]. It fails with [ErrBroken] on a changed or
// cut box, another purpose, another context or another key.
func (k *Keys) Open(purpose string, aad, box []byte) ([]byte, error) {
	if len(box) == 0 || box[0] != fieldVersion {
		return nil, ErrBroken
	}
	plain, err := k.gcm(purpose).Open(nil, nil, box[1:], aad)
	if err != nil {
		return nil, ErrBroken
	}
	return plain, nil
}

func (k *Keys) gcm(purpose string) cipher.AEAD {
	block, err := aes.NewCipher(k.key("field", purpose))
	if err != nil {
		panic("seal: " + err.Error()) // only a wrong key length can fail
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("seal: " + err.Error())
	}
	return aead
}
