// Package i18n holds every word that a person sees. Japanese is the source,
// English stands beside it.
//
// The catalogue is the files ja/<area>.json and en/<area>.json: flat objects
// from key to sentence, keys written area.page.word. A sentence may hold
// {name} placeholders. Counted sentences have the keys x.one and x.other in
// English and x.other in Japanese. A key may stand in one file only.
//
// A page gets a [Printer] for the reader's language and asks it for sentences
// ([Printer.T]), counted sentences ([Printer.N]), dates, times and amounts.
// The package owns no table.
package i18n
