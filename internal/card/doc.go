// Package card is the digital business card: shown, exchanged, taken back.
//
// Words. A card (名刺) belongs to one person of one organisation and is made on
// first use. Its token, in a QR code, is shown by the owner; whoever opens it
// sees a face: name, and affiliation and headline where the owner lets them. An
// exchange (名刺交換) is two acts, showing and pressing, and leaves a copy with
// both. A tie (つながり) is the pair that met; it is a fact on both threads and
// counts once. A meeting is what one side wrote down for itself. An introduction
// (紹介) brings together two persons who both know a third. The board
// (ここにいる人) is who is in the room and wants to be talked to.
//
// Rules.
//   - A copy is no copy: it is read from the other's record each time, so that
//     what they take back is gone at once (profile.Visible, audience met, and of
//     that the fields which the card shows).
//   - An address that a stranger types proves nothing. The owner sees what was
//     typed, as typed; the address gets a letter; only whoever opens that letter
//     becomes a partner, and only then the tie is made and the partner sees more
//     than the face. The answer to the stranger is the same for every address:
//     known, unknown, blocked, or the owner's own.
//   - Who came in by typing agreed to texts a and e, for this exchange alone.
//     Either one withdrawn empties the owner's copy.
//   - An exchange has a key: the same key is the same exchange for ever, also
//     after it was undone. A pair has one living exchange, whatever the keys.
//   - A block (ブロック) hides each from the other from now on and keeps new
//     exchanges away, queued ones too. That they met stays true.
//   - Undo, within 24 hours, takes the tie off both threads and ends both copies.
//
// Everything happens within one organisation, which each statement names.
//
// Tables: card, card_hidden, exchange, tie, meeting, card_block, introduction,
// board_entry.
package card
