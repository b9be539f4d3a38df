// Package network is the arithmetic of who met whom: the groups in which people
// are counted, the figures and the matrix of their ties, and the places of the
// picture.
//
// Words. A tie (つながり) is an unordered pair of people who exchanged cards; it
// counts once. A cut (分け方) is one way to tell people apart, with its groups.
// A book is the people of an event or of a year with their ties.
//
// Rules.
//   - A group is read from what a person said: the slot they chose, and their own
//     profile while it may be used. Nothing is guessed; who said nothing is in a
//     group of its own.
//   - The same book gives the same picture, down to the last digit: dice come from
//     the seed.
//
// The package is pure. It owns no tables.
package network
