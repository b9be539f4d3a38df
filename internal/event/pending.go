package event

import (
	"context"
	"io"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
)

// This file states the exported methods while their bodies are being written.
// It is removed piece by piece.

var errPending = apperr.New(apperr.Unavailable, "core.error.unavailable")

// Events.

func (s *Service) Close()                            {}
func (s *Service) Handlers() map[string]jobs.Handler { return nil }
func (s *Service) Find(ctx context.Context, org, id string) (Event, error) {
	return Event{}, errPending
}
func (s *Service) FindBySlug(ctx context.Context, org, slug string) (Event, error) {
	return Event{}, errPending
}

// List returns events with their slots, without questions, speakers and agenda.
func (s *Service) List(ctx context.Context, org string, f Filter) ([]Event, error) {
	return nil, errPending
}

// Upcoming and Past: published or cancelled, public only; what a visitor sees.
func (s *Service) Upcoming(ctx context.Context, org string, limit int) ([]Event, error) {
	return nil, errPending
}
func (s *Service) Past(ctx context.Context, org string, limit int) ([]Event, error) {
	return nil, errPending
}

// VersionBySlug is one cheap read for an ETag.
func (s *Service) VersionBySlug(ctx context.Context, org, slug string) (id string, version int64, err error) {
	return "", 0, errPending
}
func (s *Service) Create(ctx context.Context, actor account.Actor, org string, f Fields) (Event, error) {
	return Event{}, errPending
}
func (s *Service) Update(ctx context.Context, actor account.Actor, org, id string, f Fields) (Event, error) {
	return Event{}, errPending
}
func (s *Service) SetSlots(ctx context.Context, actor account.Actor, org, id string, slots []SlotInput) (Event, error) {
	return Event{}, errPending
}
func (s *Service) SetCapacity(ctx context.Context, actor account.Actor, org, id, slot string, capacity *int) (Event, error) {
	return Event{}, errPending
}
func (s *Service) SetQuestions(ctx context.Context, actor account.Actor, org, id string, q []Question) (Event, error) {
	return Event{}, errPending
}
func (s *Service) SetSpeakers(ctx context.Context, actor account.Actor, org, id string, sp []Speaker) (Event, error) {
	return Event{}, errPending
}
func (s *Service) SetAgenda(ctx context.Context, actor account.Actor, org, id string, a []AgendaItem) (Event, error) {
	return Event{}, errPending
}
func (s *Service) SetImage(ctx context.Context, actor account.Actor, org, id string, r io.Reader, alt string) (Event, error) {
	return Event{}, errPending
}
func (s *Service) RemoveImage(ctx context.Context, actor account.Actor, org, id string) (Event, error) {
	return Event{}, errPending
}
func (s *Service) FindImage(ctx context.Context, org, imageID string) (Image, error) {
	return Image{}, errPending
}

// Duplicate copies an event as a draft, 52 (or 53) whole weeks later on the same weekday.
func (s *Service) Duplicate(ctx context.Context, actor account.Actor, org, id string) (Event, error) {
	return Event{}, errPending
}

// Missing lists what keeps a draft from being published (also a method of Event).
func (e Event) Missing() apperr.Fields { return nil }
func (s *Service) Publish(ctx context.Context, actor account.Actor, org, id string) (Event, error) {
	return Event{}, errPending
}
func (s *Service) Unpublish(ctx context.Context, actor account.Actor, org, id, reason string) (Event, error) {
	return Event{}, errPending
}
func (s *Service) CancelEvent(ctx context.Context, actor account.Actor, org, id, reason string) (Event, error) {
	return Event{}, errPending
}

// Registrations.

func (s *Service) Register(ctx context.Context, r Request) (Result, error) {
	return Result{}, errPending
}
func (s *Service) FindRegistration(ctx context.Context, org, id string) (Registered, error) {
	return Registered{}, errPending
}
func (s *Service) FindByManageToken(ctx context.Context, token string) (Registered, error) {
	return Registered{}, errPending
}

// FindByTicket resolves the token of a ticket's QR (any serial that is not revoked).
func (s *Service) FindByTicket(ctx context.Context, token string) (Registered, error) {
	return Registered{}, errPending
}

// RegistrationsOf lists a person's registrations, newest event first.
func (s *Service) RegistrationsOf(ctx context.Context, org, person string) ([]Registered, error) {
	return nil, errPending
}
func (s *Service) Cancel(ctx context.Context, org, id, reason string, actor account.Actor) (Registration, error) {
	return Registration{}, errPending
}
func (s *Service) ChangeAnswers(ctx context.Context, org, id string, a Answers, actor account.Actor) (Registration, error) {
	return Registration{}, errPending
}
func (s *Service) MarkLate(ctx context.Context, org, id, note string, actor account.Actor) (Registration, error) {
	return Registration{}, errPending
}

