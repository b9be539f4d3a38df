package wareki

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	weekday = regexp.MustCompile(`\([日月火水木金土](曜日?)?\)$`)
	dated   = regexp.MustCompile(`^(令和?|平成?|昭和?|大正?|[RHST])?([0-9]{1,4}|元)-([0-9]{1,2})-([0-9]{1,2})$`)
	packed  = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})$`)
)

// letters are the eras as forms abbreviate them.
var letters = map[string]string{"R": "令和", "H": "平成", "S": "昭和", "T": "大正"}

// ParseDay reads a day as people type it, in any width: 2026-11-22, 2026/11/22,
// 2026.11.22, 20261122, 2026年11月22日(日), R8.11.22, 令和8年11月22日, ㋿8年11月22日, with
// whatever serves for a hyphen. ok is false for a day that does not exist, for
// a year of fewer than four digits without its era, and for a day before its
// era began; a year beyond the end of its era counts on, as in papers printed
// before the change (平成31年12月1日 is 2019-12-01).
func ParseDay(s string) (y, m, d int, ok bool) {
	s = canonical(s)
	if p := packed.FindStringSubmatch(s); p != nil {
		return day(p[1], p[2], p[3])
	}
	p := dated.FindStringSubmatch(s)
	if p == nil {
		return 0, 0, 0, false
	}
	if p[1] == "" {
		if len(p[2]) != 4 {
			return 0, 0, 0, false
		}
		return day(p[2], p[3], p[4])
	}
	e, n := find(p[1]), 1
	if p[2] != "元" {
		n, _ = strconv.Atoi(p[2])
	}
	y, m, d, ok = day(strconv.Itoa(e.year+n-1), p[3], p[4])
	if !ok || n < 1 || !e.begins(y, m, d) {
		return 0, 0, 0, false
	}
	return y, m, d, true
}

// canonical folds widths, drops blanks and the weekday, and writes every
// separator as "-".
func canonical(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00ad' || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return unicode.ToUpper(r)
	}, norm.NFKC.String(s))
	s = strings.TrimSuffix(weekday.ReplaceAllString(s, ""), "日")
	return strings.Map(func(r rune) rune {
		// 〜 is a dash for Unicode, and a range for everyone in Japan.
		if unicode.Is(unicode.Pd, r) && r != '〜' || strings.ContainsRune("−─ー./年月", r) {
			return '-'
		}
		return r
	}, s)
}

// find gives the era of 令和, 令 or R; the pattern lets no other through.
func find(name string) era {
	for _, e := range eras {
		if strings.HasPrefix(e.name, name) || e.name == letters[name] {
			return e
		}
	}
	panic("wareki: no era " + name)
}

// day checks that the day exists.
func day(ys, ms, ds string) (y, m, d int, ok bool) {
	y, _ = strconv.Atoi(ys)
	m, _ = strconv.Atoi(ms)
	d, _ = strconv.Atoi(ds)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1 || t.Year() != y || int(t.Month()) != m || t.Day() != d {
		return 0, 0, 0, false
	}
	return y, m, d, true
}
