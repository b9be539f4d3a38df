package message

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
)

// Kind says why people are written to, and so which consent is needed.
type Kind string

const (
	Announcement Kind = "announcement" // needs the consent to announcements
	Notice       Kind = "notice"       // about an event, to those who registered
)

// Kinds in the order in which they are offered.
var Kinds = []Kind{Notice, Announcement}

// Message is a text for many. EventID names the event that it is about, empty
// for none. The English texts are empty or both there; without them everybody
// gets the Japanese ones.
type Message struct {
	OrgID, ID             string
	Kind                  Kind
	EventID               string
	Audience              Audience
	Subject, SubjectEn    string
	Body, BodyEn          string
	SkipToday             bool // leaves out who was written to on the same day
	Version               int64
	CreatedBy             string
	CreatedAt, UpdatedAt  db.Instant
	SentBy                string
	ConfirmedAt, StartsAt db.Instant // zero while it is a draft
	StoppedAt             db.Instant
	digest, key           string
}

// Draft tells that the message may still be changed.
func (m Message) Draft() bool { return m.ConfirmedAt == 0 }

// In gives subject and body for a reader's language, and the language that they
// are in.
func (m Message) In(lang i18n.Lang) (subject, body string, in i18n.Lang) {
	if lang == i18n.En && m.SubjectEn != "" && m.BodyEn != "" {
		return m.SubjectEn, m.BodyEn, i18n.En
	}
	return m.Subject, m.Body, i18n.Ja
}

// Limits of the texts, in characters.
const (
	MaxSubject = 120
	MaxBody    = 10_000
)

// clean takes from the texts what no reader sees. A subject is one line. A
// notice by event goes to the event that it is about, whose tickets it holds.
func (m *Message) clean() {
	if m.Kind == Notice && m.Audience.By == ByEvent {
		m.Audience.EventID = m.EventID
	}
	m.Subject, m.SubjectEn = oneLine(m.Subject), oneLine(m.SubjectEn)
	for _, body := range []*string{&m.Body, &m.BodyEn} {
		*body = text.Clean(strings.ReplaceAll(*body, "\r\n", "\n"))
	}
}

// check finds what cannot be stored even as a draft.
func (m Message) check() error {
	var errs apperr.Fields
	if m.Kind != Announcement && m.Kind != Notice {
		errs.Add("kind", "message.error.kind")
	}
	for _, t := range m.texts() {
		if text.Graphemes(t.text) > t.most {
			errs.Add(t.field, "message.error.too_long", "max", t.most)
			continue
		}
		for _, name := range unknownFields(t.text) {
			errs.Add(t.field, "message.error.unknown_field", "field", "{"+name+"}")
			break
		}
	}
	if err := m.Audience.check(); err != nil {
		errs = append(errs, apperr.FieldsOf(err)...)
	}
	return errs.Err()
}

// Ready finds what is missing before the message can be sent.
func (m Message) Ready() error {
	var errs apperr.Fields
	if err := m.check(); err != nil {
		errs = apperr.FieldsOf(err)
	}
	missing := func(field, key string, yes bool) {
		if yes {
			errs.Add(field, key)
		}
	}
	missing("subject", "message.error.subject", m.Subject == "")
	missing("body", "message.error.body", m.Body == "")
	missing("subject_en", "message.error.both_en", m.SubjectEn == "" && m.BodyEn != "")
	missing("body_en", "message.error.both_en", m.BodyEn == "" && m.SubjectEn != "")
	missing("event", "message.error.event", m.Kind == Notice && m.EventID == "")
	missing("by", "message.error.audience", m.Audience.By == "")
	missing("audience_event", "message.error.audience_event", m.Audience.By == ByEvent &&
		(m.Audience.EventID == "" || m.Kind == Notice && m.Audience.EventID != m.EventID))
	for _, t := range m.texts() {
		for _, name := range usedFields(t.text) {
			switch {
			case fieldNeeds[name] == needsTicket && m.Kind != Notice:
				errs.Add(t.field, "message.error.field_ticket", "field", "{"+name+"}")
			case fieldNeeds[name] != needsNothing && m.EventID == "":
				errs.Add(t.field, "message.error.field_event", "field", "{"+name+"}")
			}
		}
	}
	return errs.Err()
}

type fieldText struct {
	field, text string
	most        int
}

func (m Message) texts() []fieldText {
	return []fieldText{
		{"subject", m.Subject, MaxSubject}, {"body", m.Body, MaxBody},
		{"subject_en", m.SubjectEn, MaxSubject}, {"body_en", m.BodyEn, MaxBody},
	}
}

// sum is equal for messages that say the same about the same event.
func (m Message) sum() string {
	h := sha256.New()
	for _, s := range []string{string(m.Kind), m.EventID, m.Subject, m.Body, m.SubjectEn, m.BodyEn} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}

var (
	errUnknown = apperr.New(apperr.NotFound, "message.error.unknown")
	errStale   = apperr.New(apperr.Conflict, "message.error.stale")
	errSent    = apperr.New(apperr.Conflict, "message.error.sent")
)
