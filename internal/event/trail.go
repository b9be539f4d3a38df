package event

import (
	"koryu/internal/account"
	"koryu/internal/people"
)

// What the audit trail calls the acts of this package; the catalogue names them
// under event.audit.<act>.
const (
	actCreate     = "event.create"
	actUpdate     = "event.update"
	actSlots      = "event.slots"
	actQuestions  = "event.questions"
	actSpeakers   = "event.speakers"
	actAgenda     = "event.agenda"
	actImage      = "event.image"
	actDuplicate  = "event.duplicate"
	actPublish    = "event.publish"
	actUnpublish  = "event.unpublish"
	actCancel     = "event.cancel"
	actConfirmed  = "registration.confirmed"
	actWaiting    = "registration.waiting"
	actPending    = "registration.pending"
	actPromoted   = "registration.promoted"
	actApproved   = "registration.approved"
	actDeclined   = "registration.declined"
	actWithdrawn  = "registration.cancelled"
	actPreferred  = "registration.preferred"
	actReinstated = "registration.reinstated"
	actAnswers    = "registration.answers"
	actLate       = "registration.late"
	actReissued   = "registration.reissued"
	actCheckIn    = "registration.checked_in"
	actUndo       = "registration.check_in_undone"
)

// Why a waiting person moved up without anybody doing it by hand. The catalogue
// names them under event.reason.<word>.
const (
	whySeatFreed      = "seat_freed"
	whyCapacityRaised = "capacity_raised"
	whyMorning        = "morning" // a seat freed at night, given at seven
)

func entry(org string, actor account.Actor, act, object, id, reason string, data any) account.Entry {
	return account.Entry{Org: org, Actor: actor, Action: act, Object: object, ObjectID: id, Reason: reason, Data: data}
}

// occasion is the event as it stands on a person's thread.
func (e Event) occasion() people.Occasion {
	return people.Occasion{Kind: people.OccasionEvent, ID: e.ID, Title: e.Title, TitleEn: e.TitleEn}
}

// proof says how we know of something that the actor did.
func proof(actor account.Actor) string {
	switch actor.Kind {
	case account.KindSystem:
		return people.ProofRule
	case account.KindPerson, account.KindDoor:
		if actor.Role != account.Participant {
			return people.ProofStaff
		}
	}
	return people.ProofForm
}
