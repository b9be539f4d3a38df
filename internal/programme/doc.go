// Package programme holds what stands behind every event: the organisation,
// its programmes of a fiscal year with their goals, the venues that events
// return to, and the partners who carry the work.
//
// Words. An organisation (団体) is the body that runs programmes; everything
// else in the house belongs to exactly one. A programme (事業) is one commission
// in one fiscal year (年度, 1 April to 31 March; FY 2024 is 令和6年度). A goal
// (目標) is a figure to reach; applicants (申込者) and attendees (来場者) are two
// kinds and never one figure. A venue (会場) is a place with a name, a partner
// (協力団体) a body that is named on the programme's pages.
//
// Texts that a visitor reads come in pairs, Name and NameEn; an empty English
// text falls back to the Japanese one.
//
// Each edit names the version that the editor read. If somebody has saved in
// between, the edit is refused with the version that now stands.
//
// Functions that write take the caller's transaction, so that the caller can
// record the edit in the audit trail of the same commit; [Service] wraps each
// of them in a transaction of its own.
//
// Tables: organisation (global), programme, goal, venue, partner.
package programme
