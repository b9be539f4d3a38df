package event

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

var (
	errKeyMissing = apperr.New(apperr.Invalid, "event.register.key_missing").On("key")
	errKeyReused  = apperr.New(apperr.Conflict, "event.register.key_reused")
)

const maxKey = 200

// Register takes a registration. What it answers is durable: it comes after the
// commit that holds it. The same key with the same content gives the same
// registration again (Replay), the same key with other content a conflict.
// Somebody who has a live registration for the event gets that one (Already)
// and the mail with its link once more; the page does not show it, since whoever
// types an address need not own it.
//
// It fails with field errors, with a conflict that says why nobody is admitted
// (Event.Admit), or with unavailable: then nothing may be said about the outcome
// and the same key is to be tried again.
func (s *Service) Register(ctx context.Context, r Request) (Result, error) {
	a, err := newAdmission(r)
	if err != nil {
		return Result{}, err
	}
	if plantAck {
		return plantedAck(s, a), nil
	}
	if err := s.admissions.do(ctx, r.Org+"/"+r.EventID, a); err != nil {
		return Result{}, err
	}
	return a.result, a.err
}

// admission is a request on its way: everything that needs no database is done.
type admission struct {
	Request
	hash    string // of the content
	answers string // JSON, empty for none
	person  people.NewPerson

	result Result
	err    error
}

func newAdmission(r Request) (*admission, error) {
	if r.Via == "" {
		r.Via = ViaWeb
	}
	if r.Lang == "" {
		r.Lang = i18n.Ja
	}
	if r.Actor.Kind == "" {
		r.Actor = account.Nobody(r.Org)
	}
	if r.Key == "" || len(r.Key) > maxKey {
		return nil, errKeyMissing
	}
	a := &admission{Request: r}
	a.person = people.NewPerson{Family: r.Family, Given: r.Given, KanaFamily: r.KanaFamily, KanaGiven: r.KanaGiven,
		Email: r.Email, Lang: r.Lang, BirthYear: r.BirthYear, Affiliation: r.Affiliation}
	if err := a.validate(); err != nil {
		return nil, err
	}
	a.Answers = trimmed(r.Answers)
	a.answers = a.Answers.text()
	a.hash = a.contentHash()
	return a, nil
}

// byStaff says that somebody of the house enters it for the person.
func (a *admission) byStaff() bool {
	return a.Via == ViaStaff || a.Via == ViaWalkIn || a.Via == ViaImport
}

func (a *admission) validate() error {
	self := !a.byStaff()
	var all apperr.Fields
	if err := a.person.Validate(people.Want{Kana: self, Email: self}); err != nil {
		all = append(all, apperr.FieldsOf(err)...)
	}
	if self && !slices.Contains(a.Consents, string(people.ConsentRun)) {
		all.Add("consent_a", "event.register.consent")
	}
	for _, code := range a.Consents {
		if _, ok := people.ConsentTextOf(people.ConsentCode(code)); !ok {
			all.Add("consent_"+code, "event.register.consent_unknown")
		}
	}
	if a.OverCapacity && strings.TrimSpace(a.Reason) == "" {
		all.Add("reason", "event.error.reason")
	}
	return all.Err()
}

// contentHash is equal for requests that ask for the same thing. The language
// of the page is not part of it.
func (a *admission) contentHash() string {
	h := sha256.New()
	consents := slices.Sorted(slices.Values(a.Consents))
	for _, s := range []string{a.SlotID, a.Family, a.Given, a.KanaFamily, a.KanaGiven, a.Email, a.answers,
		strings.Join(consents, ","), strconv.Itoa(a.BirthYear), a.Affiliation} {
		h.Write([]byte(strconv.Itoa(len(s))))
		h.Write([]byte{':'})
		h.Write([]byte(s))
	}
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil)[:16])
}

// trimmed leaves out what was not answered.
func trimmed(answers Answers) Answers {
	kept := make(Answers, len(answers))
	for q, values := range answers {
		var some []string
		for _, v := range values {
			if v = cleanAnswer(v); v != "" {
				some = append(some, v)
			}
		}
		if len(some) > 0 {
			kept[q] = some
		}
	}
	return kept
}
