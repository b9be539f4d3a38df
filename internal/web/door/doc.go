// Package door is check-in on a phone: a helper opens an expiring link, scans
// tickets, finds guests by the first kana of their name, lets walk-ins in and
// takes mistakes back. It shows names and what the door needs, never a mail
// address.
//
// A scan is one request with a nonce of the device and the time of the scan.
// Sending it again gives the first answer again, so that a phone without signal
// can keep its scans and send them later under the same contract.
//
// All of it works without scripts, by ticket number and by name; the camera
// needs them. Answers are JSON for whoever asks for it and pages for others.
//
// The package owns no tables.
package door
