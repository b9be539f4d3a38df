package text

import (
	"net/mail"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// maxEmail is the longest address that a mail server must take, in bytes.
const maxEmail = 254

// Email reads a mail address as it is compared and stored: blank ends trimmed,
// full-width letters made half-width, in lower case, at most 254 bytes. It
// refuses names, quotes, comments and addresses beyond ASCII.
func Email(s string) (address string, ok bool) {
	s = strings.ToLower(strings.TrimFunc(norm.NFKC.String(s), isBlank))
	if len(s) > maxEmail || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return "", false
	}
	local, domain, found := strings.Cut(s, "@")
	if !found || len(local) > 64 || !isDomain(domain) || !isLocal(local) {
		return "", false
	}
	return s, true
}

// isLocal wants the plain form of RFC 5322. Addresses with dots in a row or at
// the end, which mobile carriers once handed out, are refused: mail servers
// abroad do not take them.
func isLocal(s string) bool {
	a, err := mail.ParseAddress(s + "@example.jp")
	return err == nil && a.Name == "" && a.Address == s+"@example.jp"
}

// isDomain wants at least two labels of letters, digits and inner hyphens.
func isDomain(s string) bool {
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' ||
			strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return len(labels) >= 2 && len(s) <= 253
}
