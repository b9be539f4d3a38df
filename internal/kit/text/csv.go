package text

import (
	"io"
	"regexp"
	"slices"
	"strings"
)

// Encoding turns text into the bytes of a file and lists what the file cannot
// hold. There are two: [UTF8BOM] and [CP932].
type Encoding func(s string) ([]byte, []Substitution)

// UTF8BOM is the encoding for everyone: UTF-8, and a byte order mark at the
// beginning of a file, so that Excel knows.
func UTF8BOM(s string) ([]byte, []Substitution) { return []byte(s), nil }

// CSV writes the rows of one file after RFC 4180: quoted where needed, CRLF.
// Every cell but those of the columns given to [CSV.Numbers] passes [SafeCell].
type CSV struct {
	w       io.Writer
	encode  Encoding
	numbers []int
	rows    int
	subs    []Substitution
}

// NewCSV starts a file on w; nothing is written before the first row.
func NewCSV(w io.Writer, enc Encoding) *CSV { return &CSV{w: w, encode: enc} }

// Numbers declares columns, counted from 0, that hold numbers: a plain decimal
// number such as -5 stands there without a guard.
func (c *CSV) Numbers(columns ...int) { c.numbers = append(c.numbers, columns...) }

// Row writes one row in a single write. It fails when w does.
func (c *CSV) Row(cells ...string) error {
	var line []byte
	if c.rows == 0 {
		if bom, lost := c.encode("\ufeff"); lost == nil {
			line = bom
		}
	}
	c.rows++
	for i, cell := range cells {
		if i > 0 {
			line = append(line, ',')
		}
		b, subs := c.encode(quote(c.guard(i, cell)))
		line = append(line, b...)
		c.note(i, cell, subs)
	}
	_, err := c.w.Write(append(line, '\r', '\n'))
	return err
}

// Substitutions lists all characters that the file could not hold, in its order.
func (c *CSV) Substitutions() []Substitution { return c.subs }

var number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func (c *CSV) guard(column int, cell string) string {
	if slices.Contains(c.numbers, column) && number.MatchString(cell) {
		return cell
	}
	return SafeCell(cell)
}

// note keeps the substitutions of a cell, with their index in the cell as it
// was given rather than as it was guarded and quoted.
func (c *CSV) note(column int, cell string, subs []Substitution) {
	if subs == nil {
		return
	}
	_, subs = c.encode(cell)
	for _, s := range subs {
		s.Row, s.Column = c.rows, column+1
		c.subs = append(c.subs, s)
	}
}

// quote puts quotes around a cell that would otherwise be read differently.
func quote(cell string) string {
	if !strings.ContainsAny(cell, "\",\r\n") && strings.TrimSpace(cell) == cell {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}
