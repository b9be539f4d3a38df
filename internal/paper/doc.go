// Package paper draws what is printed for an event: name tags (名札) on sheets
// of labels or plain paper, a poster, cards for the tables, and the list for
// the door. It owns no table; what it prints it reads through people, event
// and card at the moment of printing.
//
// A tag shows what is written on it and nothing else: name, reading,
// affiliation, role as a word and a colour, whether photos are welcome, and
// the address of the person's card as a QR code. No field is left out because
// it is long: text wraps, then shrinks.
//
// Nothing is printed with a hole in a name: what no font has is drawn as 〓
// and reported as a [Warning] before printing.
package paper
