// Package apperr is the one vocabulary in which a use case says that it could
// not do what was asked.
//
// An [Error] carries a [Category] (what kind of refusal), a catalogue key with
// its arguments (what the person reads), the form field it belongs to, and a
// cause (what the log reads). Text for people is never stored in it: the page
// or the API renders the key in the reader's language, and turns the category
// into a status code in exactly one place.
//
// Errors of other packages have the category [Internal]; nothing of them may
// reach a visitor.
package apperr