// Reissue makes the tickets sent before invalid and mails a new one; links does the same to the manage link.
func (s *Service) Reissue(ctx context.Context, actor account.Actor, org, id string, links bool) (Registration, error) {
	return Registration{}, errPending
}
func (s *Service) Approve(ctx context.Context, actor account.Actor, org, id, reason string) (Registration, error) {
	return Registration{}, errPending
}
func (s *Service) Decline(ctx context.Context, actor account.Actor, org, id, reason string) (Registration, error) {
	return Registration{}, errPending
}

// Promote gives a waiting person a place by hand, out of order if staff say why.
func (s *Service) Promote(ctx context.Context, actor account.Actor, org, id, reason string) (Registration, error) {
	return Registration{}, errPending
}

// Reinstate undoes a cancellation or a decline when a place is free.
func (s *Service) Reinstate(ctx context.Context, actor account.Actor, org, id, reason string) (Registration, error) {
	return Registration{}, errPending
}

// BulkAction is what Bulk does to each registration.
type BulkAction string

// The bulk actions.
const (
	BulkApprove   BulkAction = "approve"
	BulkDecline   BulkAction = "decline"
	BulkCancel    BulkAction = "cancel"
	BulkPromote   BulkAction = "promote"
	BulkReinstate BulkAction = "reinstate"
)

// BulkResult says what became of each registration. Failed is not empty when
// nothing was done at all.
type BulkResult struct {
	Done   []string
	Failed []BulkFailure
}

// BulkFailure is one registration that kept the whole act from happening.
type BulkFailure struct {
	ID  string
	Err *apperr.Error
}

// Bulk is all or nothing; a failure of a rule is in BulkResult.Failed, err is for faults.
func (s *Service) Bulk(ctx context.Context, actor account.Actor, org, event string, ids []string, a BulkAction, reason string) (BulkResult, error) {
	return BulkResult{}, errPending
}

// Tokens and addresses.

func (s *Service) TicketToken(r Registration) string { return "" }
func (s *Service) ManageToken(r Registration) string { return "" }
func (s *Service) TicketURL(r Registration) string   { return "" } // base/q/token: the content of the QR
func (s *Service) ManageURL(r Registration) string   { return "" } // base/t/token
// Code is the short number of a registration for people, such as "K7F3Q2".
func (r Registration) Code() string { return "" }

// Door.

func (s *Service) CheckIn(ctx context.Context, c CheckIn) (CheckInResult, error) {
	return CheckInResult{}, errPending
}
func (s *Service) UndoCheckIn(ctx context.Context, actor account.Actor, org, event, scanID string) (CheckInResult, error) {
	return CheckInResult{}, errPending
}
func (s *Service) WalkIn(ctx context.Context, w WalkIn) (CheckInResult, error) {
	return CheckInResult{}, errPending
}
func (s *Service) Live(ctx context.Context, org, event string) (Live, error) {
	return Live{}, errPending
}
func (s *Service) Scans(ctx context.Context, org, event string, limit int) ([]Scan, error) {
	return nil, errPending
}

// Lists.

func (s *Service) Attendees(ctx context.Context, org, event string, f AttendeeFilter) (AttendeePage, error) {
	return AttendeePage{}, errPending
}

// EachAttendee streams all that match, for exports; fn's error ends it.
func (s *Service) EachAttendee(ctx context.Context, org, event string, f AttendeeFilter, fn func(Attendee) error) error {
	return errPending
}
func (s *Service) Counts(ctx context.Context, org, event string) (Counts, error) {
	return Counts{}, errPending
}
func (s *Service) RegistrationsByDay(ctx context.Context, org, event string) ([]DayCount, error) {
	return nil, errPending
}
func (s *Service) ArrivalsByMinute(ctx context.Context, org, event string) ([]MinuteCount, error) {
	return nil, errPending
}
func (s *Service) History(ctx context.Context, org, id string) ([]Happening, error) {
	return nil, errPending
}

// Calendar. Calendar returns one event; Feed all given ones under a name.

func (s *Service) Calendar(e Event, org string, now db.Instant) []byte          { return nil }
func (s *Service) Feed(events []Event, name, org string, now db.Instant) []byte { return nil }
