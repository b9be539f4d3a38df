package text

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// hyphens are the characters that people type for a hyphen in a number, as
// they look after NFKC.
const hyphens = "-‐‒–—―−─ー"

const softHyphen = '\u00ad'

func isHyphen(r rune) bool { return strings.ContainsRune(hyphens, r) }

// Digits prepares a typed number for parsing: full-width becomes half-width
// (NFKC), every hyphen look-alike becomes "-", soft hyphens and blank ends go.
// It is for phone, postcode, account, date and amount fields; never for names,
// where ー is a letter.
func Digits(s string) string {
	return strings.TrimFunc(strings.Map(func(r rune) rune {
		switch {
		case r == softHyphen:
			return -1
		case isHyphen(r):
			return '-'
		}
		return r
	}, norm.NFKC.String(s)), isBlank)
}

// fillers are what stands between the digits of a phone or post code.
var fillers = strings.NewReplacer("-", "", " ", "", "(", "", ")", "", ".", "", "/", "", "〒", "", "\u200b", "")

var sevenDigits = regexp.MustCompile(`^[0-9]{7}$`)

// Postcode reads a Japanese post code, with or without 〒 and hyphen, in any
// width, as its seven digits.
func Postcode(s string) (digits string, ok bool) {
	s = fillers.Replace(Digits(s))
	return s, sevenDigits.MatchString(s)
}
