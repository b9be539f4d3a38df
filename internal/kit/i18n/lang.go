package i18n

import (
	"context"

	"golang.org/x/text/language"
)

// Lang is a language of the interface, as it stands in html lang.
type Lang string

// The languages of the interface.
const (
	Ja Lang = "ja"
	En Lang = "en"
)

// Langs lists the languages, the source language first.
var Langs = []Lang{Ja, En}

// Parse reads a language tag such as a query parameter; ok is false for
// anything but the languages of the interface.
func Parse(s string) (l Lang, ok bool) {
	switch Lang(s) {
	case Ja, En:
		return Lang(s), true
	}
	return "", false
}

var matcher = language.NewMatcher([]language.Tag{language.Japanese, language.English})

// Match picks the language for an Accept-Language header; Japanese when the
// header is empty, broken, or names neither.
func Match(acceptLanguage string) Lang {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return Ja
	}
	_, i, _ := matcher.Match(tags...)
	return Langs[i]
}

type contextKey struct{}

// With gives a context whose reader reads l.
func With(ctx context.Context, l Lang) context.Context {
	return context.WithValue(ctx, contextKey{}, For(l))
}

// From gives the printer of the context's reader; the Japanese one when
// nobody said.
func From(ctx context.Context) *Printer {
	if p, ok := ctx.Value(contextKey{}).(*Printer); ok {
		return p
	}
	return For(Ja)
}
