package text

import (
	"regexp"
	"strings"
)

// formula finds the beginning of a line that a spreadsheet could take for a
// formula: = + - @, their full-width twins or a tab, also behind blanks.
var formula = regexp.MustCompile(`(^|\r\n|\r|\n)([ \x{a0}\x{200b}\x{3000}\x{feff}]*[\t=+\-@＝＋－＠])`)

// SafeCell guards a text cell of a CSV file: one that a spreadsheet could take
// for a formula, in its first or in any later line, gets a leading apostrophe,
// and so does each such later line. Other cells come back unchanged. Cells of
// numeric columns do not need it.
func SafeCell(s string) string {
	safe := formula.ReplaceAllString(s, "$1'$2")
	if (safe != s || strings.HasPrefix(s, "\r")) && !strings.HasPrefix(safe, "'") {
		safe = "'" + safe
	}
	return safe
}
