// Package event is the heart of the house: an organiser opens an exchange
// event, people register for one of its slots, the waiting list moves, the
// door lets people in.
//
// Words:
//
//   - Event (催し): one occasion with a time, a place and a page.
//   - Slot (参加枠): a part of the capacity for one kind of people.
//   - Registration (申込): one person's wish for one slot. It is live while it is
//     confirmed (確定), waiting (キャンセル待ち) or pending (承認待ち); it ends
//     cancelled (取消) or declined (見送り).
//   - Ticket (チケット): a sealed token for the door. Manage link (確認・変更リンク):
//     a sealed token with which a person without an account changes the
//     registration.
//   - Check-in (受付): one scan at the door, kept whether it was accepted or not.
//
// Rules:
//
//   - A slot is never sold beyond its capacity. Everything that changes a
//     counter of an event locks the event's row first; the counter's CHECK
//     constraint is the last wall.
//   - A seat that becomes free goes to the first of the waiting list in the
//     transaction that freed it, except at night and after the cut-off.
//   - The same key with the same body gives the same answer, and even that
//     answer waits for a commit.
//   - Each use case ends in a fact on the person's thread and an audit entry.
//
// Tables: event, event_slot, event_question, event_speaker, event_agenda,
// event_image, event_live, registration, checkin.
package event
