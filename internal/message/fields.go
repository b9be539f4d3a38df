package message

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"koryu/internal/kit/text"
)

// need says what a merge field stands on.
type need int

const (
	needsNothing need = iota
	needsEvent        // the message is about an event
	needsTicket       // the reader registered for that event
)

// Fields are the merge fields in the order in which they are offered.
var Fields = []string{"name", "family", "org", "event", "date", "place", "event_link", "ticket_link"}

var fieldNeeds = map[string]need{
	"name": needsNothing, "family": needsNothing, "org": needsNothing,
	"event": needsEvent, "date": needsEvent, "place": needsEvent, "event_link": needsEvent, "ticket_link": needsTicket,
}

var fieldForm = regexp.MustCompile(`\{([^{}\n]{1,40})\}`)

// usedFields lists the names between braces, each once.
func usedFields(s string) []string {
	var names []string
	for _, m := range fieldForm.FindAllStringSubmatch(s, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

func unknownFields(s string) []string {
	return slices.DeleteFunc(usedFields(s), func(name string) bool { return slices.Contains(Fields, name) })
}

// merge puts values in the places of their fields, once: a value that itself
// looks like a field stays as it is. Values are one line each.
func merge(s string, values map[string]string) string {
	return fieldForm.ReplaceAllStringFunc(s, func(field string) string {
		if v, ok := values[field[1:len(field)-1]]; ok {
			return oneLine(v)
		}
		return field
	})
}

// oneLine makes a text fit to stand in a mail's header: every line break and
// control character, of any kind, becomes a space.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return text.Clean(s)
}
