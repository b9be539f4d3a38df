package i18n

import (
	"fmt"
	"testing"
)

// Printer writes sentences, dates and amounts in one language. It is safe for
// concurrent use.
type Printer struct {
	lang  Lang
	words catalogue
}

// For gives the printer of a language; the Japanese one for an unknown language.
func For(l Lang) *Printer {
	if p, ok := printers()[l]; ok {
		return p
	}
	return printers()[Ja]
}

// Lang tells the printer's language.
func (p *Printer) Lang() Lang { return p.lang }

// Has tells whether the catalogue holds the key.
func (p *Printer) Has(key string) bool {
	_, ok := p.words[key]
	return ok
}

// T gives the sentence of a key, with args as name, value pairs for its
// {name} placeholders. An unknown key or a missing value is a fault of the
// program: it panics under go test, and shows the key or {name} otherwise.
func (p *Printer) T(key string, args ...any) string {
	s, ok := p.words[key]
	if !ok {
		complain("i18n: no key %q in %s", key, p.lang)
		return key
	}
	text, missing := s.fill(args)
	if missing != nil {
		complain("i18n: %s %q lacks values for %q", p.lang, key, missing)
	}
	return text
}

// N gives the sentence for a count: key.one or key.other, in Japanese always
// key.other. {n} is the count as [Printer.Number] writes it.
func (p *Printer) N(key string, n int, args ...any) string {
	form := ".other"
	if n == 1 && p.lang != Ja {
		form = ".one"
	}
	return p.T(key+form, append([]any{"n", p.Number(n)}, args...)...)
}

func complain(format string, args ...any) {
	if testing.Testing() {
		panic(fmt.Sprintf(format, args...))
	}
}
