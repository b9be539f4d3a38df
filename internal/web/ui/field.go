package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

func formMethod(f FormProps) string {
	if f.Get {
		return "get"
	}
	return "post"
}

func buttonType(b ButtonProps) string {
	if b.Plain {
		return "button"
	}
	return "submit"
}

func rowsOf(f FieldProps) int {
	if f.Rows > 0 {
		return f.Rows
	}
	return 5
}

func (f FieldProps) list() templ.Attributes {
	if len(f.List) == 0 {
		return nil
	}
	return templ.Attributes{"list": fieldID(f.Name) + "-list"}
}

// choiceID: the first choice carries the id of the field, so that a link of
// the error summary lands on it.
func choiceID(f FieldProps, i int) string {
	if i == 0 {
		return fieldID(f.Name)
	}
	return fieldID(f.Name) + "-" + strconv.Itoa(i)
}

func sortOptions(o []Option) {
	slices.SortFunc(o, func(a, b Option) int { return strings.Compare(a.Value, b.Value) })
}
