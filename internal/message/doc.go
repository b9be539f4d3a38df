// Package message is what staff write to several persons at once: written
// once, sent to each by itself.
//
// Words. An announcement (お知らせ) tells of something to come and needs the
// consent to announcements (g), which is live at the moment the mail goes out.
// A notice (参加者への連絡) is about an event and goes to those who registered
// for it; the consent given with the registration (a) covers it. A delivery is
// one person's copy. A bounce (不達) is an address that a mail server called
// dead.
//
// Rules.
//   - A delivery has one recipient by its type; there is no list of addresses.
//   - Who gets a message is frozen when staff confirm it. Consent, address and
//     registration are looked at again when each mail leaves; who is left out
//     then is kept with the reason.
//   - The first mail leaves a minute after the confirmation, so that it can be
//     stopped whole; stopping later keeps back what has not left.
//   - A process that dies between the mail server and our mark leaves the
//     delivery uncertain. It is not sent again unless staff ask for it, and
//     then under the same Message-ID.
//   - Only what says that the address itself is dead keeps later messages back,
//     until staff clear it: a full mailbox or a refused text does not.
//   - A sent message is never edited; it can be copied into a new draft.
//
// Tables: message, message_delivery, bounce.
package message
