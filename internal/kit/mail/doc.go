// Package mail sends one message to one person. The type has room for one
// recipient, and the conversation names one, so that nobody's address can reach
// another.
//
// A job renders a [Message] (with [Compose] for its two bodies) and gives it to
// a [Sender]. A message keeps its ID over all tries: when the line is cut after
// the server took it and before we heard so, the second copy has the same
// Message-ID, and mail programs show one.
//
// [Sender.Send] tells two failures apart: [ErrRejected] is final, anything else
// may go away. No error text holds an address, since it ends in a log.
package mail
