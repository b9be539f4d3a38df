// Package member holds the pages of whoever signs in: signing in and out, the
// way to one's place after that, one's own thread, consents and browsers, and
// the set-up of the first organisation.
//
// A person is shown only what belongs to the e-mail address that proved itself
// by the code; identifiers in forms merely choose among one's own things.
//
// The package owns no tables.
package member
