package text

import (
	"regexp"
	"strings"
)

var (
	abroad   = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	landline = regexp.MustCompile(`^0[1-9][0-9]{8}$`)
	personal = regexp.MustCompile(`^0[25-9]0[1-9][0-9]{7}$|^0800[0-9]{7}$`) // mobile, IP, freephone 0800
	shared   = regexp.MustCompile(`^0[2-9]0`)                               // never a landline's beginning
)

// Phone reads a telephone number in any width and grouping, with or without
// +81, as E.164 ("+81171234567"). A number of another country needs its +.
func Phone(s string) (e164 string, ok bool) {
	s = fillers.Replace(Digits(s))
	if rest, japanese := strings.CutPrefix(s, "+81"); japanese {
		s = "0" + strings.TrimPrefix(rest, "0") // +81 (0)17 …
	}
	switch {
	case personal.MatchString(s), landline.MatchString(s) && !shared.MatchString(s):
		return "+81" + s[1:], true
	case abroad.MatchString(s) && !strings.HasPrefix(s, "+81"):
		return s, true
	}
	return "", false
}

// areas are the beginnings of landline numbers whose area code has not four
// digits, in Tohoku, Kanto and the largest cities, with the length of the area
// code. The longest beginning counts. All others are written with four digits,
// as most are.
var areas = map[string]int{
	"03": 2, "06": 2, "0429": 2, "0471": 2,
	"011": 3, "0177": 3, "0188": 3, "0196": 3, "0222": 3, "0227": 3, "0236": 3,
	"0245": 3, "0249": 3, "0252": 3, "0272": 3, "0273": 3, "0286": 3, "0292": 3, "0298": 3,
	"0423": 3, "0424": 3, "0425": 3, "0426": 3, "0427": 3, "0432": 3, "0433": 3, "0434": 3,
	"044": 3, "045": 3, "0462": 3, "0468": 3, "0473": 3, "0474": 3,
	"0484": 3, "0485": 3, "0486": 3, "0487": 3, "0488": 3, "0489": 3, "0492": 3,
	"052": 3, "075": 3, "078": 3, "0822": 3, "0825": 3, "0828": 3, "092": 3, "0920": 4,
}

// FormatPhone groups an E.164 number as it is written in Japan: 090-1234-5678,
// 017-723-4567. Numbers of other countries, and what is no number, come back as
// they are.
func FormatPhone(e164 string) string {
	national, japanese := strings.CutPrefix(e164, "+81")
	n := "0" + national
	switch {
	case !japanese:
		return e164
	case len(n) == 11 && strings.HasPrefix(n, "0800"):
		return group(n, 4, 3)
	case len(n) == 11:
		return group(n, 3, 4)
	case len(n) != 10:
		return e164
	case strings.HasPrefix(n, "0120"), strings.HasPrefix(n, "0570"), strings.HasPrefix(n, "0990"):
		return group(n, 4, 3)
	}
	for length := 4; length >= 2; length-- {
		if area := areas[n[:length]]; area > 0 {
			return group(n, area, 6-area)
		}
	}
	return group(n, 4, 2)
}

func group(n string, first, second int) string {
	return n[:first] + "-" + n[first:first+second] + "-" + n[first+second:]
}
