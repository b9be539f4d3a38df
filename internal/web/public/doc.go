// Package public holds the pages for visitors and for participants without an
// account: the home of a programme, its events, registration, and the ticket
// behind an unguessable link.
//
// The page of an event is kept in memory per language and served again only
// after its version was compared with the database: the number of free places is
// right at the moment of reading, in every process. All pages work
// without scripts.
//
// The package owns no tables.
package public
