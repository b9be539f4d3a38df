package event

import (
	"context"
	"slices"
	"strings"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

// Dossier is all that this package holds of one person, for the person.
type Dossier struct {
	Registrations []DossierRegistration `json:"registrations"`
}

// DossierRegistration is one registration with what was answered and scanned.
type DossierRegistration struct {
	ID           string          `json:"id"`
	Event        string          `json:"event"`
	EventEn      string          `json:"event_en"`
	StartsAt     *time.Time      `json:"starts_at"`
	Slot         string          `json:"slot"`
	Code         string          `json:"code"`
	State        string          `json:"state"`
	Lang         string          `json:"language"`
	Via          string          `json:"via"`
	CreatedAt    time.Time       `json:"created_at"`
	ConfirmedAt  *time.Time      `json:"confirmed_at"`
	CancelledAt  *time.Time      `json:"cancelled_at"`
	CancelReason string          `json:"cancel_reason"`
	ArrivedAt    *time.Time      `json:"arrived_at"`
	LateAt       *time.Time      `json:"late_at"`
	LateNote     string          `json:"late_note"`
	Answers      []DossierAnswer `json:"answers"`
	Scans        []DossierScan   `json:"scans"`
}

// DossierAnswer is an answer beside its question.
type DossierAnswer struct {
	Question string   `json:"question"`
	Answer   []string `json:"answer"`
}

// DossierScan is one reading of the ticket at the door.
type DossierScan struct {
	ScannedAt   time.Time `json:"scanned_at"`
	Admitted    bool      `json:"admitted"`
	Forced      bool      `json:"forced"`
	ForceReason string    `json:"force_reason"`
}

// Export gives everything that this package holds of a person.
func Export(ctx context.Context, q db.Q, org, person string) (any, error) {
	list, err := registrationsOfPerson(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Registration) int { return int(min(1, max(-1, a.CreatedAt-b.CreatedAt))) })
	var d Dossier
	for _, r := range list {
		one, err := dossierOf(ctx, q, r)
		if err != nil {
			return nil, err
		}
		d.Registrations = append(d.Registrations, one)
	}
	return d, nil
}

func dossierOf(ctx context.Context, q db.Q, r Registration) (DossierRegistration, error) {
	e, err := findEvent(ctx, q, r.OrgID, r.EventID)
	if err != nil {
		return DossierRegistration{}, err
	}
	slot, _ := e.Slot(r.SlotID)
	d := DossierRegistration{ID: r.ID, Event: e.Title, EventEn: e.TitleEn, StartsAt: unlessZero(e.StartsAt), Slot: slot.NameIn(i18n.Ja),
		Code: r.Code(), State: string(r.State), Lang: string(r.Lang), Via: r.Via, CreatedAt: r.CreatedAt.Time(),
		ConfirmedAt: unlessZero(r.ConfirmedAt), CancelledAt: unlessZero(r.CancelledAt), CancelReason: r.CancelReason,
		ArrivedAt: unlessZero(r.ArrivedAt), LateAt: unlessZero(r.LateAt), LateNote: r.LateNote}
	questions, err := listQuestions(ctx, q, r.OrgID, r.EventID)
	if err != nil {
		return d, err
	}
	for _, question := range questions {
		if given := r.Answers[question.ID]; len(given) > 0 {
			d.Answers = append(d.Answers, DossierAnswer{Question: question.Label, Answer: question.AnswerText(given)})
		}
	}
	scans, err := scansOf(ctx, q, r.OrgID, r.ID)
	for _, k := range scans {
		d.Scans = append(d.Scans, DossierScan{ScannedAt: k.ScannedAt.Time(), Admitted: k.OK, Forced: k.Forced, ForceReason: k.ForceReason})
	}
	return d, err
}

func unlessZero(at db.Instant) *time.Time {
	if at.IsZero() {
		return nil
	}
	t := at.Time()
	return &t
}

// keptPublished is why the name of a speaker stays on the page of an event.
const keptPublished = "privacy.kept.published"

// Erase cancels what the person is still registered for, so that others get the
// places, and empties the registrations: of each stays that somebody came in
// this slot at this time, which the figures count. Links and tickets die. A
// speaker's name is part of a published programme, which the organiser edits.
func (s *Service) Erase(ctx context.Context, tx *db.Tx, org, person string) ([]people.Erased, error) {
	who, err := people.Find(ctx, tx, org, person)
	if err != nil {
		return nil, err
	}
	if err := s.cancelAll(ctx, tx, org, person); err != nil {
		return nil, err
	}
	scans, err := emptyScans(ctx, tx, org, person)
	if err != nil {
		return nil, err
	}
	n, err := emptyRegistrations(ctx, tx, org, person)
	if err != nil {
		return nil, err
	}
	talks, err := countSpeakers(ctx, tx, org, strings.ReplaceAll(who.DisplayName(i18n.Ja), " ", ""))
	list := []people.Erased{
		{Table: "registration", Rows: int(n)}, {Table: "registration", Rows: int(n), Kept: people.KeptFigures},
		{Table: "checkin", Rows: int(scans), Kept: people.KeptFigures},
	}
	if talks > 0 {
		list = append(list, people.Erased{Table: "event_speaker", Rows: talks, Kept: keptPublished})
	}
	return list, err
}

// cancelAll ends the live registrations for what is not over. Nobody is written
// to but those who move up. Events are locked in one order, so that two
// erasures cannot lock each other out.
func (s *Service) cancelAll(ctx context.Context, tx *db.Tx, org, person string) error {
	list, err := registrationsOfPerson(ctx, tx, org, person)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b Registration) int { return strings.Compare(a.EventID, b.EventID) })
	for _, seen := range list {
		if !seen.State.Live() {
			continue
		}
		e, err := lockEvent(ctx, tx, org, seen.EventID)
		if err != nil {
			return err
		}
		r, err := lockRegistration(ctx, tx, org, seen.ID)
		if err != nil {
			return err
		}
		if e.Over(tx.Now()) || !r.State.Live() || r.ArrivedAt != 0 {
			continue
		}
		c := s.change(tx, account.System(org), e)
		if err := c.cancel(ctx, &r, ""); err != nil {
			return err
		}
		c.jobs = nil // no letter to somebody who leaves; moveUp adds those of the others
		if err := c.finish(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Answered lists events that ended before the moment and still hold answers.
func (s *Service) Answered(ctx context.Context, org string, before db.Instant, limit int) ([]string, error) {
	return eventsWithAnswers(ctx, s.db, org, before, limit)
}

// ForgetAnswers empties what was asked for one event only, and the notes of
// late guests. It gives the number of registrations.
func ForgetAnswers(ctx context.Context, tx *db.Tx, org, event string) (int, error) {
	n, err := forgetAnswers(ctx, tx, org, event)
	return int(n), err
}
