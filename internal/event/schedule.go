package event

import (
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
)

// Kinds of jobs. Those that write to one registration carry a letter; the
// others go over all registrations of an event.
const (
	JobConfirmed = "event.confirmed"
	JobWaiting   = "event.waiting"
	JobPending   = "event.pending"
	JobPromoted  = "event.promoted"
	JobDeclined  = "event.declined"
	JobCancelled = "event.cancelled"
	JobResend    = "event.resend"    // the link once more
	JobChanged   = "event.changed"   // another time or place
	JobCalledOff = "event.calledoff" // the event does not take place
	JobReminder  = "event.reminder"
	JobThanks    = "event.thanks"

	JobRound   = "event.round"   // one letter for each registration that it concerns
	JobPromote = "event.promote" // places freed at night
	JobAbsent  = "event.absent"  // who did not come
)

// Priorities: what a person waits for before what can wait a little.
const (
	soon  = 0
	later = -1
)

// letter is the payload of a job that writes one mail. State is what the mail
// speaks of; when the registration has moved on since, it is not sent. Seq is
// the event's sequence that a letter to everybody belongs to.
type letter struct {
	Registration string   `json:"registration"`
	State        RegState `json:"state"`
	Seq          int      `json:"seq,omitempty"`
	Days         int      `json:"days,omitempty"` // of a reminder: 7, 1 or 0 days ahead
}

type aboutEvent struct {
	Event string `json:"event"`
}

// round is the payload of JobRound: one letter of a kind to each registration
// that it concerns, those after a number first.
type round struct {
	Event string `json:"event"`
	Kind  string `json:"kind"`
	Seq   int    `json:"seq"`
	Days  int    `json:"days,omitempty"`
	After int    `json:"after,omitempty"`
}

// reminders are the days before the event and the hour at which people are
// written to: late enough to be read, early enough to give a place back.
var reminders = []struct{ days, hour int }{{7, 10}, {1, 10}, {0, 8}}

// remindAt is the instant of the reminder some days ahead.
func (e Event) remindAt(days, hour int) db.Instant {
	return e.Day().AddDays(-days).Start().Add(time.Duration(hour) * time.Hour)
}

// outdated is the first instant at which a reminder is no longer sent: it would
// say "tomorrow" on the wrong day.
func (e Event) outdated(days int) db.Instant {
	if days == 0 {
		return e.StartsAt
	}
	return e.Day().AddDays(1 - days).Start()
}

// plan are the jobs of a published event that lie ahead. Their keys hold the
// sequence: those of an earlier plan find another sequence and do nothing.
func (e Event) plan(now db.Instant) []jobs.Job {
	var plan []jobs.Job
	for _, r := range reminders {
		if at := e.remindAt(r.days, r.hour); now < e.outdated(r.days) && at < e.StartsAt {
			j := e.round(JobReminder, at)
			j.Key = jobKey(e.ID, e.Seq, "remind"+string(rune('0'+r.days)))
			j.Payload = round{Event: e.ID, Kind: JobReminder, Seq: e.Seq, Days: r.days}
			plan = append(plan, j)
		}
	}
	absent := jobs.Job{Org: e.OrgID, Kind: JobAbsent, Key: jobKey(e.ID, e.Seq, ""), RunAt: e.doorCloses(),
		Payload: round{Event: e.ID, Seq: e.Seq}, Priority: later}
	return append(plan, absent, e.round(JobThanks, e.thanksAt()))
}

// thanksAt is ten in the morning after the event.
func (e Event) thanksAt() db.Instant {
	return e.EndsAt.Day().AddDays(1).Start().Add(10 * time.Hour)
}

// round is the job that writes to everybody whom a kind of letter concerns; at 0
// is now.
func (e Event) round(kind string, at db.Instant) jobs.Job {
	return jobs.Job{Org: e.OrgID, Kind: JobRound, Key: jobKey(e.ID, e.Seq, kind), RunAt: at, Priority: later,
		Payload: round{Event: e.ID, Kind: kind, Seq: e.Seq}}
}

// mailFor is the letter that tells somebody about a state.
func mailFor(state RegState) string {
	switch state {
	case Waiting:
		return JobWaiting
	case Pending:
		return JobPending
	}
	return JobConfirmed
}

// actFor is what the audit trail calls a registration that comes in.
func actFor(state RegState) string {
	switch state {
	case Waiting:
		return actWaiting
	case Pending:
		return actPending
	}
	return actConfirmed
}
