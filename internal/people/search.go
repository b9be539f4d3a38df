package people

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"

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

// indexGrams are the grams under which a person with the search_key is found:
// those of each part, and its last letter alone, so that a single letter is the
// beginning of a gram wherever it stands.
func indexGrams(searchKey string) []string {
	var grams []string
	for _, part := range strings.Fields(searchKey) {
		_, last := utf8.DecodeLastRuneInString(part)
		grams = append(append(grams, text.Grams(part)...), part[len(part)-last:])
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}

// maxGrams bounds the look-ups for one word; comparing the word itself does the
// rest.
const maxGrams = 3

// queryGrams are grams that whoever matches all words must have. Of a long word
// it takes the last in the order of Unicode: kanji before kana before Latin
// letters, the rarest first. Words of one letter have none.
func queryGrams(words []string) []string {
	var grams []string
	for _, word := range words {
		if g := text.Grams(word); utf8.RuneCountInString(word) > 1 {
			grams = append(grams, g[max(0, len(g)-maxGrams):]...)
		}
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
	sortKey, id, _ = strings.Cut(string(b), "\x00")
	if err != nil || !utf8.Valid(b) || strings.Contains(id, "\x00") {
		return "", "" // PostgreSQL takes no such text
	}
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
