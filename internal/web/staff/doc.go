// Package staff is the organisers' console: what needs somebody today, the
// events and who comes to them, people and their threads, the programme, and
// the office (members, keys, outbox, audit trail).
//
// Lists keep their filters in the address; an object's page has its facts above
// and its history below; whatever was done can be undone where it was done.
// One file group a noun: event*.go, attendee*.go, person*.go, programme*.go,
// office*.go, dashboard*.go.
//
// The package owns no tables.
package staff
