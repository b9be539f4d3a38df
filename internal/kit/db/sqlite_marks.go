package db

import "strconv"

// plainMarks writes ? for the marks of a text that names $1, $2, $3 … each once
// and in this order, and leaves every other text alone. The meaning is the same,
// but SQLite keeps a list of named marks, and the driver walks through it once
// per argument: in an INSERT of thousands of values that was most of the work.
func plainMarks(query string) string {
	out := make([]byte, 0, len(query))
	next := 1
	for i := 0; i < len(query); i++ {
		switch c := query[i]; c {
		case '\'', '"', '`', '-', '/':
			if c == '\'' || c == '"' || c == '`' || i+1 < len(query) && (query[i+1] == c || query[i+1] == '*') {
				return query // quoted or commented: not worth reading
			}
			out = append(out, c)
		case '$':
			want := strconv.Itoa(next)
			end := i + 1 + len(want)
			if end > len(query) || query[i+1:end] != want || end < len(query) && query[end] >= '0' && query[end] <= '9' {
				return query
			}
			out = append(out, '?')
			next++
			i = end - 1
		default:
			out = append(out, c)
		}
	}
	return string(out)
}
