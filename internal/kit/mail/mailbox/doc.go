// Package mailbox is a mail server that keeps everything to itself: it listens
// on the loopback, takes what is sent to it, and stores each mail as an .eml
// file in a folder. The sample year and the tests send to it, so that every
// mail takes its real way and can be read afterwards; nothing ever leaves the
// machine.
//
// The package owns no table.
package mailbox
