// Package privacy answers a person who asks what the house holds of them, has
// something put right, or wants to be forgotten. It holds no data about persons
// of its own; it asks every package for its part.
//
// Words. A dossier is all that is held of one person, as a page and as JSON. A
// request (依頼) is a correction or an erasure that somebody asked for; it has a
// day by which it is answered. A certificate (消去証明書) says what was deleted,
// what stays and why, under a hash over its text; it names nobody. The register
// (台帳) lists every column of every table and says of the personal ones whose
// they are, what for, under which consent, how long, and who sees them.
//
// Rules.
//   - An erasure acts twice. At once nobody but staff is shown the person any
//     more: the consents rest and nothing is sent. After seven days, in which the
//     person may take it back, the data go for good.
//   - Two people: who enters an erasure for somebody does not confirm it. What
//     the person asked for themselves one owner confirms.
//   - Everything goes in one transaction, from the packages at the top down to
//     people, and then out of the file (see db.Scrub).
//   - Figures keep their value: facts and registrations stay as rows of somebody
//     whom nobody can name.
//   - The last mail brings the certificate. Its address lies sealed in the job and
//     is gone when the mail has left.
//   - What was asked for one event only goes by itself 90 days after it.
//
// Data of a commission and of a person's own account are separate stores (see
// [Store]): the first ends with the contract, the second with consent h.
//
// Tables: privacy_request, privacy_certificate.
package privacy
