package mail

import (
	"encoding/base64"
	netmail "net/mail"
	"strings"
	"unicode/utf8"
)

// wordBytes is how much text an encoded word of RFC 2047 holds in base64, at
// most 75 characters long with its marks, and still 64 behind "Reply-To: ".
const wordBytes = 36

// encodeText writes a header text: printable ASCII as it stands, everything else
// as encoded words in base64, half as long for Japanese as the quoted form, each
// on a line of its own. A text that looks like an encoded word is encoded too,
// so that it arrives as it was meant.
func encodeText(s string) string {
	if isPlain(s) {
		return s
	}
	var words []string
	for s != "" {
		cut := min(wordBytes, len(s))
		for cut < len(s) && !utf8.RuneStart(s[cut]) {
			cut--
		}
		words = append(words, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[:cut]))+"?=")
		s = s[cut:]
	}
	return strings.Join(words, "\r\n ")
}

// encodeAddress writes an address with a name in front of it, if there is one.
func encodeAddress(name, address string) string {
	switch {
	case name == "":
		return "<" + address + ">"
	case isPlain(name):
		return (&netmail.Address{Name: name, Address: address}).String() // quotes what needs it
	}
	return encodeText(name) + "\r\n <" + address + ">"
}

// isPlain tells text that may stand in a header without encoding: one line of
// printable ASCII without an encoded word.
func isPlain(s string) bool {
	if len(s) > 200 {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return !strings.Contains(s, "=?")
}
