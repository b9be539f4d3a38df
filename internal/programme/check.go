package programme

import (
	"net/url"
	"strconv"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
)

// Lengths are graphemes, as a person counts them.
const (
	maxName = 120
	maxLine = 200
	maxText = 4000
	maxURL  = 2000
)

// check gathers field errors in the order in which the page shows the fields.
type check struct{ fields apperr.Fields }

func (c *check) required(field, value, key string) {
	if value == "" {
		c.fields.Add(field, key)
	}
}

func (c *check) atMost(field, value string, limit int) {
	if text.Graphemes(value) > limit {
		c.fields.Add(field, "programme.error.too_long", "max", strconv.Itoa(limit))
	}
}

// link accepts an empty value or an absolute http or https address. Anything
// else would let a link on a public page run script or lead nowhere.
func (c *check) link(field, value string) {
	if value == "" {
		return
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(value) > maxURL {
		c.fields.Add(field, "programme.error.link")
	}
}

// day accepts an empty day or one of the calendar.
func (c *check) day(field string, d db.Day) {
	if _, err := db.ParseDay(string(d)); d != "" && err != nil {
		c.fields.Add(field, "programme.error.day")
	}
}

// prefecture accepts an empty value or a code of JIS X 0401, "01" to "47".
func (c *check) prefecture(field, code string) {
	n, err := strconv.Atoi(code)
	if code != "" && (err != nil || len(code) != 2 || n < 1 || n > 47) {
		c.fields.Add(field, "programme.error.prefecture")
	}
}

// pick chooses the English text on English pages where there is one.
func pick(lang i18n.Lang, ja, en string) string {
	if lang == "en" && en != "" {
		return en
	}
	return ja
}

func clean(fields ...*string) {
	for _, f := range fields {
		*f = text.Clean(*f)
	}
}
