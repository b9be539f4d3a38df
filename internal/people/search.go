package people

import (
	"encoding/base64"
	"slices"
	"strings"

	"koryu/internal/kit/text"
)

// Page is a part of a list of persons. Next is the cursor of the part after
// it, empty on the last.
type Page struct {
	People []Person
	Next   string
}

// Limits of a page.
const (
	usualPage   = 50
	largestPage = 500
)

const maxWords = 5

// SearchWords cuts what was typed into a search box into keys; a person matches
// when each of them occurs in the name, the reading, or the part of the e-mail
// address before the @, wherever the spaces were. The column person.search_key
// holds those three: a list that joins person filters by whether replacing the
// word by nothing changes it.
func SearchWords(query string) []string {
	var words []string
	for _, w := range strings.Fields(query) {
		if key := text.SearchKey(w); key != "" && !slices.Contains(words, key) {
			words = append(words, key)
		}
	}
	return words[:min(len(words), maxWords)]
}

// indexGrams are the grams under which a person is found: those of each part,
// and each letter alone, for the search with a single letter.
func indexGrams(parts []string) []string {
	var grams []string
	for _, part := range parts {
		grams = append(grams, text.Grams(part)...)
		for _, r := range part {
			grams = append(grams, string(r))
		}
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}

// maxGrams bounds the look-ups for a long word; comparing the word itself does
// the rest.
const maxGrams = 6

// queryGrams are the grams that whoever matches all words must have.
func queryGrams(words []string) []string {
	var grams []string
	for _, word := range words {
		g := text.Grams(word)
		grams = append(grams, g[:min(len(g), maxGrams)]...)
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}

// cursor is the place of a person in the list, opaque to callers.
func cursor(p Person) string {
	return base64.RawURLEncoding.EncodeToString([]byte(p.SortKey() + "\x00" + p.ID))
}

// place reads a cursor; anything else is the beginning of the list.
func place(after string) (sortKey, id string) {
	b, err := base64.RawURLEncoding.DecodeString(after)
	if err != nil {
		return "", ""
	}
	sortKey, id, _ = strings.Cut(string(b), "\x00")
	return sortKey, id
}

// pageOf cuts one row more than was asked for into a page.
func pageOf(found []Person, limit int) Page {
	if len(found) <= limit {
		return Page{People: found}
	}
	found = found[:limit]
	return Page{People: found, Next: cursor(found[limit-1])}
}

func pageSize(limit int) int {
	if limit <= 0 {
		return usualPage
	}
	return min(limit, largestPage)
}
