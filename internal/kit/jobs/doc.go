// Package jobs does later what a transaction has promised: mails, reminders,
// promotions, sealing. A job is a row that commits with the change that wants
// it, or not at all.
//
// Words: a job is enqueued under a key, so that the same work is never asked for
// twice. A worker claims it, which makes a lease: until it ends nobody else runs
// the job. Every claim raises the attempt, and the attempt is the fence: a
// worker that comes back after its lease was given to another changes nothing.
// A job that fails is tried again with growing pauses; one that has failed too
// often, or that says it can never succeed, is dead and waits for staff.
//
// States: ready → running → done, back to ready after a failure, dead after too
// many; staff turn dead into ready ([Retry]) or done ([Discard]).
//
// A handler may run twice, since a process may die between the work and the mark
// that it is done. A handler whose whole work is SQL calls [Run.FinishIn] inside
// its own transaction and so takes effect exactly once. One that reaches outside
// carries a stable identifier, as mails do with their Message-ID.
//
// Workers poll once a second, on both engines alike, and are nudged by commits
// of their own process.
//
// Tables: job, job_turn (global: when each periodic job is due next).
package jobs
