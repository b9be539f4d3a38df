// Package roster is the list of persons as staff work with it.
//
// Words. A filter (条件) chooses persons by what they did (events, ties, years),
// what they agreed to, what staff say of them (tags) and what they say of
// themselves; it is written into an address, and can be saved under a name that
// all staff share. A tag (タグ) is a word for the office only. A merge (一人にまとめる)
// makes two records of one human one, and can be taken back for thirty days.
//
// Rules.
//   - What a person says of themselves is asked and shown only while they agree
//     to be contacted (consent h): each condition on the profile names it.
//   - A bulk act is for all who are meant or for nobody.
//   - A merge moves the rows of every package in one transaction, by the hooks
//     of each. It refuses where both hold a live registration for one event:
//     staff cancel the one that is not wanted first, since that gives a seat away.
//   - Of consents, what was said last counts, to whichever of the two records.
//   - Taking a merge back undoes what the merge did and nothing that somebody did
//     since; merges on top are taken back first.
//
// Tables: tag, person_tag, tag_act, saved_filter.
package roster
