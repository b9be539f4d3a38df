package seal_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"koryu/internal/kit/seal"
)

const row = "01933d3a-5c00-7abc-8def-0123456789ab"

func keys(t testing.TB, fill byte) *seal.Keys {
	t.Helper()
	k, err := seal.NewKeys(bytes.Repeat([]byte{fill}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAShortMasterKeyIsRefused(t *testing.T) {
	if _, err := seal.NewKeys(make([]byte, 31)); err == nil {
		t.Error("31 bytes were accepted")
	}
}

func TestSumTellsPartsPurposesAndKeysApart(t *testing.T) {
	k := keys(t, 1)
	mac := k.Sum("code", []byte("ab"), []byte("c"))
	if !k.Equal("code", mac, []byte("ab"), []byte("c")) {
		t.Fatal("does not know its own sum")
	}
	for name, equal := range map[string]bool{
		"other cut":     k.Equal("code", mac, []byte("a"), []byte("bc")),
		"joined":        k.Equal("code", mac, []byte("abc")),
		"empty part":    k.Equal("code", mac, []byte("ab"), []byte("c"), nil),
		"other purpose": k.Equal("session", mac, []byte("ab"), []byte("c")),
		"other key":     keys(t, 2).Equal("code", mac, []byte("ab"), []byte("c")),
		"truncated":     k.Equal("code", mac[:16], []byte("ab"), []byte("c")),
		"empty mac":     k.Equal("code", nil, []byte("ab"), []byte("c")),
	} {
		if equal {
			t.Errorf("%s: equal", name)
		}
	}
}

func TestTokenRoundTrip(t *testing.T) {
	k := keys(t, 1)
	for _, serial := range []int{0, 1, 255, 256, seal.MaxSerial} {
		token := k.Token("ticket", row, serial)
		if len(token) != 47 || strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			t.Fatalf("token %q", token)
		}
		id, got, ok := k.ParseToken("ticket", token)
		if !ok || id != row || got != serial {
			t.Errorf("serial %d: %s %d %v", serial, id, got, ok)
		}
	}
}

func TestATokenIsRefused(t *testing.T) {
	k := keys(t, 1)
	token := k.Token("ticket", row, 1)
	raw, _ := base64.RawURLEncoding.DecodeString(token)

	refused := func(name, purpose, token string) {
		t.Helper()
		if id, serial, ok := k.ParseToken(purpose, token); ok || id != "" || serial != 0 {
			t.Errorf("%s: accepted as %s %d", name, id, serial)
		}
	}
	for bit := range len(raw) * 8 {
		flipped := bytes.Clone(raw)
		flipped[bit/8] ^= 1 << (bit % 8)
		refused("flipped bit", "ticket", base64.RawURLEncoding.EncodeToString(flipped))
	}
	for n := range len(token) {
		refused("truncated", "ticket", token[:n])
	}
	refused("other purpose", "manage", token)
	refused("lengthened", "ticket", token+"A")
	refused("padded", "ticket", token+"=")
	refused("with a line break", "ticket", token[:46]+"\n"+token[46:])
	refused("of another master key", "ticket", keys(t, 2).Token("ticket", row, 1))
	for _, last := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		if respelled := token[:46] + string(last); respelled != token {
			refused("other spelling of the last character", "ticket", respelled)
		}
	}
}

func TestRandomTokensAreNeverAccepted(t *testing.T) {
	k, dice := keys(t, 1), rand.NewChaCha8([32]byte{7})
	raw := make([]byte, 35)
	for range 100_000 {
		dice.Read(raw)
		raw[0] = 1 // so that it gets past the version
		if _, _, ok := k.ParseToken("ticket", base64.RawURLEncoding.EncodeToString(raw)); ok {
			t.Fatalf("accepted %x", raw)
		}
	}
}

func TestTokenPanicsOnWhatIsNoRow(t *testing.T) {
	for name, f := range map[string]func(){
		"no UUID":         func() { keys(t, 1).Token("ticket", "E5", 1) },
		"negative serial": func() { keys(t, 1).Token("ticket", row, -1) },
		"large serial":    func() { keys(t, 1).Token("ticket", row, seal.MaxSerial+1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("made a token")
				}
			}()
			f()
		})
	}
}

func TestSealedFields(t *testing.T) {
	k := keys(t, 1)
	plain, aad := []byte("みちのく銀行 0123456"), []byte("org|person|account")
	box := k.Seal("bank", aad, plain)
	if got, err := k.Open("bank", aad, box); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("%q %v", got, err)
	}
	if bytes.Contains(box, []byte("0123456")) {
		t.Fatal("the box shows its content")
	}
	if bytes.Equal(box, k.Seal("bank", aad, plain)) {
		t.Error("two boxes of one value are alike: the nonce is used twice")
	}
	if got, err := k.Open("bank", nil, k.Seal("bank", nil, nil)); err != nil || len(got) != 0 {
		t.Errorf("an empty value: %q %v", got, err)
	}

	refused := func(name, purpose string, aad, box []byte) {
		t.Helper()
		if got, err := k.Open(purpose, aad, box); !errors.Is(err, seal.ErrBroken) || got != nil {
			t.Errorf("%s: opened as %q, %v", name, got, err)
		}
	}
	for bit := range len(box) * 8 {
		flipped := bytes.Clone(box)
		flipped[bit/8] ^= 1 << (bit % 8)
		refused("flipped bit", "bank", aad, flipped)
	}
	for n := range len(box) {
		refused("truncated", "bank", aad, box[:n])
	}
	refused("other purpose", "note", aad, box)
	refused("context of another row", "bank", []byte("org|other|account"), box)
	refused("without context", "bank", nil, box)
	refused("sealed under another master key", "bank", aad, keys(t, 2).Seal("bank", aad, plain))
}

func TestLoadOrCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "koryu.key")
	var tokens sync.Map
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			k, err := seal.LoadOrCreate(path)
			if err != nil {
				t.Error(err)
				return
			}
			tokens.Store(k.Token("ticket", row, 1), true)
		})
	}
	wg.Wait()
	different := 0
	tokens.Range(func(any, any) bool { different++; return true })
	if different != 1 {
		t.Errorf("eight starts made %d keys", different)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() != 32 {
		t.Errorf("key file: %v %v", info, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".key-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLoadOrCreateRefuses(t *testing.T) {
	write := func(size int, mode os.FileMode) string {
		path := filepath.Join(t.TempDir(), "koryu.key")
		if err := os.WriteFile(path, make([]byte, size), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, path := range map[string]string{
		"a file that others may read": write(32, 0o644),
		"a file that is too short":    write(16, 0o600),
		"a folder that is not there":  filepath.Join(t.TempDir(), "none", "koryu.key"),
	} {
		if _, err := seal.LoadOrCreate(path); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func FuzzParseToken(f *testing.F) {
	k := keys(f, 1)
	f.Add(k.Token("manage", row, 3))
	f.Add("")
	f.Add(strings.Repeat("A", 47))
	f.Fuzz(func(t *testing.T, token string) {
		if id, serial, ok := k.ParseToken("ticket", token); ok && k.Token("ticket", id, serial) != token {
			t.Errorf("%q was accepted and is not what was issued", token)
		}
	})
}
