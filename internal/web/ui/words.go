package ui

import (
	"context"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/i18n"
)

// T is the catalogue in the language of the page.
func T(ctx context.Context, key string, args ...any) string {
	return i18n.From(ctx).T(key, args...)
}

// N is T for a counted thing.
func N(ctx context.Context, key string, n int, args ...any) string {
	return i18n.From(ctx).N(key, n, args...)
}

func lang(ctx context.Context) string { return string(i18n.From(ctx).Lang()) }

// Errors are the field errors of a form in page order, already worded.
type Errors []FieldError

// FieldError belongs to the control called Name.
type FieldError struct{ Name, Message string }

// For is the message beside the control, empty if it is fine.
func (e Errors) For(name string) string {
	for _, f := range e {
		if f.Name == name {
			return f.Message
		}
	}
	return ""
}

// ErrorsOf words the field errors of a refused use case.
func ErrorsOf(p *i18n.Printer, fields apperr.Fields) Errors {
	out := make(Errors, 0, len(fields))
	for _, f := range fields {
		out = append(out, FieldError{Name: f.Field, Message: p.T(f.Key, f.Args...)})
	}
	return out
}
