package apperr

import (
	"errors"
	"strings"
)

// Fields collects what is wrong with a form, in the order of the page. As an
// error it has the category [Invalid].
type Fields []*Error

// Add notes that field is refused with the sentence key and its name, value
// pairs.
func (f *Fields) Add(field, key string, args ...any) {
	*f = append(*f, New(Invalid, key, args...).On(field))
}

// Err gives f as an error, or nil when nothing is wrong.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// For finds the first error of a field; nil when the field is fine.
func (f Fields) For(field string) *Error {
	for _, e := range f {
		if e.Field == field {
			return e
		}
	}
	return nil
}

// Error is the line for the log.
func (f Fields) Error() string {
	lines := make([]string, len(f))
	for i, e := range f {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "; ")
}

// FieldsOf gives the field errors in err: those of a [Fields], or a single
// [Error] that names a field. Otherwise it is empty.
func FieldsOf(err error) Fields {
	if f, ok := errors.AsType[Fields](err); ok {
		return f
	}
	if e, ok := errors.AsType[*Error](err); ok && e.Field != "" {
		return Fields{e}
	}
	return nil
}
