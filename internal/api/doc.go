// Package api is Koryu's JSON API, version 1: events, registrations and
// check-in for other programs of an organisation.
//
// A program signs in with a bearer token of one organisation; each operation
// asks for one scope. Creating a registration carries an Idempotency-Key: the
// same key and content give the same answer again, the same key with other
// content a conflict. Errors are problem documents (RFC 9457). The description of
// all of it is at /api/openapi.json.
//
// The structs here are the wire, and only that: renaming a field of a domain type
// must not change what other programs read.
package api
