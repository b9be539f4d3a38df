// Package account knows who is asking and what they may do.
//
// # Words
//
// An identity is one e-mail address that proved itself once; it is shared by
// all organisations of the installation. A membership gives an identity a role
// in one organisation. An identity without a membership is a participant. A
// session is a signed-in browser or a door device. A door link lets a helper
// check guests in at one event without an account. An API token acts for an
// organisation within its scopes.
//
// # Signing in
//
// There are no passwords. A six-digit code goes out by e-mail and is typed on
// the page that asked for it, so it works inside the browsers of messengers
// too. A code lives ten minutes, allows five tries, works once and only in the
// browser that asked (see RequestCode). Nobody's address is looked up before
// the code was right, therefore the answers to known and to unknown addresses
// cannot differ, not even in time.
//
// # Rights
//
// Can is the only place that says what a role may do. Memberships are read
// with the session on every request: a changed role acts from the next one.
//
// # Audit trail
//
// Record writes what was done in the transaction that did it: a plain insert
// that contends with nobody. A periodic job links the entries of each
// organisation into a chain of hashes afterwards (see Seal), and Verify finds
// entries that were edited, deleted, reordered, inserted or cut. Within the
// minute before they are sealed, entries are protected by the database alone.
// The end of each chain is signed in the database (its anchor); what keeping it
// outside as well adds is said at Head.
//
// # Tables
//
// Global: identity, sign_in_code, session, attempt. Of one organisation:
// membership, door_link, api_token, audit_entry, audit_seal, audit_anchor.
package account
