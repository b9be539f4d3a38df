package event

import (
	"context"
	"strings"

	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/qr"
	"koryu/internal/people"
	"koryu/internal/programme"
)

// runLetter sends one mail to one person, in the language in which they
// registered. What is no longer true is not sent.
func (s *Service) runLetter(ctx context.Context, run jobs.Run) error {
	var l letter
	if err := run.Decode(&l); err != nil {
		return err
	}
	to, err := s.FindRegistration(ctx, run.Org, l.Registration)
	if err != nil {
		return unlessGone(err)
	}
	if to.Person.Email == "" || !l.stands(run.Kind, to, run.Now) {
		return nil
	}
	org, err := programme.FindOrg(ctx, s.db, run.Org)
	if err != nil {
		return unlessGone(err)
	}
	m, err := s.write(run.Kind, l, to, org, run.Now)
	if err != nil {
		return err
	}
	m.ID = messageID(run.Kind, run.Key)
	return s.mail.Send(ctx, m)
}

// messageID is the same over all tries of a job.
func messageID(kind, key string) string { return kind + "." + strings.ReplaceAll(key, ":", "-") }

// stands says that a letter still tells the truth.
func (l letter) stands(kind string, to Registered, now db.Instant) bool {
	e, r := to.Event, to.Registration
	switch kind {
	case JobThanks:
		return r.ArrivedAt != 0
	case JobCalledOff:
		return e.State == Cancelled && r.State.Live()
	case JobDeclined, JobCancelled:
		return r.State == l.State
	case JobReminder:
		return e.State == Published && e.Seq == l.Seq && r.State == Confirmed && r.ArrivedAt == 0 && now < e.outdated(l.Days)
	case JobChanged:
		return e.State == Published && e.Seq == l.Seq && r.State.Live()
	case JobResend:
		return e.State == Published && r.State.Live()
	}
	return e.State == Published && r.State == l.State && !e.Over(now)
}

// write composes the mail.
func (s *Service) write(kind string, l letter, to Registered, org programme.Org, now db.Instant) (mail.Message, error) {
	p := i18n.For(to.Registration.Lang)
	w := writer{s: s, p: p, to: to, org: org, page: s.base + "/o/" + org.Slug + "/events/" + to.Event.Slug}
	words := "event.mail." + template(kind, l)
	subject := p.T(words+".subject", "title", to.Event.TitleIn(p.Lang()))
	text, html := mail.Compose(p, w.content(kind, words, l))
	m := mail.Message{FromName: org.NameIn(p.Lang()), To: to.Person.Email, ToName: to.Person.DisplayName(p.Lang()),
		ReplyTo: to.Event.ContactEmail, Subject: subject, Text: text, HTML: html, Lang: p.Lang()}
	return m, w.attach(&m, kind, now)
}

// template is the part of the catalogue's keys that names a letter's words.
func template(kind string, l letter) string {
	name := strings.TrimPrefix(kind, "event.")
	if kind == JobReminder {
		name += "_" + string(rune('0'+l.Days))
	}
	return name
}

type writer struct {
	s    *Service
	p    *i18n.Printer
	to   Registered
	org  programme.Org
	page string // public address of the event
}

func (w writer) content(kind, words string, l letter) mail.Content {
	e, r := w.to.Event, w.to.Registration
	c := mail.Content{Org: w.org.NameIn(w.p.Lang()), Heading: w.p.T(words + ".heading"),
		Paras: []string{w.p.T("event.mail.dear", "name", salutation(w.to.Person, w.p.Lang())),
			w.p.T(words+".lead", "title", e.TitleIn(w.p.Lang()), "org", w.org.NameIn(w.p.Lang()))},
		Facts: w.facts(kind)}
	if kind == JobCalledOff && e.CancelReason != "" {
		c.Paras = append(c.Paras, w.p.T("event.mail.calledoff.reason", "reason", e.CancelReason))
	}
	if w.ticket(kind) {
		c.Paras = append(c.Paras, w.p.T("event.mail.ticket"))
		c.Picture = mail.Picture{CID: ticketCID, Alt: w.p.T("event.mail.ticket_alt", "code", r.Code()), Width: 220}
	}
	c.Buttons = w.buttons(kind, l)
	if kind != JobThanks && e.ContactEmail != "" {
		c.Foot = append(c.Foot, w.p.T("event.mail.contact", "email", e.ContactEmail))
	}
	c.Foot = append(c.Foot, w.p.T("event.mail.why", "org", w.org.NameIn(w.p.Lang())))
	return c
}

func salutation(p people.Person, l i18n.Lang) string { return p.DisplayName(l) }

func (w writer) facts(kind string) [][2]string {
	e, r, lang := w.to.Event, w.to.Registration, w.p.Lang()
	name := func(word string) string { return w.p.T("event.mail.fact." + word) }
	facts := [][2]string{{name("event"), e.TitleIn(lang)}}
	if e.StartsAt != 0 {
		facts = append(facts, [2]string{name("time"), w.p.T("event.mail.time", "range", w.p.Range(e.StartsAt.Time(), e.EndsAt.Time()))})
	}
	if !e.Place.IsZero() {
		place := e.Place.NameIn(lang)
		if a := e.Place.AddressIn(lang); a != "" {
			place += "\n" + a
		}
		facts = append(facts, [2]string{name("place"), place})
	}
	if e.OnlineURL != "" && r.State == Confirmed && kind != JobThanks {
		facts = append(facts, [2]string{name("online"), e.OnlineURL})
	}
	if len(e.Slots) > 1 {
		facts = append(facts, [2]string{name("slot"), w.to.Slot.NameIn(lang)})
	}
	if r.State == Waiting && w.to.Position > 0 {
		facts = append(facts, [2]string{name("position"), w.p.N("event.mail.position", w.to.Position)})
	}
	return append(facts, [2]string{name("code"), r.Code()})
}

func (w writer) buttons(kind string, l letter) []mail.Button {
	r := w.to.Registration
	own := w.s.ManageURL(r)
	button := func(word, url string) mail.Button {
		return mail.Button{Label: w.p.T("event.mail.button." + word), URL: url}
	}
	switch {
	case kind == JobThanks, kind == JobCalledOff, !r.State.Live():
		return []mail.Button{button("event", w.page)}
	case kind == JobReminder && l.Days == 0:
		return []mail.Button{button("ticket", own), button("late", own+"#late"), button("cancel", own+"/cancel")}
	case r.State == Confirmed:
		return []mail.Button{button("ticket", own), button("cancel", own+"/cancel")}
	}
	return []mail.Button{button("own", own), button("cancel", own+"/cancel")}
}

const ticketCID = "ticket"

// ticket says that the mail brings the ticket itself.
func (w writer) ticket(kind string) bool {
	return w.to.Registration.State == Confirmed && w.to.Event.State == Published && kind != JobThanks
}

func (w writer) attach(m *mail.Message, kind string, now db.Instant) error {
	if w.ticket(kind) {
		png, err := qr.PNG(w.s.TicketURL(w.to.Registration), 6)
		if err != nil {
			return err
		}
		m.Attachments = append(m.Attachments, mail.Attachment{Name: "ticket.png", Type: "image/png", CID: ticketCID, Data: png})
	}
	if w.ticket(kind) || kind == JobCalledOff {
		ics := w.s.calendarFor(w.to, w.page, w.p.Lang(), now)
		m.Attachments = append(m.Attachments, mail.Attachment{Name: "event.ics", Type: "text/calendar; charset=utf-8; method=PUBLISH", Data: ics})
	}
	return nil
}
