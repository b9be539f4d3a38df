// Package gallery shows every component of ui in every state (normal, empty,
// error, long, many), in both languages, and whole pages put together from
// them. It is the place to look before and after a change of the look, and the
// page that tests of accessibility walk over.
//
// Its samples are invented. The package owns no tables.
package gallery
