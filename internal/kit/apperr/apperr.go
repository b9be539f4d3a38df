package apperr

import (
	"errors"
	"fmt"
	"strings"
)

// Category is the kind of a refusal; it decides the status of the answer.
type Category int

const (
	Internal        Category = iota // a fault of ours; also every foreign error
	Invalid                         // the input cannot be accepted as it stands
	NotFound                        // there is no such thing for this actor
	Conflict                        // the input is fine, the present state refuses it
	Forbidden                       // the actor is known and may not
	Unauthenticated                 // the actor must sign in first
	Exhausted                       // a limit on tries is used up
	TooLarge                        // the input is bigger than is taken
	Unavailable                     // not now; trying again later may work
)

var categoryNames = [...]string{
	"internal", "invalid", "not found", "conflict", "forbidden",
	"unauthenticated", "exhausted", "too large", "unavailable",
}

func (c Category) String() string {
	if c < 0 || int(c) >= len(categoryNames) {
		return fmt.Sprintf("category %d", int(c))
	}
	return categoryNames[c]
}

// Error is one refusal. Treat it as a value: [Error.On] and [Error.Because]
// return copies, so that a package may keep its errors in variables.
type Error struct {
	Category Category
	Key      string // catalogue key of the sentence that the person reads
	Field    string // name of the form field, "" for the whole form
	Args     []any  // name, value, name, value … for the placeholders of Key
	Cause    error  // for the log only
}

// New makes an error of category c whose sentence is key with args as name,
// value pairs.
func New(c Category, key string, args ...any) *Error {
	return &Error{Category: c, Key: key, Args: args}
}

// On returns a copy that belongs to the form field.
func (e *Error) On(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// Because returns a copy that remembers err for the log.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Cause = err
	return &c
}

// Error is the line for the log; it holds the key, not the sentence, and no
// arguments, since those may be personal data.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Category.String())
	b.WriteString(": ")
	b.WriteString(e.Key)
	if e.Field != "" {
		b.WriteString(" (")
		b.WriteString(e.Field)
		b.WriteString(")")
	}
	if e.Cause != nil {
		b.WriteString(": ")
		b.WriteString(e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Is tells that two errors refuse for the same reason: same category and key,
// whatever their field, arguments and cause.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Category == e.Category && t.Key == e.Key
}

// CategoryOf gives the category of the outermost refusal in err, [Invalid] for
// [Fields], and [Internal] for every foreign error.
func CategoryOf(err error) Category {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Category
	}
	if _, ok := errors.AsType[Fields](err); ok {
		return Invalid
	}
	return Internal
}

// As finds the outermost *Error in err. For [Fields] it gives the first one.
func As(err error) (*Error, bool) {
	if e, ok := errors.AsType[*Error](err); ok {
		return e, true
	}
	if f, ok := errors.AsType[Fields](err); ok && len(f) > 0 {
		return f[0], true
	}
	return nil, false
}
