package mail

import (
	"mime"
	netmail "net/mail"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func FuzzEncode(f *testing.F) {
	for _, s := range []string{"", "青森", "plain", `a"b\c`, "=?utf-8?q?x?=", strings.Repeat("𠮷", 40), strings.Repeat("aé漢𠮷", 20), "a <b@c>", " lead", "trail "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsFunc(s, unicode.IsControl) || !utf8.ValidString(s) {
			return // refused before it gets here
		}
		encoded := encodeText(s)
		unfolded := strings.ReplaceAll(encoded, "\r\n", "")
		if got, err := new(mime.WordDecoder).DecodeHeader(unfolded); err != nil || got != s {
			t.Errorf("%q → %q → %q %v", s, encoded, got, err)
		}
		for line := range strings.SplitSeq(encoded, "\r\n ") {
			if word, err := new(mime.WordDecoder).DecodeHeader(line); err != nil || !utf8.ValidString(word) {
				t.Errorf("%q is cut inside a character: %q", s, encoded)
			}
			if len(line) > 75 && !isPlain(s) || strings.ContainsAny(line, "\r\n") {
				t.Errorf("%q is folded as %q", s, encoded)
			}
		}
		address := strings.ReplaceAll(encodeAddress(s, "a@example.jp"), "\r\n", "")
		if got, err := netmail.ParseAddress(address); err != nil || got.Name != s || got.Address != "a@example.jp" {
			t.Errorf("%q → %q → %v %v", s, address, got, err)
		}
	})
}
