// Package demo builds the sample year 令和6年度: one organisation, its programmes, 120 people and the events at
// which they met.
//
// The year is played, not written: a clock is set to each moment and the real services are called, so that the audit
// trail, the threads, the waiting lists and the mails are true. All people, companies, venues and times are invented;
// the year is drawn from one seed, each entity from a stream of its own, so that two builds agree to the byte and a
// person more shifts nobody else.
//
// Words: a key (P009, E5) names an entity in the plan of the year and in demo.json; a step is something that happens
// at a moment; the folder is where a demo lives between runs.
//
// The package owns no table.
package demo
