// Package people knows the persons of an organisation and keeps the thread of
// each: everything that they did with its programmes, over all years.
//
// Words. A person (人) is one human within one organisation. A participation
// fact (参加の事実) says who, what kind, which occasion, when, with what proof;
// facts are added and retracted, never rewritten, and together they are the
// person's thread. A consent (同意) is given for one purpose, on one version of
// its text, and can be withdrawn; a missing row means no. A possible duplicate
// (名寄せ候補) is two persons who may be one; staff say that they are two, or
// package roster makes them one.
//
// Rules.
//   - Names are kept exactly as typed, not even in another Unicode normal form.
//     What is compared and searched are keys derived from them, never shown.
//   - Kana is asked, never derived, and kept in katakana.
//   - An e-mail address stands for one person of the organisation: whoever
//     registers with it is that person, whatever name they type. Staff may give
//     the same address to a second person (a couple, a typing error); the pair
//     then shows up as a possible duplicate, and the address goes on to stand
//     for the first.
//   - What a stranger types never changes a person that exists.
//
// Everything happens within one organisation, which each statement names.
//
// Tables: person, person_gram, participation, consent, person_note, person_merge,
// person_apart.
package people
